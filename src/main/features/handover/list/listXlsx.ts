import writeExcelFile from 'write-excel-file/node';
import { showHidden } from '../../../../contract/text/visibleText.ts';
import type { Columns } from '../../../base/report/csv.ts';

/** The longest text that Excel opens in a cell. */
const LONGEST = 32_767;

/**
 * Returns rows as an .xlsx workbook. SECURITY: every text is a cell of type text, which no program runs as a formula. A PIN keeps all its
 * digits.
 */
export async function listXlsx<T>(rows: readonly T[], columns: Columns<T>): Promise<Buffer> {
  const heads = Object.keys(columns).map(value => ({ value, type: String, fontWeight: 'bold' as const }));
  const cells = rows.map(row =>
    Object.values(columns).map(cell => {
      const value = cell(row);
      if (typeof value === 'number') return { value, type: Number };
      return value === null ? null : { value: showHidden(String(value)).slice(0, LONGEST), type: String };
    }),
  );
  return writeExcelFile([heads, ...cells], { stickyRowsCount: 1 }).toBuffer();
}
