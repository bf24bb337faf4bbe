import type { Overview, OverviewExport } from '../../../contract/overview/schema.ts';
import { csv } from '../../base/report/csv.ts';
import { base64Parts } from '../../base/report/pdfParts.ts';
import { columnsOf, type OverviewTable, tablesOf } from './tables.ts';

/** Exports all tables of the overview, in base64 parts. */
export async function* exportOverview(
  get: () => Promise<Overview>,
  { format, language }: OverviewExport,
): AsyncGenerator<string> {
  const tables = tablesOf(await get(), language);
  if (format === 'csv') {
    yield* base64Parts([Buffer.from(oneCsv(tables))]);
    return;
  }
  // Loaded only if needed, because the library is large.
  const { xlsx } = await import('../../base/report/xlsx.ts');
  const sheets = tables.map(({ name, columns, rows }) => ({ name, rows, columns: columnsOf(columns) }));
  yield* base64Parts([await xlsx(sheets)]);
}

/** Returns the tables below each other, with an empty line between them. The first column names the table. */
function oneCsv(tables: readonly OverviewTable[]): string {
  const parts = tables.map(({ name, columns, rows }, i) => {
    const all = { table: () => name, ...columnsOf(columns) };
    const text = csv(rows, all, true);
    // Only the beginning of the file has the byte order mark.
    return i === 0 ? text : text.replace('\ufeff', '');
  });
  return parts.join('\n');
}
