import { IntlMessageFormat } from 'intl-messageformat';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { isPseudo, type Pseudo, pseudoElements, pseudoText } from './pseudo.ts';
import type { Messages, Translation, Value, Values, View } from './types.ts';

/** The languages of Keydesk, as BCP 47 tags. A new one needs a folder beside `en` and `de`, and an entry here. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Each language by its own name, which is the same in all languages. */
export const languageNames: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
];

type Catalog = Translation<typeof en>;
type Area = keyof typeof en;
/** A language of people, or a pseudo-language, which shows text that is in no catalog. */
export type Spoken = Language | Pseudo;

const catalogs: Readonly<Record<Language, Catalog>> = { en, de };

/** Returns the writing direction of a language. */
export function directionOf(language: Spoken): 'ltr' | 'rtl' {
  return language === 'ar-XB' ? 'rtl' : 'ltr';
}

/** The current language of this process, and the locale of its numbers and dates. */
let current: { readonly language: Spoken; readonly locale: string } = { language: 'en', locale: 'en-US' };

/**
 * Sets the current language, which is the default for all words.
 * @param locale the region's form of the language, for numbers, dates and lists. Default: the language's own
 */
export function speak(language: Spoken, locale: string = localeOf(language)): void {
  current = { language, locale };
}

export function spoken(): Spoken {
  return current.language;
}

/** Returns the current language for other programs. A pseudo-language counts as English. */
export function spokenLanguage(): Language {
  return isPseudo(current.language) ? 'en' : current.language;
}

/** Returns the locale for numbers, dates and lists. */
export function locale(language: Spoken = current.language): string {
  return language === current.language ? current.locale : localeOf(language);
}

function localeOf(language: Spoken): string {
  return language === 'de' ? 'de-DE' : 'en-US';
}

/**
 * Returns the first of a person's preferred languages that Keydesk has, and its form in that person's region.
 * @param wanted tags of BCP 47, such as `de-AT`, in order of preference
 */
export function preferred(wanted: readonly string[]): { language: Spoken; locale: string } {
  for (const tag of wanted) {
    if (isPseudo(tag)) return { language: tag, locale: localeOf(tag) };
    const language = languages.find(known => known === tag.split('-')[0]?.toLowerCase());
    if (language !== undefined) return { language, locale: isLocale(tag) ? tag : localeOf(language) };
  }
  return { language: 'en', locale: localeOf('en') };
}

function isLocale(tag: string): boolean {
  try {
    return tag.includes('-') && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    // A tag that is not well-formed has no region.
    return false;
  }
}

/** Returns a message of a view, selected by a code, with its values. */
export function say(message: unknown, values: Values): string {
  return typeof message === 'function' ? String(message(values)) : String(message);
}

const views = new Map<string, unknown>();

/**
 * Returns the words of an area. A message without arguments is a text, one with arguments a function.
 * @param language undefined for the current one at the time when a word is read: such words may be kept in a constant,
 * but a single text may not
 */
export function wordsOf<Of extends Area>(area: Of, language?: Spoken): View<(typeof en)[Of]> {
  const id = `${language ?? ''} ${area}`;
  let view = views.get(id);
  if (view === undefined) {
    view = viewOf(en[area], [area], language);
    views.set(id, view);
  }
  return view as View<(typeof en)[Of]>;
}

function viewOf(source: Messages, path: readonly string[], language: Spoken | undefined): object {
  const view = {};
  for (const [id, message] of Object.entries(source)) {
    const place = [...path, id];
    const get =
      typeof message === 'string' ? () => textOf(place, message, language) : always(viewOf(message, place, language));
    Object.defineProperty(view, id, { enumerable: true, get });
  }
  return view;
}

function always<T>(value: T): () => T {
  return () => value;
}

function textOf(place: readonly string[], source: string, language: Spoken = current.language) {
  const message = isPseudo(language) ? source : found(catalogs[language], place);
  if (source.includes('{')) return (values: Values) => format(message, values, language);
  return isPseudo(language) ? pseudoText(message) : message;
}

function found(catalog: Catalog, place: readonly string[]): string {
  let at: unknown = catalog;
  for (const id of place) at = (at as Record<string, unknown>)[id];
  return at as string;
}

interface Compiled {
  readonly format: IntlMessageFormat;
  readonly names: readonly string[];
}

const compiled = new Map<string, Compiled>();

/**
 * Returns a message with its arguments. A value that is missing or empty is `null`: `select` has a branch of that name
 * for it, and elsewhere it is empty text.
 */
function format(message: string, values: Values, language: Spoken): string {
  const tag = locale(language);
  const id = `${isPseudo(language) ? language : tag} ${message}`;
  let known = compiled.get(id);
  if (known === undefined) {
    const elements = withHyphens(new IntlMessageFormat(message, tag, undefined, { ignoreTag: true }).getAst());
    const names = [...argumentsOf(elements)];
    known = { format: new IntlMessageFormat(isPseudo(language) ? pseudoElements(elements) : elements, tag), names };
    compiled.set(id, known);
  }
  return String(known.format.format(Object.fromEntries(known.names.map(name => [name, clean(values[name])]))));
}

function clean(value: Value): string | number | null {
  if (value === undefined || value === '') return null;
  return typeof value === 'boolean' ? String(value) : value;
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/**
 * Renames branches: ICU allows no hyphen in the name of a branch, but codes contain hyphens. The branch `too_short` is
 * for the code `too-short`.
 */
function withHyphens(elements: Elements): Elements {
  return elements.map(element => {
    if (!('options' in element)) return element;
    const options = Object.entries(element.options).map(([name, option]) => [
      name.replaceAll('_', '-'),
      { ...option, value: withHyphens(option.value) },
    ]);
    return { ...element, options: Object.fromEntries(options) };
  });
}

/** Returns the names of the arguments of a parsed message. */
export function argumentsOf(elements: Elements): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if ('options' in element) {
      for (const { value } of Object.values(element.options)) for (const name of argumentsOf(value)) names.add(name);
    }
    // A literal text and the # of a plural have no name.
    if (element.type !== 0 && element.type !== 7) names.add(String(element.value));
  }
  return names;
}

/** Returns a list as part of a sentence: “a, b, and c”. */
export function list(items: readonly string[], language: Spoken = current.language): string {
  return new Intl.ListFormat(locale(language), { type: 'conjunction' }).format(items);
}

/** Returns a list for a cell or after a colon, in the shortest form of the language: “a, b, c” in English. */
export function commas(items: readonly string[], language: Spoken = current.language): string {
  return new Intl.ListFormat(locale(language), { type: 'unit', style: 'short' }).format(items);
}

/** Returns a file size as text. @param bytes */
export function sizeText(bytes: number, language: Spoken = current.language): string {
  const [value, unit] = bytes < 100_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale(language), { style: 'unit', unit, unitDisplay: 'short', ...digits }).format(
    value,
  );
}

export function number(value: number, language: Spoken = current.language): string {
  return new Intl.NumberFormat(locale(language)).format(value);
}

/** Returns a duration as text: seconds up to two minutes, then minutes, then hours, rounded up. */
export function duration(seconds: number, language: Spoken = current.language): string {
  const [value, unit] =
    seconds < 120 ? [seconds, 'second'] : seconds < 7200 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
  const form = new Intl.NumberFormat(locale(language), { style: 'unit', unit, unitDisplay: 'long' });
  return form.format(Math.ceil(value));
}
