import { extname } from 'node:path';
import { KeydeskError } from '../contract/errors/errors.ts';

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
