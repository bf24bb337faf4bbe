import type PDFDocument from 'pdfkit';
import { showHidden } from '../../../contract/text/visibleText.ts';
import type { Fonts } from './fonts.ts';
import { readableLigatures } from './ligatures.ts';
import { type Direction, type Piece, visualPieces } from './pieces.ts';
import { wrapped } from './wrapped.ts';

type Document = InstanceType<typeof PDFDocument>;

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  /** Default: its first letter decides. */
  readonly direction?: Direction;
  /** The side of the width that the line begins or ends at. Default: left. */
  readonly align?: 'left' | 'right' | 'center';
}

/** The distance from the top of a line to its baseline, as a part of the font size. */
const ASCENT = 0.93;

/** Characters outside of the first font's Latin. */
const BEYOND_LATIN = /[^\u0020-\u024f]/gu;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
/** What stands for a character that no font has. */
const MISSING = '\ufffd';

/** Writes single lines of text in any script on a page. Positions and sizes are in points. */
export class Pen {
  readonly #document: Document;
  readonly #fonts: Fonts;
  readonly #registered = new Set<string>();

  constructor(document: Document, fonts: Fonts) {
    this.#document = document;
    this.#fonts = fonts;
  }

  /** Writes a line whose upper left corner is at a position. Cuts it with an ellipsis if it is wider than `width`. */
  line(text: string, x: number, y: number, width: number, style: TextStyle): void {
    const pieces = this.#fitting(text, width, style);
    this.#document.fillColor(style.color ?? '#242424');
    // The same baseline for all fonts of a line.
    const baseline = y + style.size * ASCENT;
    let at = x + this.#indent(pieces, width, style);
    for (const piece of pieces) {
      this.#use(piece, style).text(piece.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
      at += this.#width(piece, style);
    }
  }

  /** Returns the lines of a text, broken between words. There are at most `most` lines, and the last one is cut. */
  wrapped(text: string, width: number, most: number, style: TextStyle): string[] {
    const lines: string[] = [];
    for (const word of text.split(/\s+/)) {
      const last = lines.at(-1);
      const longer = last === undefined ? word : `${last} ${word}`;
      if (last !== undefined && (this.#measure(this.#pieces(longer, style), style) <= width || lines.length === most)) {
        lines[lines.length - 1] = longer;
      } else lines.push(word);
    }
    return lines;
  }

  /**
   * Returns the lines of a text of any script: broken at its line breaks and between words, long words between characters. There are at most
   * `most` lines. `line` cuts the last one if more remains.
   */
  paragraph(text: string, width: number, most: number, style: TextStyle): string[] {
    return wrapped(text, most, line => this.width(line, style) <= width);
  }

  /** Returns the width of a line that is not cut. */
  width(text: string, style: TextStyle): number {
    return this.#measure(this.#pieces(text, style), style);
  }

  #indent(pieces: readonly Piece[], width: number, style: TextStyle): number {
    if (style.align === undefined || style.align === 'left') return 0;
    return (width - this.#measure(pieces, style)) / (style.align === 'center' ? 2 : 1);
  }

  #fitting(text: string, width: number, style: TextStyle): Piece[] {
    const whole = this.#pieces(text, style);
    if (this.#measure(whole, style) <= width) return whole;
    const characters = [...text];
    let [low, high] = [0, characters.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const pieces = this.#pieces(`${characters.slice(0, middle).join('')}…`, style);
      if (this.#measure(pieces, style) <= width) low = middle;
      else high = middle - 1;
    }
    return this.#pieces(`${characters.slice(0, low).join('')}…`, style);
  }

  #pieces(text: string, { bold = false, direction }: TextStyle): Piece[] {
    // Invisible characters would move or reverse visible ones.
    const visible = showHidden(text.replaceAll(/\p{Cc}/gu, ' '));
    return visualPieces(this.#drawable(visible), codePoint => this.#fonts.forCodePoint(codePoint, bold), direction);
  }

  /** Replaces characters that no font has, such as emoji: pdfkit draws their box wider than it measures it. */
  #drawable(text: string): string {
    return text.replaceAll(BEYOND_LATIN, character => {
      if (this.#fonts.has(character.codePointAt(0) ?? 0)) return character;
      return IGNORABLE.test(character) ? '' : MISSING;
    });
  }

  #measure(pieces: readonly Piece[], style: TextStyle): number {
    return pieces.reduce((sum, piece) => sum + this.#width(piece, style), 0);
  }

  #width(piece: Piece, style: TextStyle): number {
    return this.#use(piece, style).widthOfString(piece.text);
  }

  #use({ font }: Piece, { size }: TextStyle): Document {
    if (!this.#registered.has(font)) {
      this.#registered.add(font);
      readableLigatures(this.#document.registerFont(font, this.#fonts.data(font)).font(font));
    }
    return this.#document.font(font).fontSize(size);
  }
}
