import writeExcelFile from 'write-excel-file/node';
import { showHidden } from '../../../contract/text/visibleText.ts';
import type { Columns } from './csv.ts';

/** The longest text that Excel opens in a cell. */
const LONGEST = 32_767;

/** A sheet of a workbook: rows with their columns. */
export interface Sheet<T> {
  readonly name: string;
  readonly rows: readonly T[];
  readonly columns: Columns<T>;
}

/**
 * Returns an .xlsx workbook. SECURITY: every text is a cell of type text, which no program runs as a formula. A text of digits keeps all its
 * digits.
 */
export function xlsx<T>(sheets: readonly Sheet<T>[]): Promise<Buffer> {
  return writeExcelFile(
    sheets.map(({ name, rows, columns }) => ({ sheet: name, data: cellsOf(rows, columns), stickyRowsCount: 1 })),
  ).toBuffer();
}

function cellsOf<T>(rows: readonly T[], columns: Columns<T>) {
  const heads = Object.keys(columns).map(value => ({ value, type: String, fontWeight: 'bold' as const }));
  const cells = rows.map(row =>
    Object.values(columns).map(cell => {
      const value = cell(row);
      if (typeof value === 'number') return { value, type: Number };
      return value === null ? null : { value: showHidden(String(value)).slice(0, LONGEST), type: String };
    }),
  );
  return [heads, ...cells];
}
