import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import {
  batchExportFormats,
  type MissingPins,
  type Protection,
  papers,
  pinPlaces,
} from '../../contract/handover/schema.ts';
import { readAtMost } from '../../main/base/readAtMost.ts';
import { spokenLanguage, wordsOf } from '../../words/say.ts';
import { type SheetLanguage, sheetLanguages } from '../../words/saySheets.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { exportFormat, printWritten } from '../exportFile.ts';
import { readPin } from '../pinInput.ts';
import type { Session } from '../session.ts';
import { flag, type Given, needed, notWith, oneOf, text, texts, withDefault } from '../takes.ts';
import { writeTo } from '../writeTo.ts';
import { rowIdsOf } from './batchRows.ts';

/** The largest certificate file, in bytes. */
const MAX_CERTIFICATE = 1024 * 1024;

const words = wordsOf('batchCommands');

/** The ending of an encrypted message (CMS). */
const MESSAGE = '.p7m';

/** Adds `keydesk batch sheets` and `batch export`, which write what users and desks need on paper or in a file. */
export function addBatchFiles(batch: Command): void {
  addCommand(batch, 'sheets', words.sheets, { takes: takesSheets(), check: checkSheets }, makeSheets);
  addCommand(batch, 'export', words.export, { takes: takesExport(), check: checkExport }, exportBatch);
}

function takesSheets() {
  return {
    id: needed('<id>', words.id),
    to: needed('<file>', words.toPdf),
    pins: withDefault(oneOf('<place>', words.pins, pinPlaces), 'none'),
    paper: withDefault(oneOf('<paper>', words.paper, papers), 'a4'),
    language: oneOf('<language>', words.sheetLanguage, sheetLanguages),
    line: texts('<line...>', words.lines),
    withoutMissing: flag(words.withoutMissing),
    passphraseStdin: flag(words.passphraseStdin),
  };
}

function takesExport() {
  return {
    id: needed('<id>', words.id),
    to: needed('<file>', words.toList),
    line: texts('<line...>', words.lines),
    withPins: flag(words.withPins),
    withoutMissing: flag(words.withoutMissing),
    passphraseStdin: flag(words.passphraseStdin),
    recipient: notWith('passphraseStdin', text('<certificate>', words.recipient)),
  };
}

type SheetsOptions = Given<ReturnType<typeof takesSheets>>;
type ExportOptions = Given<ReturnType<typeof takesExport>>;

/** @throws KeydeskError usage without a passphrase for PINs, and for a file that is no PDF */
function checkSheets({ pins, passphraseStdin, to }: SheetsOptions): void {
  exportFormat(to, undefined, ['pdf']);
  if (pins !== 'none' && passphraseStdin !== true) throw new KeydeskError('usage', { detail: 'pins-encrypted' });
}

/** @throws KeydeskError usage if PINs are not encrypted, or nothing is to be encrypted; and for an unknown format */
function checkExport({ to, withPins, passphraseStdin, recipient }: ExportOptions): void {
  const encrypted = passphraseStdin === true || recipient !== undefined;
  if (withPins === true && !encrypted) throw new KeydeskError('usage', { detail: 'pins-encrypted-export' });
  if (withPins !== true && encrypted) throw new KeydeskError('usage', { detail: 'encrypted-without-pins' });
  const format = formatOf(to);
  const message = recipient !== undefined || (passphraseStdin === true && format !== 'pdf');
  if (to.endsWith(MESSAGE) && !message) {
    throw new KeydeskError('usage', {
      detail: 'export-format',
      ending: MESSAGE,
      formats: batchExportFormats.join(', '),
    });
  }
}

async function makeSheets(session: Session, options: SheetsOptions): Promise<void> {
  const { client, signal } = session;
  const { id, to, pins, paper, language } = options;
  const passphrase = options.passphraseStdin === true ? await readPin(process.stdin, signal) : undefined;
  const rowIds = await rowIdsOf(session, id, options.line);
  const request = {
    id,
    pins,
    paper,
    missingPins: missingPinsOf(options),
    fallback: await ownLanguage(session),
    ...defined({ language, rowIds, passphrase }),
  };
  await writeTo(to, await client.handover.sheets(request, { signal }), 'base64');
  printWritten(session.json, to);
}

async function exportBatch(session: Session, options: ExportOptions): Promise<void> {
  const { client, signal } = session;
  const { id, to } = options;
  const format = formatOf(to);
  const protection = await protectionOf(options, signal);
  const rowIds = await rowIdsOf(session, id, options.line);
  const message = protection !== undefined && !(protection.kind === 'passphrase' && format === 'pdf');
  const file = message && !to.endsWith(MESSAGE) ? `${to}${MESSAGE}` : to;
  const missingPins = missingPinsOf(options);
  const request = { id, format, missingPins, language: spokenLanguage(), ...defined({ rowIds, protection }) };
  await writeTo(file, await client.handover.export(request, { signal }), 'base64');
  printWritten(session.json, file);
}

function missingPinsOf({ withoutMissing }: { readonly withoutMissing?: boolean | undefined }): MissingPins {
  return withoutMissing === true ? 'without' : 'refuse';
}

/** Returns the format of a list by the ending of its file. The ending of an encrypted message does not matter. */
function formatOf(to: string) {
  return exportFormat(to.endsWith(MESSAGE) ? to.slice(0, -MESSAGE.length) : to, undefined, batchExportFormats);
}

async function protectionOf(
  { withPins, recipient }: ExportOptions,
  signal: AbortSignal,
): Promise<Protection | undefined> {
  if (withPins !== true) return undefined;
  if (recipient === undefined) return { kind: 'passphrase', passphrase: await readPin(process.stdin, signal) };
  try {
    return { kind: 'certificate', pem: (await readAtMost(recipient, MAX_CERTIFICATE)).toString('latin1') };
  } catch (cause) {
    throw new KeydeskError('handover-recipient', { reason: 'file-unreadable', file: recipient }, { cause });
  }
}

/** Returns the language of sheets for users without a preferred one: that of the settings, or else that of this command. */
async function ownLanguage({ client }: Session): Promise<SheetLanguage> {
  const { language } = await client.settings.get();
  return language === 'system' ? spokenLanguage() : language;
}
