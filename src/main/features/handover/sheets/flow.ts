import type PDFDocument from 'pdfkit';
import type { OpenedImage } from '../../../base/report/openedImage.ts';
import type { Pen, TextStyle } from '../../../base/report/pen.ts';
import type { Direction } from '../../../base/report/pieces.ts';
import type { PaperSize } from './papers.ts';

type Document = InstanceType<typeof PDFDocument>;

/** The height of a line, as a part of the font size. */
const LEADING = 1.4;
const GRAY = '#616161';

/**
 * Writes one page from top to bottom, in the direction of its language. Without `draws`, it only measures, which a page of a roll needs
 * before it begins.
 */
export class Flow {
  readonly paper: PaperSize;
  y: number;
  readonly #document: Document;
  readonly #pen: Pen;
  readonly #direction: Direction;
  readonly #draws: boolean;

  constructor(document: Document, pen: Pen, paper: PaperSize, direction: Direction, draws: boolean) {
    this.#document = document;
    this.#pen = pen;
    this.paper = paper;
    this.#direction = direction;
    this.#draws = draws;
    this.y = paper.margin;
  }

  get width(): number {
    return this.paper.width - 2 * this.paper.margin;
  }

  space(height: number): void {
    this.y += height;
  }

  /** Writes words of the sheet's language. */
  words(text: string, style: TextStyle, most = 4): void {
    this.#block(text, { ...style, direction: this.#direction }, most);
  }

  /** Writes a name or number. Its own letters decide how it is read. */
  fact(text: string, style: TextStyle, most = 2): void {
    this.#block(text, style, most);
  }

  /** Writes words with a number or a bullet before them. */
  item(mark: string, text: string, style: TextStyle): void {
    const indent = style.size * 1.6;
    // Before the words, because a reader for blind people follows the order of drawing.
    const at = this.#start(0, indent);
    this.#line(mark, at, this.y, indent, { ...style, direction: this.#direction, align: this.#side() });
    this.#block(text, { ...style, direction: this.#direction }, 4, indent);
  }

  /** Writes a name or number with a label: before it, or above it on a roll. */
  labelled(label: string, value: string, style: TextStyle): void {
    const { labels } = this.paper;
    const small = { ...style, color: GRAY, direction: this.#direction };
    if (labels === null) {
      this.#block(label, { ...small, size: this.paper.sizes.small }, 1);
      this.#block(value, style, 2);
      return;
    }
    this.#line(label, this.#start(0, labels - 8), this.y, labels - 8, { ...small, align: this.#side() });
    this.#block(value, style, 2, labels);
  }

  /** Writes a PIN as large as its length allows. It is read from left to right in every language. */
  pin(pin: string, size: number): void {
    const style = (points: number): TextStyle => ({ size: points, bold: true, direction: 'ltr', align: 'center' });
    let points = size;
    while (points > this.paper.sizes.small && this.#pen.width(pin, style(points)) > this.width) points -= 1;
    this.#block(pin, style(points), 6);
  }

  centered(text: string, style: TextStyle, most: number): void {
    this.#block(text, { ...style, align: 'center' }, most);
  }

  rule(): void {
    if (this.#draws) this.#stroke().lineWidth(0.5).strokeColor('#8a8a8a').stroke();
  }

  /** Draws a line to fold at, with its words. */
  fold(text: string): void {
    if (this.#draws) this.#stroke().lineWidth(0.5).dash(4, { space: 3 }).strokeColor('#8a8a8a').stroke().undash();
    this.y += 2;
    this.words(text, { size: this.paper.sizes.small, color: GRAY }, 1);
  }

  /** Draws an image at the start of the line. */
  image(image: OpenedImage): void {
    const { width, height } = this.paper.logo;
    const scale = Math.min(width / image.width, height / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    // The types of pdfkit know only files. An opened image is embedded once for all pages.
    if (this.#draws)
      this.#document.image(image as unknown as string, this.#start(0, w), this.y, { width: w, height: h });
    this.y += h;
  }

  #block(text: string, style: TextStyle, most: number, indent = 0): void {
    const width = this.width - indent;
    const align = style.align ?? this.#side();
    for (const line of this.#pen.paragraph(text, width, most, style)) {
      this.#line(line, this.#start(indent, width), this.y, width, { ...style, align });
      this.y += style.size * LEADING;
    }
  }

  #line(text: string, x: number, y: number, width: number, style: TextStyle): void {
    if (this.#draws && text !== '') this.#pen.line(text, x, y, width, style);
  }

  #stroke(): Document {
    const { margin, width } = this.paper;
    return this.#document.moveTo(margin, this.y).lineTo(width - margin, this.y);
  }

  /** Returns the left side of a part of the width, which begins so far from the start of the lines. */
  #start(offset: number, width: number): number {
    const { margin } = this.paper;
    return this.#direction === 'rtl' ? this.paper.width - margin - offset - width : margin + offset;
  }

  #side(): 'left' | 'right' {
    return this.#direction === 'rtl' ? 'right' : 'left';
  }
}
