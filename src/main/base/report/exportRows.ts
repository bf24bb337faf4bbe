import { type Columns, csv } from './csv.ts';

/**
 * Returns rows as CSV with a header line, or as one JSON array, in parts. The CSV has the columns of `columns`; the
 * JSON array has the unchanged rows.
 */
export async function* exportRows<T>(
  format: 'csv' | 'json',
  columns: Columns<T>,
  parts: AsyncIterable<readonly T[]>,
): AsyncGenerator<string> {
  let first = true;
  for await (const rows of parts) {
    if (rows.length === 0) continue;
    yield format === 'csv' ? csv(rows, columns, first) : json(rows, first);
    first = false;
  }
  if (first) yield format === 'csv' ? csv([], columns, true) : '[';
  if (format === 'json') yield '\n]\n';
}

function json(rows: readonly unknown[], first: boolean): string {
  return `${first ? '[' : ','}\n${rows.map(row => JSON.stringify(row)).join(',\n')}`;
}
