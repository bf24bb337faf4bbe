import type { BatchExportRequest, Protection } from '../../../../contract/handover/schema.ts';
import { enveloped, type Recipient } from '../../../base/cms/enveloped.ts';
import { passphraseRecipient } from '../../../base/cms/passphraseRecipient.ts';
import { csv } from '../../../base/report/csv.ts';
import { base64Parts } from '../../../base/report/pdfParts.ts';
import type { HandoverContext } from '../context.ts';
import { usablePassphrase } from '../passphrase.ts';
import { chosenRows, isDue, pinsOf, type RowWithPin, recordPins } from '../rows.ts';
import { listColumns } from './columns.ts';

/** How a file is encrypted. A PDF with a passphrase is encrypted itself. */
interface Lock {
  readonly passphrase?: string;
  readonly recipient?: Recipient;
  /** For the activity log. */
  readonly words: string;
}

/**
 * Returns a list of a batch as base64 parts. Everything is checked before the first part. SECURITY: a list with PINs is in memory only until
 * it is encrypted.
 * @throws KeydeskError batch-not-found, batch-row-not-found, handover-passphrase, handover-recipient, handover-pins-gone, batch-pin-sealed
 */
export async function exportBatch(
  context: HandoverContext,
  request: BatchExportRequest,
): Promise<AsyncGenerator<string>> {
  const { id, rowIds, format, protection } = request;
  const { name } = await context.batches.get(id);
  const lock = protection === undefined ? undefined : await lockOf(protection, format);
  const rows = await chosenRows(context, id, rowIds);
  const due = lock === undefined ? [] : rows.filter(isDue);
  const pins = await pinsOf(context, due, request.missingPins);
  const exported = due.filter(row => pins.has(row.id));
  if (lock !== undefined)
    await recordPins(context, 'batch-pin-exported', exported, { batch: name, protection: lock.words });
  const withPins = rows.map((row): RowWithPin => {
    const pin = pins.get(row.id);
    return pin === undefined ? { row } : { row, pin };
  });
  const bytes = await contentOf(request, name, withPins, lock?.passphrase);
  if (lock?.recipient === undefined) return base64Parts(bytes);
  const all: Buffer[] = [];
  for await (const part of bytes) all.push(part);
  return base64Parts([await enveloped(Buffer.concat(all), lock.recipient)]);
}

async function lockOf(protection: Protection, format: BatchExportRequest['format']): Promise<Lock> {
  if (protection.kind === 'certificate') {
    // Imported only here, because every start would load its libraries.
    const { certificateRecipient } = await import('../../../base/cms/certificateRecipient.ts');
    const recipient = certificateRecipient(protection.pem);
    return { recipient, words: recipient.subject };
  }
  const passphrase = usablePassphrase(protection.passphrase);
  if (format === 'pdf') return { passphrase, words: 'passphrase' };
  return { recipient: passphraseRecipient(passphrase), words: 'passphrase' };
}

/** Writes the list. The libraries and fonts are loaded only if needed, because they are large. */
async function contentOf(
  { format, language, protection }: BatchExportRequest,
  batch: string,
  rows: readonly RowWithPin[],
  passphrase: string | undefined,
): Promise<AsyncIterable<Buffer> | Buffer[]> {
  const withPins = protection !== undefined;
  if (format === 'csv') return [Buffer.from(csv(rows, listColumns(withPins), true))];
  if (format === 'xlsx') {
    const { xlsx } = await import('../../../base/report/xlsx.ts');
    return [await xlsx([{ name: 'Sheet1', rows, columns: listColumns(withPins) }])];
  }
  const { listPdf } = await import('./listPdf.ts');
  return listPdf({ batch, rows, withPins, language, passphrase });
}
