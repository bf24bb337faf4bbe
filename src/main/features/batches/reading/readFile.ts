import {
  type BatchColumn,
  type BatchFile,
  type FileChoices,
  MAX_FILE,
  type RowInput,
  rowInputSchema,
  type UnreadLine,
} from '../../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { isPasskeyName } from '../../../../contract/text/deviceText.ts';
import { cleanPasted, cleanReference } from '../../../../contract/text/pasted.ts';
import type { Cells, Line } from './cells.ts';
import { recognizeColumns } from './columns.ts';
import { readCsv } from './csvFile.ts';
import { isZip, readXlsx } from './xlsxFile.ts';

/** The first characters of cells that spreadsheets run as a formula. No name of a user begins with one. */
const FORMULA = /^[=+\-@]/;
/** Length of the beginning of a line that is shown. */
const SHOWN = 80;

/**
 * Reads a file of users: CSV or text in any common encoding, or the first sheet of an .xlsx. Lines that are not rows are returned with the
 * reason, and none is dropped.
 * @param chosen what a person chose. Default: recognized by headings and content
 * @throws KeydeskError batch-file-empty, batch-file-too-large, batch-file-damaged, batch-no-user-column
 */
export async function readBatchFile(bytes: Uint8Array, chosen: FileChoices = {}): Promise<BatchFile> {
  if (bytes.length > MAX_FILE) throw new KeydeskError('batch-file-too-large');
  const { lines }: Cells = isZip(bytes) ? await readXlsx(bytes) : readCsv(bytes);
  if (lines.length === 0) throw new KeydeskError('batch-file-empty');
  const { hasHeadings, headings, columns, body } = recognizeColumns(lines, chosen);
  if (!columns.includes('user')) throw new KeydeskError('batch-no-user-column', { headings: headings.join(', ') });
  const rows: RowInput[] = [];
  const unread: UnreadLine[] = [];
  for (const line of body) {
    const row = rowOf(line, columns);
    if ('reason' in row) unread.push(row);
    else rows.push(row);
  }
  return { hasHeadings, headings, columns, rows, unread };
}

function rowOf({ line, cells, quotes }: Line, columns: readonly (BatchColumn | null)[]): RowInput | UnreadLine {
  const unread = (reason: UnreadLine['reason']) => ({ line, reason, text: cells.join(' ').slice(0, SHOWN) });
  const text = (column: BatchColumn) => cells[columns.indexOf(column)] ?? '';
  if (quotes !== undefined) return unread(`quotes-${quotes}`);
  const user = cleanReference(text('user'));
  if (user === '') return unread('no-user');
  if (FORMULA.test(user)) return unread('formula');
  if (cells.slice(columns.length).some(extra => extra !== '')) return unread('too-many-cells');
  const row = {
    line,
    user,
    serial: cleanPasted(text('serial')) || null,
    name: cleanPasted(text('name')) || null,
    profile: cleanReference(text('profile')) || null,
  };
  if (row.name !== null && !isPasskeyName(row.name)) return unread('bad-name');
  return rowInputSchema.safeParse(row).data ?? unread('too-long');
}
