import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import type { Cells } from './cells.ts';

/** The largest size of all parts of a workbook when unpacked, in bytes. SECURITY: a small file can claim to be huge. */
const MAX_UNPACKED = 400 * 1024 * 1024;

/** Returns whether a file is a ZIP archive, as every .xlsx is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Reads the first sheet of a workbook. A formula counts as its last value.
 * @throws KeydeskError batch-file-damaged, batch-file-too-large
 */
export async function readXlsx(bytes: Uint8Array): Promise<Cells> {
  refuseHuge(bytes);
  try {
    const rows = await readSheet(Buffer.from(bytes), { dateFormat: 'yyyy-mm-dd' });
    return {
      lines: rows
        .map((cells, n) => ({ line: n + 1, cells: cells.map(cell => textOf(cell)) }))
        .filter(({ cells }) => cells.some(cell => cell !== '')),
    };
  } catch (cause) {
    throw new KeydeskError('batch-file-damaged', {}, { cause });
  }
}

function refuseHuge(bytes: Uint8Array): void {
  let total = 0;
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        return false;
      },
    });
  } catch (cause) {
    throw new KeydeskError('batch-file-damaged', {}, { cause });
  }
  if (total > MAX_UNPACKED) throw new KeydeskError('batch-file-too-large');
}

/** A serial number or an employee id may be stored as a number. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)).trim();
}
