import { stringify } from 'csv-stringify/sync';

type Cell = string | number | boolean | null;

/**
 * Rows as CSV with a head line, or as one JSON array, in parts; `pages` are asked for until one is empty. A CSV has the columns
 * of `columns`, a JSON array the rows as they are.
 */
export async function* exportRows<T>(
  format: 'csv' | 'json',
  columns: Readonly<Record<string, (row: T) => Cell>>,
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

function csv<T>(rows: readonly T[], columns: Readonly<Record<string, (row: T) => Cell>>, first: boolean): string {
  const names = Object.keys(columns);
  const cells = rows.map(row => Object.values(columns).map(cell => cell(row)));
  return stringify(cells, {
    header: first,
    columns: names,
    // SECURITY: a name like =CMD() must stay a name when a spreadsheet opens the file.
    escape_formulas: true,
    bom: first,
    cast: { boolean: value => (value ? 'yes' : 'no') },
  });
}

function json(rows: readonly unknown[], first: boolean): string {
  return `${first ? '[' : ','}\n${rows.map(row => JSON.stringify(row)).join(',\n')}`;
}
