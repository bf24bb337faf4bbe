import { extname } from 'node:path';
import { KeydeskError } from '../contract/errors/errors.ts';
import { wordsOf } from '../words/say.ts';
import { print } from './output.ts';
import { needed, oneOf } from './takes.ts';

/** File extensions that are names of formats. Other extensions do not matter. */
const endings: Readonly<Record<string, string>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.pdf': 'pdf',
  '.xls': 'xlsx',
  '.xlsx': 'xlsx',
  '.ods': 'ods',
  '.html': 'html',
  '.htm': 'html',
  '.doc': 'docx',
  '.docx': 'docx',
  '.xml': 'xml',
};

/**
 * Returns the format of an export: the named one, or the one of the file's extension, or the first available one.
 * @throws KeydeskError usage if the extension contradicts the named format, or is the name of a format that is not
 * available
 */
export function exportFormat<T extends string>(
  file: string | undefined,
  named: T | undefined,
  offered: readonly [T, ...T[]],
): T {
  const ending = extname(file ?? '').toLowerCase();
  const meant = endings[ending];
  const found = offered.find(format => format === meant);
  if (meant !== undefined && found === undefined) {
    throw new KeydeskError('usage', { detail: 'export-format', ending, formats: offered.join(', ') });
  }
  if (named !== undefined && found !== undefined && named !== found) {
    throw new KeydeskError('usage', { detail: 'format-differs', ending, named });
  }
  return named ?? found ?? offered[0];
}

/** The options of an export: the file, and its format. */
export function exportTakes<Format extends string>(formats: readonly Format[]) {
  return {
    to: needed('<file>', wordsOf('commandLine').toFile),
    format: oneOf('<format>', wordsOf('commandLine').format, formats),
  };
}

/** Prints that an export is written. */
export function printWritten(json: boolean, file: string): void {
  print(json, { ok: true, file }, () => [wordsOf('commandLine').written({ file })]);
}
