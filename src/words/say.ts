import { IntlMessageFormat } from 'intl-messageformat';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { isPseudo, type Pseudo, pseudoElements, pseudoText } from './pseudo.ts';
import type { Messages, Translation, Value, Values, View } from './types.ts';

/** The languages that Keydesk speaks, by their BCP 47 tags. A new one gets a folder beside `en`, and does not compile until the tables below name it. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const ownNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Each language by its own name, which is the same in all languages. */
export const languageNames = languages.map(language => [language, ownNames[language]] as const);

type Catalog = Translation<typeof en>;
type Area = keyof typeof en;
/** A language that can be spoken: one of people, or a pseudo-language, which shows text that no catalog has. */
export type Spoken = Language | Pseudo;

const catalogs: Readonly<Record<Language, Catalog>> = { en, de };

/** Which way a language is written. */
export function directionOf(language: Spoken): 'ltr' | 'rtl' {
  return language === 'ar-XB' ? 'rtl' : 'ltr';
}

/** What language this process speaks, and by the rules of which region it writes numbers and dates. */
let current: { readonly language: Spoken; readonly locale: string } = { language: 'en', locale: 'en-US' };

/**
 * Chooses the language of all words that name none.
 * @param locale the region's form of the language, for numbers, dates and lists. Default: the language's own
 */
export function speak(language: Spoken, locale: string = localeOf(language)): void {
  current = { language, locale };
}

export function spoken(): Spoken {
  return current.language;
}

/** The spoken language, as it is named to others: a pseudo-language is English. */
export function spokenLanguage(): Language {
  return isPseudo(current.language) ? 'en' : current.language;
}

/** Returns the locale for numbers, dates and lists. */
export function locale(language: Spoken = current.language): string {
  return language === current.language ? current.locale : localeOf(language);
}

/** The region whose rules for numbers and dates apply if the person names none. */
const locales: Readonly<Record<Language, string>> = { en: 'en-US', de: 'de-DE' };

function localeOf(language: Spoken): string {
  return isPseudo(language) ? locales.en : locales[language];
}

/**
 * Returns the language for a person's wishes, the first that Keydesk speaks, and its form in that person's region.
 * @param wanted tags of BCP 47, such as `de-AT`; the wish that counts most first
 * @param inTest whether a pseudo-language may be chosen
 */
export function preferred(wanted: readonly string[], inTest = false): { language: Spoken; locale: string } {
  for (const tag of wanted) {
    if (inTest && isPseudo(tag)) return { language: tag, locale: localeOf(tag) };
    const language = languages.find(known => known === tag.split('-')[0]?.toLowerCase());
    if (language !== undefined) return { language, locale: isLocale(tag) ? tag : localeOf(language) };
  }
  return { language: 'en', locale: localeOf('en') };
}

function isLocale(tag: string): boolean {
  try {
    return tag.includes('-') && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    // A tag that is not well-formed names no region.
    return false;
  }
}

/** Whether the program that shows the words orders them by the bidi algorithm. A browser does, a terminal need not. */
let isolating = false;

/**
 * Isolates the direction of every argument of a message from now on. Without it, a Hebrew or Arabic name reorders the
 * sentence around it (Unicode Standard Annex 9).
 * @param isOn false for a program without a window again, as a test that shares its process with others does
 */
export function isolateArguments(isOn = true): void {
  isolating = isOn;
}

/** Letters that are written from right to left: Hebrew, Arabic and their neighbors. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Puts a text between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE if it may reorder the text around it. */
function isolated(text: string, language: Spoken): string {
  if (!isolating || !(RIGHT_TO_LEFT.test(text) || directionOf(language) === 'rtl')) return text;
  return `\u2068${text}\u2069`;
}

/** Returns a message of a view that was chosen by a code, with what it names. */
export function say(message: unknown, values: Values): string {
  return typeof message === 'function' ? String(message(values)) : String(message);
}

const views = new Map<string, unknown>();

