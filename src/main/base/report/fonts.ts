import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { plainFont } from './woff.ts';

const { resolve } = createRequire(import.meta.url);

/** Has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian, Georgian and many symbols. */
const SANS = 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
const BOLD = 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf';
/** Han as Japanese writes it, and kana. */
const JAPANESE = '@fontsource/noto-sans-jp/files/noto-sans-jp-japanese-400-normal.woff';
/** The scripts that the first font lacks: Han and kana, Hangul, Thai, Devanagari. */
const OTHERS = [
  '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff',
  '@fontsource/noto-sans-kr/files/noto-sans-kr-korean-400-normal.woff',
  '@fontsource/noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff',
  '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff',
];

/** The fonts that a text needs, for names in any script. The name of a font is its file in its package. */
export interface Fonts {
  /** Returns whether a font has a character. */
  has(codePoint: number): boolean;
  /** Returns the font that has a character. If none has it, returns the first font, which draws a box. */
  forCodePoint(codePoint: number, bold: boolean): string;
  data(name: string): Buffer;
}

/**
 * Opens the fonts as they are needed.
 * @param language BCP 47 tag. Chinese and Japanese write some characters differently; `ja` prefers the Japanese forms
 */
export function openFonts(language?: string): Fonts {
  const others = language === 'ja' ? [JAPANESE, ...OTHERS] : [...OTHERS, JAPANESE];
  const opened = new Map<string, { readonly data: Buffer; readonly font: Font }>();
  const open = (name: string) => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const file = readFileSync(resolve(name));
    const data = name.endsWith('.woff') ? plainFont(file) : file;
    const font = create(data);
    if (!('hasGlyphForCodePoint' in font)) throw new Error(`${name} holds several fonts`);
    opened.set(name, { data, font });
    return { data, font };
  };
  const known = new Map<number, boolean>();
  const inAny = (codePoint: number) => [SANS, ...others].some(name => open(name).font.hasGlyphForCodePoint(codePoint));
  return {
    has: codePoint => {
      const found = known.get(codePoint) ?? inAny(codePoint);
      known.set(codePoint, found);
      return found;
    },
    forCodePoint: (codePoint, bold) => {
      const has = (name: string) => open(name).font.hasGlyphForCodePoint(codePoint);
      const first = bold ? BOLD : SANS;
      return has(first) ? first : ([...others, SANS].find(has) ?? first);
    },
    data: name => open(name).data,
  };
}
