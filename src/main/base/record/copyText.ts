import { StringDecoder } from 'node:string_decoder';
import type { Value } from './changeset.ts';
import { type JsonRow, toJson } from './rows.ts';
import type { RecordTable } from './tables.ts';

/** COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html, "Text Format". */

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Returns a row as a line. U+0000, which PostgreSQL cannot hold, was replaced before. */
export function copyLine(values: readonly Value[]): string {
  return `${values.map(field).join('\t')}\n`;
}

function field(value: Value): string {
  const json = toJson(value);
  if (json === null) return '\\N';
  return typeof json === 'number'
    ? String(json)
    : json.replace(/[\\\n\r\t]/g, letter => replacements[letter] ?? letter);
}

const replacements: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Reads the lines of COPY … TO STDOUT. Splits at line feeds only: node:readline would also split at U+2028, which a name may contain. */
export async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

export function rowOfLine({ columns }: RecordTable, line: string): JsonRow {
  const fields = line.split('\t');
  const row: JsonRow = {};
  for (const [at, { name, type }] of columns.entries()) row[name] = valueOfField(fields[at] ?? '', type);
  return row;
}

function valueOfField(text: string, type: string): string | number | null {
  if (text === '\\N') return null;
  const value = text.includes('\\') ? text.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter) : text;
  return type === 'INTEGER' || type === 'REAL' ? Number(value) : value;
}
