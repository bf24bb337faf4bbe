import { expect, test } from 'vitest';
import { formatDate, formatDay } from '../../../../src/renderer/ui/display/formatDate.ts';
import { keyName } from '../../../../src/renderer/ui/display/keyName.ts';

test('a time is written in the format of the reader', () => {
  const time = '2026-03-01T12:30:00Z';
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  expect(formatDate(time)).toBe(format.format(Date.parse(time)));
  expect(formatDay(time)).toBe(new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(Date.parse(time)));
});

test('what is not a time is not written', () => {
  for (const text of [null, '', 'soon']) expect([formatDate(text), formatDay(text)]).toEqual([null, null]);
});

test('a key is named by its product, and by its serial number if it reports one', () => {
  expect(keyName({ product: 'YubiKey 5', serial: '123' })).toBe('YubiKey 5 · 123');
  expect(keyName({ product: 'YubiKey 5' })).toBe('YubiKey 5');
  expect(keyName({ serial: '123' })).toContain('123');
});
