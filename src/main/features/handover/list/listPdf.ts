import { setImmediate as otherWork } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type Language, locale, wordsOf } from '../../../../words/say.ts';
import { openFonts } from '../../../base/report/fonts.ts';
import { AT_ONCE, BOTTOM, LINE, PAGE, SMALL, TEXT } from '../../../base/report/listPage.ts';
import { encrypted, strengthen } from '../../../base/report/pdfEncryption.ts';
import { pdfBytes } from '../../../base/report/pdfParts.ts';
import { Pen, type TextStyle } from '../../../base/report/pen.ts';
import type { RowWithPin } from '../rows.ts';
import { countsOf, errorWords } from './columns.ts';

export interface ListDocument {
  readonly batch: string;
  readonly rows: readonly RowWithPin[];
  readonly withPins: boolean;
  readonly language: Language;
  readonly passphrase: string | undefined;
}

const widths = { line: 34, user: 160, state: 76, key: 120, passkey: 150, ended: 110 } as const;
type Column = keyof typeof widths | 'error';

/** Writes the rows of a batch as a PDF for printing. SECURITY: with a passphrase, each part is encrypted before it leaves this function. */
export function listPdf(list: ListDocument): AsyncGenerator<Buffer> {
  const { language, passphrase } = list;
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    info: { Title: wordsOf('handover', language).list, Author: 'Keydesk', CreationDate: new Date() },
    lang: language,
    ...(passphrase === undefined ? {} : encrypted(passphrase)),
  });
  if (passphrase !== undefined) strengthen(document, passphrase);
  return pdfBytes(document, async () => {
    const pages = new ListPages(document, list);
    pages.head();
    for (const [i, row] of list.rows.entries()) {
      pages.row(row);
      if (i % AT_ONCE === 0) await otherWork();
    }
    document.end();
  });
}

class ListPages {
  readonly #document: PDFKit.PDFDocument;
  readonly #pen: Pen;
  readonly #list: ListDocument;
  readonly #words: ReturnType<typeof wordsOf<'handover'>>;
  readonly #places: readonly { readonly column: Column; readonly x: number; readonly width: number }[];
  #y: number = PAGE.margin;
  #page = 1;

  constructor(document: PDFKit.PDFDocument, list: ListDocument) {
    this.#document = document;
    this.#pen = new Pen(document, openFonts(list.language));
    this.#list = list;
    this.#words = wordsOf('handover', list.language);
    let x: number = PAGE.margin;
    const known = Object.entries(widths).map(([column, width]) => {
      const place = { column: column as Column, x, width };
      x += width;
      return place;
    });
    this.#places = [...known, { column: 'error', x, width: PAGE.width - PAGE.margin - x }];
  }

  head(): void {
    const { batch, rows, language } = this.#list;
    const states = wordsOf('batches', language).rowStates;
    const width = PAGE.width - 2 * PAGE.margin;
    this.#pen.line(this.#words.title({ batch }), PAGE.margin, this.#y, width, { size: 18, bold: true });
    this.#y += 26;
    const counts = countsOf(rows).map(([state, count]) => this.#words.count({ state: states[state], count }));
    this.#pen.line(counts.join('   '), PAGE.margin, this.#y, width, { size: 9.5, bold: true });
    this.#y += 22;
    this.#titles();
  }

  row({ row, pin }: RowWithPin): void {
    const { language } = this.#list;
    const why = this.#paragraph('error', errorWords({ row }, language) ?? row.note ?? '', 3);
    const height = Math.max(2, why.length) * LINE + 8;
    if (this.#y + height > BOTTOM) this.#nextPage();
    const y = this.#y + 4;
    const { user, typed, state, key, serial } = row;
    this.#cell('line', String(row.line), y, TEXT);
    this.#cell('user', user?.displayName ?? typed, y, TEXT);
    this.#cell('user', user?.userPrincipalName ?? '', y + LINE, SMALL);
    this.#cell('state', wordsOf('batches', language).rowStates[state], y, TEXT);
    this.#cell('key', key?.product ?? '', y, TEXT);
    this.#cell('key', key?.serial ?? serial ?? '', y + LINE, SMALL);
    this.#cell('passkey', row.name ?? '', y, TEXT);
    this.#cell('passkey', row.methodId ?? '', y + (row.name === null ? 0 : LINE), SMALL);
    if (row.endedAt !== null) this.#cell('ended', this.#moment(row.endedAt), y, TEXT);
    if (row.startedAt !== null) this.#cell('ended', this.#moment(row.startedAt), y + LINE, SMALL);
    if (pin !== undefined) this.#cell('error', pin, y, { size: 10, bold: true, direction: 'ltr' });
    else for (const [i, line] of why.entries()) this.#cell('error', line, y + i * LINE, SMALL);
    this.#y += height;
    this.#rule('#e0e0e0');
  }

  #titles(): void {
    const { columns, pin } = this.#words;
    const style = { size: 8.5, bold: true };
    for (const { column } of this.#places) {
      this.#cell(column, column === 'error' && this.#list.withPins ? pin : columns[column], this.#y, style);
    }
    this.#y += 15;
    this.#rule('#8a8a8a');
    this.#pen.line(this.#words.foot, PAGE.margin, PAGE.height - 36, 400, SMALL);
    this.#pen.line(this.#words.page({ page: this.#page }), PAGE.width - PAGE.margin - 60, PAGE.height - 36, 60, SMALL);
  }

  #nextPage(): void {
    this.#document.addPage();
    this.#page++;
    this.#y = PAGE.margin;
    this.#titles();
  }

  #cell(column: Column, text: string, y: number, style: TextStyle): void {
    const place = this.#place(column);
    if (text !== '') this.#pen.line(text, place.x, y, place.width - 8, style);
  }

  #paragraph(column: Column, text: string, most: number): string[] {
    return this.#pen.paragraph(text, this.#place(column).width - 8, most, SMALL);
  }

  #place(column: Column): { x: number; width: number } {
    return this.#places.find(place => place.column === column) ?? { x: 0, width: 0 };
  }

  /** Returns a time in UTC, because a list is read in many time zones. */
  #moment(time: string): string {
    const form = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
    const format = new Intl.DateTimeFormat(locale(this.#list.language), { ...form, hourCycle: 'h23', timeZone: 'UTC' });
    return format.format(new Date(time));
  }

  #rule(color: string): void {
    const [from, to] = [PAGE.margin, PAGE.width - PAGE.margin];
    this.#document.moveTo(from, this.#y).lineTo(to, this.#y).lineWidth(0.5).strokeColor(color).stroke();
  }
}
