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
  const delimiter = delimiterOf(text);
  try {
    return { lines: linesOf(text, delimiter) };
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') {
      throw new KeydeskError('batch-file-damaged', {}, { cause: error });
    }
    return beforeOpenQuote(text, delimiter);
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
      return { ...line, strayQuote: true };
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

/** Reads the lines before one whose quotes never close: the last line from which on nothing can be read. */
function beforeOpenQuote(text: string, delimiter: string): Cells {
  const lines = text.split('\n');
  let [low, high] = [0, lines.length];
  // The longest beginning that can be read.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isReadable(lines.slice(0, middle).join('\n'), delimiter)) low = middle;
    else high = middle - 1;
  }
  return {
    lines: linesOf(lines.slice(0, low).join('\n'), delimiter),
    openQuote: { line: low + 1, text: (lines[low] ?? '').slice(0, 80) },
  };
}

function isReadable(text: string, delimiter: string): boolean {
  try {
    linesOf(text, delimiter);
    return true;
  } catch {
    // The caller looks for the longest text that can be read.
    return false;
  }
}

/** Returns the delimiter that divides the first lines into the same number of cells, two or more; a comma if none does. */
function delimiterOf(text: string): string {
  const sample = text.split('\n').slice(0, SAMPLE).join('\n');
  const scored = DELIMITERS.map(delimiter => ({ delimiter, score: scoreOf(sample, delimiter) }));
  return scored.toSorted((one, other) => other.score - one.score)[0]?.delimiter ?? ',';
}

function scoreOf(sample: string, delimiter: string): number {
  const counts = linesOrNone(sample, delimiter).map(({ cells }) => cells.length);
  const [first = 1] = counts;
  if (first < 2) return 0;
  return first * (counts.filter(count => count === first).length / counts.length);
}

function linesOrNone(sample: string, delimiter: string): Line[] {
  try {
    return linesOf(sample, delimiter);
  } catch {
    // The sample may end inside quotes, which says nothing about the delimiter.
    return [];
  }
}
