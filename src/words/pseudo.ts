import type { IntlMessageFormat } from 'intl-messageformat';

/**
 * Pseudo-languages for tests, by the tags that browsers and Android use: English with accents, in brackets and longer,
 * which shows text that is in no catalog. The second one is written from right to left, which shows layouts that do not
 * mirror.
 */
export const pseudoLanguages = ['en-XA', 'ar-XB'] as const;
export type Pseudo = (typeof pseudoLanguages)[number];

type Elements = ReturnType<IntlMessageFormat['getAst']>;

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ';
const letters = new Map([...PLAIN].map((letter, i) => [letter, [...ACCENTED][i] ?? letter]));
/** Translations of English are up to this much longer. */
const LONGER = 0.4;

export function isPseudo(language: string): language is Pseudo {
  return (pseudoLanguages as readonly string[]).includes(language);
}

/** Returns a text with accents, in brackets, and 40 % longer. */
export function pseudoText(text: string): string {
  return `⟦${accented(text)}${' ö'.repeat(Math.ceil((text.length * LONGER) / 2))}⟧`;
}

/** Returns a parsed message with its texts in brackets and with accents. Its arguments do not change. */
export function pseudoElements(elements: Elements): Elements {
  const length = elements.reduce((sum, element) => sum + (element.type === 0 ? element.value.length : 0), 0);
  return [
    { type: 0, value: '⟦' },
    ...elements.map(inAccents),
    { type: 0, value: `${' ö'.repeat(Math.ceil((length * LONGER) / 2))}⟧` },
  ];
}

function inAccents(element: Elements[number]): Elements[number] {
  if (element.type === 0) return { ...element, value: accented(element.value) };
  if (!('options' in element)) return element;
  const options = Object.entries(element.options).map(([name, option]) => [
    name,
    { ...option, value: option.value.map(inAccents) },
  ]);
  return { ...element, options: Object.fromEntries(options) };
}

function accented(text: string): string {
  return [...text].map(letter => letters.get(letter) ?? letter).join('');
}
