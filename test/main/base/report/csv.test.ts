import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asText, csv } from '../../../../src/main/base/report/csv.ts';

describe('a cell that a spreadsheet would run', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    "=cmd|' /C calc'!A0",
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '−1',
    ' =1+1',
    '\u00a0=1+1',
    '\u3000=1+1',
    '\ufeff=1+1',
    '\u200b=1+1',
    '\u0000=1+1',
    '"=1+1',
    "'=1+1",
    '" =1+1',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '\tMia',
    '\rMia',
    '\nMia',
  ])('%j begins with an apostrophe', text => {
    expect(asText(text)).toMatch(/^'/);
    expect(unescaped(asText(text))).toBe(text);
  });

  test.each([
    ['Mia;=1+1', "Mia;'=1+1"],
    ['Mia; =1+1', "Mia;' =1+1"],
    ['Mia\n=1+1', "Mia\n'=1+1"],
    ['Mia\r\n\r\n＝1', "Mia\r\n\r\n'＝1"],
    ['Mia\t"=1', `Mia\t'"=1`],
    ['=1;=1', "'=1;'=1"],
  ])('%j is escaped wherever a cell could begin', (text, expected) => {
    expect(asText(text)).toBe(expected);
    expect(unescaped(expected)).toBe(text);
  });

  test.each([
    'Mia',
    'mia@contoso.example',
    'Anna-Lena',
    'a=b',
    '1+1',
    'R&D; Sales',
    "O'Brien",
    'Zoë',
    '',
    '3.14',
    '山田',
  ])('%j stays as it is', text => expect(asText(text)).toBe(text));
});

test('no cell of any text begins with a formula, for readers with any separator; the text can be read back', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'=+-@＝−;,\t\r\n"\' \ufeff\u200b\u00a0|a'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(nasty, fc.constantFrom(',', ';', '\t'), (text, separator) => {
      const file = csv([text], { first: () => 'x', second: row => row, third: () => 'y' }, false);
      for (const cell of carelessly(file, separator)) {
        expect(hidden(cell)).not.toMatch(/^[=+\-−@]/);
      }
      expect(unescaped(asText(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test('no character hides the beginning of a formula from it that a reader may normalize away, and none becomes such a beginning', () => {
  for (let code = 0; code < 0x110000; code++) {
    const character = String.fromCodePoint(code);
    const begins = /^[=+\-−@]/.test(hidden(character)) || (hidden(character) === '' && !/[\t\r\n]/.test(character));
    if (begins) expect(asText(`${character}=`), code.toString(16)).toMatch(/^'/);
  }
});

test('names of columns are cells like any other; numbers, answers and lists keep their form', () => {
  const file = csv(
    [{ n: -1, on: true, kinds: ['a', '=b'] }],
    { '=n': ({ n }) => n, on: ({ on }) => on, none: () => null, kinds: ({ kinds }) => kinds },
    true,
  );
  expect(file).toBe("\ufeff'=n,on,none,kinds\n-1,yes,,a =b\n");
});

test('characters that a terminal obeys, or that are invisible, are written as code points', () => {
  const file = csv([{ name: 'Mia\u001b]0;x\u0007\u202eaiM\n' }], { name: ({ name }) => name }, false);
  expect(file).toBe('Mia\\u{1b}]0;x\\u{7}\\u{202e}aiM\\u{a}\n');
});

/** What is left of a text for a program that normalizes it and skips what is not seen. */
function hidden(text: string): string {
  return text.normalize('NFKC').replace(/^[\s\p{Cf}\p{Mn}\p{Cc}"]+/u, '');
}

/** Cells as a program reads them that knows nothing of quotes in the middle of a line: every separator and line break begins one. */
function carelessly(file: string, separator: string): string[] {
  // With the comma the quotes are where CSV has them, and every spreadsheet knows them.
  if (separator === ',') return parsed(file);
  return file.split(/\r\n|\r|\n/).flatMap(line => line.split(separator));
}

/** A minimal reader of RFC 4180. */
function parsed(file: string): string[] {
  return [...file.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^,\n"]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** What docs/assignments.md tells programs to do. */
function unescaped(text: string): string {
  const skipped = `(?:[^\\S\\t\\r\\n]|[\\p{Cf}\\p{Mn}"']|(?![\\t\\r\\n])\\p{Cc})*`;
  const formula = '=＝﹦⁼₌+＋﹢⁺₊\\-－﹣⁻₋−@＠﹫';
  return text
    .replace(new RegExp(`^'(?=${skipped}[${formula}\\t\\r\\n])`, 'u'), '')
    .replaceAll(new RegExp(`([;\\t\\r\\n])'(?=${skipped}[${formula}])`, 'gu'), '$1');
}
