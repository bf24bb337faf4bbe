import { showHidden } from '../../../contract/text/visibleText.ts';
import type { Fonts } from './fonts.ts';
import { type Piece, visualPieces } from './pieces.ts';

type Document = InstanceType<typeof import('pdfkit')>;

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
}

/** From the top of a line to what its letters stand on, as a part of its size. */
const ASCENT = 0.93;

/** Writes single lines of text in any script at a place of a page. Places and sizes are in points. */
export class Pen {
  readonly #document: Document;
  readonly #fonts: Fonts;
  readonly #registered = new Set<string>();

  constructor(document: Document, fonts: Fonts) {
    this.#document = document;
    this.#fonts = fonts;
  }

  /** Writes a line with its upper left corner at a place; cut with an ellipsis where it is wider than `width`. */
  line(text: string, x: number, y: number, width: number, style: TextStyle): void {
    const pieces = this.#fitting(text, width, style);
    this.#document.fillColor(style.color ?? '#242424');
    // The same for all fonts of a line.
    const baseline = y + style.size * ASCENT;
    let at = x;
    for (const piece of pieces) {
      this.#use(piece, style).text(piece.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
      at += this.#width(piece, style);
    }
  }

  /** The lines of a text that is broken between words; no more than `most`, the last one cut. */
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

  #pieces(text: string, { bold = false }: TextStyle): Piece[] {
    // What cannot be seen would move what can, or turn it around.
    const visible = showHidden(text.replaceAll(/\p{Cc}/gu, ' '));
    return visualPieces(visible, codePoint => this.#fonts.forCodePoint(codePoint, bold));
  }

  #measure(pieces: readonly Piece[], style: TextStyle): number {
    return pieces.reduce((sum, piece) => sum + this.#width(piece, style), 0);
  }

  #width(piece: Piece, style: TextStyle): number {
    return this.#use(piece, style).widthOfString(piece.text);
  }

  #use({ font }: Piece, { size }: TextStyle): Document {
    if (!this.#registered.has(font)) this.#document.registerFont(font, this.#fonts.data(font));
    this.#registered.add(font);
    return this.#document.font(font).fontSize(size);
  }
}
