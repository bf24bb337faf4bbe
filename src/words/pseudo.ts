import type { IntlMessageFormat } from 'intl-messageformat';

/**
 * Languages that nobody speaks, by the tags that browsers and Android have for them: English with accents, in brackets and longer, so that
 * text which is in no catalog shows; and the same from right to left, so that layouts which do not mirror show.
 */
export const pseudoLanguages = ['en-XA', 'ar-XB'] as const;
export type Pseudo = (typeof pseudoLanguages)[number];

type Elements = ReturnType<IntlMessageFormat['getAst']>;

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ';
const letters = new Map([...PLAIN].map((letter, i) => [letter, [...ACCENTED][i] ?? letter]));
/** Translations of English are up to so much longer. */
const LONGER = 0.4;

export function isPseudo(language: string): language is Pseudo {
  return (pseudoLanguages as readonly string[]).includes(language);
}

/** Returns a text with accents, in brackets, and 40 % longer. */
export function pseudoText(text: string): string {
  return `⟦${accented(text)}${' ö'.repeat(Math.ceil((text.length * LONGER) / 2))}⟧`;
}

/** Returns a parsed message with its own texts in brackets and with accents. Its arguments stay as they are. */
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
