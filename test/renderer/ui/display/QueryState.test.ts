import { expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { CallFailure } from '../../../../src/renderer/ui/display/CallFailure.tsx';
import { QueryState } from '../../../../src/renderer/ui/display/QueryState.tsx';
import { markupOf } from '../../markup.ts';

const loaded = { isPending: false, isError: false, error: null, refetch: () => Promise.resolve() };

test('a query shows that it is loading, and nothing once it is loaded', () => {
  expect(markupOf(QueryState, { query: { ...loaded, isPending: true }, label: 'Reading the key' })).toContain(
    'Reading the key',
  );
  expect(markupOf(QueryState, { query: loaded })).toBe('');
});

test('a failed query shows its failure, even if it is loading again', () => {
  const query = { ...loaded, isPending: true, isError: true, error: new Error('out of reach') };
  expect(markupOf(QueryState, { query })).toContain('role="alert"');
});

test('a failed call shows what happened, its code and its causes', () => {
  const error = new KeydeskError('pin-blocked');
  expect(markupOf(CallFailure, { error })).toContain('pin-blocked');
  expect(markupOf(CallFailure, { error: null })).toBe('');
});

test('a failure that nobody waits for is a status, which does not interrupt a screen reader', () => {
  expect(markupOf(CallFailure, { error: new Error('late'), intent: 'warning' })).toContain('role="status"');
});
