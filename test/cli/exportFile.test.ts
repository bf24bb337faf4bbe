import { describe, expect, test } from 'vitest';
import { exportFormat } from '../../src/cli/exportFile.ts';
import { wordsFor } from '../../src/contract/errors/words.ts';

const ALL = ['csv', 'json', 'pdf'] as const;

describe('the format of an export', () => {
  test.each([
    ['x.pdf', undefined, 'pdf'],
    ['x.PDF', undefined, 'pdf'],
    ['x.json', undefined, 'json'],
    ['folder.pdf/x', undefined, 'csv'],
    ['x', undefined, 'csv'],
    ['x.txt', undefined, 'csv'],
    ['x.backup', 'json', 'json'],
    ['x.pdf', 'pdf', 'pdf'],
    [undefined, undefined, 'csv'],
    [undefined, 'json', 'json'],
  ] as const)('of %s with --format %s is %s', (file, named, format) => {
    expect(exportFormat(file, named, ALL)).toBe(format);
  });

  test.each([
    ['x.pdf', 'csv', ALL, /ends in \.pdf.*csv/],
    ['x.csv', 'json', ALL, /ends in \.csv.*json/],
    ['x.xlsx', undefined, ALL, /cannot write \.xlsx files/],
    ['x.xlsx', 'csv', ALL, /cannot write \.xlsx files/],
    ['x.pdf', undefined, ['csv', 'json'], /cannot write \.pdf files\. It writes csv, json/],
    ['x.csv', undefined, ['jsonl'], /cannot write \.csv files\. It writes jsonl/],
    ['x.json', undefined, ['jsonl'], /cannot write \.json files\./],
  ] as const)('of %s with --format %s is refused', (file, named, offered, said) => {
    let failure: unknown;
    try {
      exportFormat<string>(file, named, offered as unknown as [string]);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ code: 'usage' });
    expect(wordsFor(failure as Parameters<typeof wordsFor>[0]).message).toMatch(said);
  });
});
