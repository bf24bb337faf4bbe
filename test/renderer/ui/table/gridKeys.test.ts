import { expect, test } from 'vitest';
import { rowAfterKey } from '../../../../src/renderer/ui/table/gridKeys.ts';

const at = { active: 10, page: 8, last: 15 };

test.each([
  ['ArrowDown', 11],
  ['ArrowUp', 9],
  ['PageDown', 15],
  ['PageUp', 2],
  ['Home', 0],
  ['End', 15],
  ['Enter', undefined],
  ['a', undefined],
])('%s moves to row %s', (key, row) => {
  expect(rowAfterKey(key, at)).toBe(row);
});

test('a key moves neither above the first row nor below the last', () => {
  expect(rowAfterKey('ArrowUp', { ...at, active: 0 })).toBe(0);
  expect(rowAfterKey('PageUp', { ...at, active: 3 })).toBe(0);
  expect(rowAfterKey('ArrowDown', { ...at, active: 15 })).toBe(15);
});
