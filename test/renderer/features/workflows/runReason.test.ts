import { expect, test } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import type { Run } from '../../../../src/contract/workflows/schema.ts';
import { skipWords } from '../../../../src/contract/workflows/words.ts';
import { runReason } from '../../../../src/renderer/features/workflows/runReason.ts';

const run: Run = {
  n: 1,
  workflowId: 'w1',
  workflowName: 'New users',
  version: 1,
  occasion: 'event',
  user: { id: 'u1', userPrincipalName: 'ines@contoso.example', displayName: 'Ines' },
  state: 'assigned',
  reason: null,
  olderWorkflow: null,
  assignmentId: 'a1',
  failure: null,
  attempts: 1,
  nextAt: null,
  at: '2026-03-01T12:00:00Z',
  updatedAt: '2026-03-01T12:00:00Z',
};
const failure = { code: 'pin-blocked', params: {} } as const;
const { message } = wordsFor(failure);

test('a run that did its work has no reason', () => {
  expect(runReason(run, undefined)).toBe('');
});

test('a skipped run says why', () => {
  expect(runReason({ ...run, state: 'skipped', reason: 'guest' }, undefined)).toBe(skipWords.guest);
});

test('a run that an older workflow handled names that workflow', () => {
  const skipped: Run = { ...run, state: 'skipped', reason: 'older-workflow', olderWorkflow: 'First' };
  expect(runReason(skipped, undefined)).toContain('First');
});

test('a failed run says what failed, and when it is tried again', () => {
  const failed: Run = { ...run, state: 'retrying', failure, nextAt: '2026-03-01T13:00:00Z' };
  const parts = runReason(failed, undefined).split(' · ');
  expect(parts[0]).toBe(message);
  expect(parts).toHaveLength(2);
});

test('a refused retry is shown instead of the reason', () => {
  const refused = runReason({ ...run, state: 'attention', failure }, new Error('late'));
  expect(refused).toBe(wordsFor({ code: 'internal', params: {} }).message);
});
