import { describe, expect, it } from 'vitest';
import type { Difference, PasskeyReview } from '../../../../src/contract/passkeys/review.ts';
import { differenceLines, isHarmless } from '../../../../src/renderer/features/users/differences.ts';
import { keysOf, newestReview } from '../../../../src/renderer/features/users/review.ts';

const review = (change: object = {}) =>
  ({ passkeys: [], fetchedAt: null, failure: null, assignments: [], differences: [], ...change }) as PasskeyReview;
const answer = (data: PasskeyReview | undefined, dataUpdatedAt: number) => ({ data, dataUpdatedAt });
const nothing = answer(undefined, 0);

describe('the review of a user’s passkeys', () => {
  it('is the stored one until Entra has answered', () => {
    const stored = review();
    expect(newestReview(nothing, answer(stored, 1))).toBe(stored);
    expect(newestReview(nothing, nothing)).toBeUndefined();
  });

  it('is Entra’s answer if that is not older', () => {
    const live = review({ fetchedAt: '2026-03-01' });
    expect(newestReview(answer(live, 2), answer(review(), 1))).toBe(live);
    expect(newestReview(answer(live, 2), nothing)).toBe(live);
  });

  it('is the stored one after a change, and keeps why Entra did not answer', () => {
    const failure = { code: 'internal', params: {} } as const;
    const changed = newestReview(answer(review({ failure }), 1), answer(review({ fetchedAt: '2026-03-02' }), 2));
    expect(changed).toMatchObject({ fetchedAt: '2026-03-02', failure });
  });

  it('names each key once that holds passkeys', () => {
    const [one, other] = [{ id: 'k1' }, { id: 'k2' }];
    const passkeys = [{ key: one }, { key: null }, { key: other }, { key: { ...one } }];
    expect(keysOf(review({ passkeys })).map(({ id }) => id)).toEqual(['k1', 'k2']);
  });
});

describe('differences between Entra and the record', () => {
  const passkeys = [{ id: 'p1', displayName: 'Blue key' }];
  const assignments = [{ id: 'a1', passkeyName: 'Red key' }];
  const linesOf = (differences: Difference[]) => differenceLines(review({ passkeys, assignments, differences }));

  it('name the passkey or the assignment', () => {
    expect(linesOf([{ kind: 'not-in-entra', assignmentId: 'a1' }])[0]).toContain('Red key');
    for (const kind of ['not-recorded', 'erased', 'deletion-due'] as const) {
      expect(linesOf([{ kind, passkeyId: 'p1' }])[0]).toContain('Blue key');
    }
  });

  it('have a sentence of their own for each kind', () => {
    const lines = linesOf([
      { kind: 'not-recorded', passkeyId: 'p1' },
      { kind: 'erased', passkeyId: 'p1' },
      { kind: 'deletion-due', passkeyId: 'p1' },
    ]);
    expect(new Set(lines).size).toBe(3);
  });

  it('have a sentence for a passkey that is gone from the list', () => {
    expect(linesOf([{ kind: 'erased', passkeyId: 'p9' }])).toHaveLength(1);
  });

  it('are harmless only if all of them are passkeys that another program made', () => {
    const made: Difference = { kind: 'not-recorded', passkeyId: 'p1' };
    expect(isHarmless([made])).toBe(true);
    expect(isHarmless([made, { kind: 'erased', passkeyId: 'p1' }])).toBe(false);
  });
});
