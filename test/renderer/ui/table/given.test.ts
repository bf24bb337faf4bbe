import { expect, test } from 'vitest';
import { given } from '../../../../src/renderer/ui/table/given.ts';

test('a filter has a member only for a value', () => {
  expect(given('text', 'ines')).toEqual({ text: 'ines' });
  expect(given('text', '')).toEqual({});
  expect(given('text', undefined)).toEqual({});
});

test('false and null are values', () => {
  expect({ ...given('enabled', false), ...given('passkey', null) }).toEqual({ enabled: false, passkey: null });
});
