import * as bidiModule from 'bidi-js';

/** This is a CommonJS module, but its types describe the default export of an ES module. */
const bidi = (bidiModule.default as unknown as () => Bidi)();

/** Which way a line is read. Without it, its first letter decides. */
export type Direction = 'ltr' | 'rtl';

interface Bidi {
  getEmbeddingLevels(text: string, direction?: Direction): { levels: Uint8Array };
  getMirroredCharacter(character: string): string | null;
}

/** A part of a line that is drawn at once in one font. The font's own shaping reverses a right-to-left part. */
export interface Piece {
  readonly text: string;
  readonly font: string;
}

interface Atom extends Piece {
  readonly level: number;
}

/** Marks, joiners and variation selectors, which belong to the character before. */
const BELONGS = /^(?:\p{M}|\u200c|\u200d|\ufe0f)$/u;
/** Text that is left to right and entirely in the first font. */
const LATIN = /^[\u0020-\u024f]*$/u;
const STRONG = /[\p{L}\p{N}\p{M}]/u;

/** Returns a line in its visual order from left to right (Unicode annex 9), each part with its font. */
export function visualPieces(text: string, fontOf: (codePoint: number) => string, direction?: Direction): Piece[] {
  if (direction !== 'rtl' && LATIN.test(text))
    return text === '' ? [] : [{ text, font: fontOf(text.codePointAt(0) ?? 0) }];
  const { levels } = bidi.getEmbeddingLevels(text, direction);
  const atoms: Atom[] = [];
  let at = 0;
  for (const character of text) {
    const level = levels[at] ?? 0;
    at += character.length;
    const last = atoms.at(-1);
    const font = last !== undefined && BELONGS.test(character) ? last.font : fontOf(character.codePointAt(0) ?? 0);
    const mirrored = level % 2 === 1 ? (bidi.getMirroredCharacter(character) ?? character) : character;
    if (last !== undefined && last.level === level && last.font === font && joins(last.text, character, level)) {
      atoms[atoms.length - 1] = { text: last.text + mirrored, font, level };
    } else atoms.push({ text: mirrored, font, level });
  }
  return reordered(atoms);
}

/** Right to left, a font shapes one word at a time. Spaces and punctuation between words are reordered like words. */
function joins(before: string, character: string, level: number): boolean {
  return level % 2 === 0 || (STRONG.test(before) && (STRONG.test(character) || BELONGS.test(character)));
}

/**
 * Applies rule L2: from the highest level down to the lowest odd one, reverses every sequence of at least that level.
 */
function reordered(atoms: Atom[]): Atom[] {
  const line = [...atoms];
  const deepest = Math.max(0, ...line.map(({ level }) => level));
  for (let level = deepest; level > 0; level--) {
    for (let start = 0; start < line.length; start++) {
      if ((line[start]?.level ?? 0) < level) continue;
      let end = start;
      while (end + 1 < line.length && (line[end + 1]?.level ?? 0) >= level) end++;
      line.splice(start, end - start + 1, ...line.slice(start, end + 1).reverse());
      start = end;
    }
  }
  return line;
}