/**
 * Returns the words of an area. A message without arguments is a text, one with arguments a function.
 * @param language undefined for the spoken one, whichever it is when a word is read: such words may be kept in a constant, a text of
 * theirs may not
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
 * Returns a message with its arguments. A value that is missing or empty is `null`: `select` has a branch of that name for it, and nothing
 * is written elsewhere.
 */
function format(message: string, values: Values, language: Spoken): string {
  const tag = locale(language);
  const id = `${isPseudo(language) ? language : tag} ${message}`;
  let known = compiled.get(id);
  if (known === undefined) {
    const parsed = new IntlMessageFormat(message, tag, undefined, { ignoreTag: true }).getAst();
    const names = [...argumentsOf(parsed)];
    const elements = withBranches(parsed);
    known = { format: new IntlMessageFormat(isPseudo(language) ? pseudoElements(elements) : elements, tag), names };
    compiled.set(id, known);
  }
  const named = known.names.map(name => [name, values[name] ?? null] as const);
  const written = named.map(([name, value]) => [name, writtenAs(value, language)]);
  const chosen = named.map(([name, value]) => [branchOf(name), branchFor(value)]);
  return String(known.format.format(Object.fromEntries([...written, ...chosen])));
}

/** Returns what a message writes for a value. */
function writtenAs(value: Value, language: Spoken): string | number | null {
  if (value === undefined || value === '') return null;
  return typeof value === 'number' || value === null ? value : isolated(String(value), language);
}

/** Returns the branch of a `select` for a value. A person or a group may have the name “null”, and is not missing. */
function branchFor(value: Value): string {
  if (value === undefined || value === null || value === '') return 'null';
  return value === 'null' ? 'other' : String(value);
}

/** Returns the name of the argument that chooses a branch. The argument itself is written, for example isolated. */
function branchOf(name: string): string {
  return `branch ${name}`;
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** A `select` in the parsed form of the library. */
const SELECT = 5;

/**
 * Prepares the branches of a parsed message. ICU allows no hyphen in the name of a branch, and codes have them: the
 * branch `too_short` is for the code `too-short`.
 */
function withBranches(elements: Elements): Elements {
  return elements.map(element => {
    if (!('options' in element)) return element;
    const options = Object.entries(element.options).map(([name, option]) => [
      name.replaceAll('_', '-'),
      { ...option, value: withBranches(option.value) },
    ]);
    const value = element.type === SELECT ? branchOf(element.value) : element.value;
    return { ...element, value, options: Object.fromEntries(options) };
  });
}

/** Returns the names of the arguments of a parsed message. */
export function argumentsOf(elements: Elements): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if ('options' in element) {
      for (const { value } of Object.values(element.options)) for (const name of argumentsOf(value)) names.add(name);
    }
    // Neither a literal text nor the # of a plural has a name.
    if (element.type !== 0 && element.type !== 7) names.add(String(element.value));
  }
  return names;
}

/** Returns a list as part of a sentence: “a, b, and c”. */
export function list(items: readonly string[], language: Spoken = current.language): string {
  return new Intl.ListFormat(locale(language), { type: 'conjunction' }).format(
    items.map(item => isolated(item, language)),
  );
}

/** Returns a list for a cell or after a colon, as short as the language has one: “a, b, c” in English. */
export function commas(items: readonly string[], language: Spoken = current.language): string {
  const form = new Intl.ListFormat(locale(language), { type: 'unit', style: 'short' });
  return form.format(items.map(item => isolated(item, language)));
}

/** Returns the size of a file. @param bytes */
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

/** Returns a length of time: seconds up to two minutes, then minutes, then hours, rounded up. */
export function duration(seconds: number, language: Spoken = current.language): string {
  const [value, unit] =
    seconds < 120 ? [seconds, 'second'] : seconds < 7200 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
  const form = new Intl.NumberFormat(locale(language), { style: 'unit', unit, unitDisplay: 'long' });
  return form.format(Math.ceil(value));
}
