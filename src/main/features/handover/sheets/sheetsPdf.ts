import { setImmediate as otherWork } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { Paper } from '../../../../contract/handover/schema.ts';
import { type SheetLanguage, sheetDirection, sheetWords } from '../../../../words/saySheets.ts';
import { openFonts } from '../../../base/report/fonts.ts';
import { openImage } from '../../../base/report/openedImage.ts';
import { encrypted, strengthen } from '../../../base/report/pdfEncryption.ts';
import { pdfBytes } from '../../../base/report/pdfParts.ts';
import { Pen } from '../../../base/report/pen.ts';
import { Flow } from './flow.ts';
import { type OrganizationFacts, type SheetFacts, type SheetPin, writeKeySheet } from './keySheet.ts';
import { paperSizes } from './papers.ts';
import { writePinSheet } from './pinSheet.ts';

/** The sheets of one user. */
export interface UserSheet extends SheetFacts {
  readonly pin: SheetPin;
  /** The PIN on a folded sheet of its own. */
  readonly foldedPin?: string;
}

export interface SheetsDocument {
  readonly sheets: readonly UserSheet[];
  readonly paper: Paper;
  readonly organization: Omit<OrganizationFacts, 'logo'> & { readonly logo: Buffer | null };
  /** The language of the title of the document. */
  readonly language: SheetLanguage;
  /** SECURITY: sheets with PINs need a passphrase, or go to a printer only: they are never a readable file. */
  readonly protection: 'none' | 'printer' | { readonly passphrase: string };
}

/**
 * Writes the PDF: the sheets of all keys, then the folded sheets of all PINs, so that they can be printed and handed out apart. SECURITY: the
 * document is in memory only, and with a passphrase each part of it is encrypted before it leaves this function.
 */
export function sheetsPdf(wanted: SheetsDocument): AsyncGenerator<Buffer> {
  const { sheets, language, protection } = wanted;
  const passphrase = typeof protection === 'object' ? protection.passphrase : undefined;
  if (protection === 'none' && sheets.some(hasPin)) throw new Error('sheets with PINs need a passphrase');
  const document = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    info: { Title: sheetWords(language).title, Author: 'Keydesk', CreationDate: new Date() },
    lang: language,
    ...(passphrase === undefined ? {} : encrypted(passphrase)),
  });
  if (passphrase !== undefined) strengthen(document, passphrase);
  return pdfBytes(document, () => write(document, wanted));
}

function hasPin({ pin, foldedPin }: UserSheet): boolean {
  return foldedPin !== undefined || typeof pin === 'object';
}

async function write(document: PDFKit.PDFDocument, { sheets, paper, organization }: SheetsDocument): Promise<void> {
  const logo = organization.logo === null ? null : openImage(document, organization.logo);
  const pens = new Pens(document);
  for (const sheet of sheets) {
    page(document, pens, paper, sheet, flow => writeKeySheet(flow, sheet, { ...organization, logo }, sheet.pin));
    await otherWork();
  }
  for (const sheet of sheets) {
    const { foldedPin } = sheet;
    if (foldedPin === undefined) continue;
    page(document, pens, paper, sheet, flow => writePinSheet(flow, sheet, foldedPin));
    await otherWork();
  }
  document.end();
}

function page(
  document: PDFKit.PDFDocument,
  pens: Pens,
  paper: Paper,
  { language }: SheetFacts,
  draw: (flow: Flow) => void,
): void {
  const size = paperSizes[paper];
  const [pen, direction] = [pens.of(language), sheetDirection(language)];
  const flow = (draws: boolean) => new Flow(document, pen, size, direction, draws);
  let { height } = size;
  if (height === null) {
    const measured = flow(false);
    draw(measured);
    height = measured.y + size.margin;
  }
  document.addPage({ size: [size.width, height], margin: 0 });
  draw(flow(true));
}

/** The pens of the languages. They share their fonts, except that Japanese prefers its own forms of characters. */
class Pens {
  readonly #document: PDFKit.PDFDocument;
  readonly #pens = new Map<string, Pen>();

  constructor(document: PDFKit.PDFDocument) {
    this.#document = document;
  }

  of(language: SheetLanguage): Pen {
    const form = language === 'ja' ? 'ja' : '';
    const pen = this.#pens.get(form) ?? new Pen(this.#document, openFonts(form));
    this.#pens.set(form, pen);
    return pen;
  }
}
