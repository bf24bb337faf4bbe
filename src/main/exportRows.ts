import { type Columns, csv } from './csv.ts';

/**
 * Rows as CSV with a head line, or as one JSON array, in parts; `pages` are asked for until one is empty. A CSV has the columns
 * of `columns`, a JSON array the rows as they are.
 */
export async function* exportRows<T>(
  format: 'csv' | 'json',
  columns: Columns<T>,
  page: (offset: number) => Promise<readonly T[]>,
): AsyncGenerator<string> {
  let offset = 0;
  for (;;) {
    const rows = await page(offset);
    if (rows.length === 0) break;
    yield format === 'csv' ? csv(rows, columns, offset === 0) : json(rows, offset === 0);
    offset += rows.length;
  }
  if (offset === 0) yield format === 'csv' ? csv([], columns, true) : '[';
  if (format === 'json') yield '\n]\n';
}

function json(rows: readonly unknown[], first: boolean): string {
  return `${first ? '[' : ','}\n${rows.map(row => JSON.stringify(row)).join(',\n')}`;
}
