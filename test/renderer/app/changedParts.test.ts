import { expect, test } from 'vitest';
import { asksEntra, changedParts } from '../../../src/renderer/app/changedParts.ts';

const before = { record: 1, directory: 1, settings: 1, secrets: 1 };

test('only the parts whose count is another one have changed', () => {
  expect(changedParts(before, { ...before })).toEqual([]);
  expect(changedParts({ ...before, record: 2, secrets: 5 }, before)).toEqual(['record', 'secrets']);
});

test('only a query that asks Entra is not repeated after a change', () => {
  expect(asksEntra([['passkeys', 'review'], { input: { user: 'u1', refresh: true } }])).toBe(true);
  expect(asksEntra([['passkeys', 'review'], { input: { user: 'u1', refresh: false } }])).toBe(false);
  expect(asksEntra([['workflows']])).toBe(false);
});
