import { CsvError, type Info, type Options, parse } from 'csv-parse/sync';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { decodeText } from '../../../base/decodeText.ts';
import type { Cells, Line } from './cells.ts';

/** The characters that separate cells, the most common ones first. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Number of lines by which the delimiter is recognized. */
const SAMPLE = 20;

/** Reads text in cells: CSV with any of the delimiters, or one name a line. @throws KeydeskError batch-file-damaged for other files */
export function readCsv(bytes: Uint8Array): Cells {
  const text = textOf(bytes);
  try {
    return { lines: allLines(text, delimiterOf(text)) };
  } catch (error) {
    if (error instanceof KeydeskError) throw error;
    throw new KeydeskError('batch-file-damaged', {}, { cause: error });
  }
}

/**
 * Decodes the text. Excel on Windows writes "CSV" in the code page of the country. Such a file is read as Windows-1252: a name that this
 * misreads is not found in the directory, so no user gets a wrong key.
 */
function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    const wide = wideEncodingOf(bytes);
    if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
    // NUL bytes and many controls are in no text.
    if (bytes.some(byte => byte < 9)) throw new KeydeskError('batch-file-damaged', {}, { cause: error });
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Recognizes UTF-16 without a byte order mark: in most languages, delimiters and digits at least have a byte that is 0. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length % 2 === 1) return undefined;
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) < bytes.length / 8 || Math.min(even, odd) > 0) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

interface Parsed {
  readonly info: Info;
  readonly record: string[];
  /** The text of the record, with the option `raw`. */
  readonly raw?: string;
}

/** Errors of one record, for example `"Bob" the`. The others can be read. */
const STRAY_QUOTE: readonly string[] = ['CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE', 'CSV_INVALID_CLOSING_QUOTE'];

function linesOf(text: string, delimiter: string): Line[] {
  try {
    return numbered(parseCsv(text, delimiter, { trim: true }));
  } catch (error) {
    if (!isStrayQuote(error)) throw error;
    return linesWithStrayQuotes(text, delimiter);
  }
}

/** Reads each record by itself, and marks those whose quotes are wrong. A record without trimming keeps such quotes in its cells. */
function linesWithStrayQuotes(text: string, delimiter: string): Line[] {
  const lines = numbered(parseCsv(text, delimiter, { ltrim: true, raw: true }));
  return lines.map(({ raw = '', ...line }) => {
    if (!line.cells.some(cell => cell.startsWith('"'))) return { ...line, cells: line.cells.map(cell => cell.trim()) };
    try {
      return { ...line, cells: parseCsv(raw, delimiter, { trim: true })[0]?.record ?? [] };
    } catch (error) {
      if (!isStrayQuote(error)) throw error;
      return { ...line, quotes: 'stray' };
    }
  });
}

function isStrayQuote(error: unknown): boolean {
  return error instanceof CsvError && STRAY_QUOTE.includes(error.code);
}

function parseCsv(text: string, delimiter: string, options: Options): Parsed[] {
  // With `info`, csv-parse returns pairs, which its types do not say.
  return parse(text, {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    ...options,
  }) as unknown as Parsed[];
}

function numbered(parsed: readonly Parsed[]): (Line & Pick<Parsed, 'raw'>)[] {
  let before = 1;
  return parsed.map(({ info, record, ...rest }) => {
    // csv-parse counts the line at which a record ends.
    const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    const line = Math.max(before, info.lines - breaks);
    before = info.lines;
    return { line, cells: record, ...rest };
  });
}

/** Number of lines with open quotes after which no further line is read: each costs another pass over the rest of the file. */
const MOST_OPEN = 20;

/**
 * Reads all lines. One whose quotes never close is marked, and the lines after it are read as if it were not there: the file would have no others
 * otherwise.
 */
function allLines(text: string, delimiter: string, open = 0): Line[] {
  try {
    return linesOf(text, delimiter);
  } catch (error) {
    if (!isOpenQuote(error)) throw error;
  }
  const lines = text.split('\n');
  const before = linesBeforeOpenQuote(text, delimiter);
  const at = lines.findIndex((line, n) => n >= before && line.trim() !== '');
  const isLast = open + 1 >= MOST_OPEN;
  const marked = lines.slice(at, isLast ? undefined : at + 1).flatMap((line, n): Line[] => {
    const cell = line.trim();
    return cell === '' ? [] : [{ line: at + n + 1, cells: [cell], quotes: 'open' }];
  });
  const after = isLast ? [] : allLines(lines.slice(at + 1).join('\n'), delimiter, open + 1);
  return [
    ...linesOf(lines.slice(0, at).join('\n'), delimiter),
    ...marked,
    ...after.map(line => ({ ...line, line: line.line + at + 1 })),
  ];
}

/** Returns the number of lines before the record whose quotes never close. */
function linesBeforeOpenQuote(text: string, delimiter: string): number {
  let read = 0;
  const on_record = (record: string[], { lines }: Info) => {
    read = lines;
    return record;
  };
  try {
    parseCsv(text, delimiter, { ltrim: true, on_record });
  } catch (error) {
    if (!isOpenQuote(error)) throw error;
  }
  return read;
}

function isOpenQuote(error: unknown): boolean {
  return error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED';
}

/** Returns the delimiter that divides the first lines into the same number of cells, two or more; a comma if none does. */
function delimiterOf(text: string): string {
  const sample = text.split('\n').slice(0, SAMPLE).join('\n');
  const scored = DELIMITERS.map(delimiter => ({ delimiter, score: scoreOf(sample, delimiter) }));
  return scored.toSorted((one, other) => other.score - one.score)[0]?.delimiter ?? ',';
}

function scoreOf(sample: string, delimiter: string): number {
  // The sample may end inside quotes, and a line without its end says nothing about the delimiter.
  const lines = allLines(sample, delimiter).filter(({ quotes }) => quotes === undefined);
  const counts = lines.map(({ cells }) => cells.length);
  const [first = 1] = counts;
  if (first < 2) return 0;
  return first * (counts.filter(count => count === first).length / counts.length);
}
