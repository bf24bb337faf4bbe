import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { takePermit } from '../../../../src/main/features/activation/permit.ts';
import { LIFETIME, Sittings } from '../../../../src/main/features/activation/sittings.ts';

const user = { id: '1', userPrincipalName: 'mia@contoso.example', displayName: 'Mia' };
const byCode = { user, proof: 'code', codeId: 'the code' } as const;
const bySignIn = { user, proof: 'sign-in', codeId: null } as const;
const over = { code: 'activation-sitting-over' };

/** The tenant of a sitting. */
const desk = { tenant: 'contoso' };

let now = 0;
let sittings: Sittings;
beforeEach(() => {
  vi.useFakeTimers();
  now = Date.parse('2026-03-01T12:00:00Z');
  sittings = new Sittings({ now: () => now });
});
afterEach(() => void vi.useRealTimers());

describe('a sitting', () => {
  test('is known by a long random handle, and is a run of its own', () => {
    const handles = [sittings.begin(byCode, desk), sittings.begin(byCode, desk)];
    for (const handle of handles) expect(handle).toMatch(/^[\w-]{43}$/);
    const [first, second] = handles.map(handle => sittings.get(handle));
    expect(first).toEqual({ ...byCode, scope: desk, run: expect.any(String), until: now + LIFETIME });
    expect(first?.run).not.toBe(second?.run);
    expect(sittings.get(handles[0] ?? '')).toBe(first);
  });

  test('ends after fifteen minutes to the millisecond, and stays over when the clock is set back', () => {
    const handle = sittings.begin(bySignIn, desk);
    const sitting = sittings.get(handle);
    expect(sittings.left(sitting)).toBe(15 * 60_000);
    now += LIFETIME - 1;
    expect(sittings.get(handle)).toBe(sitting);
    expect(sittings.left(sitting)).toBe(1);
    now += 1;
    expect(sittings.left(sitting)).toBe(0);
    expect(() => sittings.get(handle)).toThrow(expect.objectContaining(over));
    now -= LIFETIME;
    expect(() => sittings.get(handle)).toThrow(expect.objectContaining(over));
    expect(sittings.left(sitting)).toBe(0);
  });

  test('has no time left long after its end, or once its user has left', () => {
    const [first, second] = [sittings.begin(bySignIn, desk), sittings.begin(bySignIn, desk)];
    const [ended, other] = [sittings.get(first), sittings.get(second)];
    sittings.end(first);
    expect(() => sittings.get(first)).toThrow(expect.objectContaining(over));
    expect([sittings.left(ended), sittings.left(other)]).toEqual([0, LIFETIME]);
    now += 2 * LIFETIME;
    expect(sittings.left(other)).toBe(0);
  });

  test.each(['', 'x', '__proto__'])('is not found by the handle %j', handle => {
    sittings.begin(bySignIn, desk);
    expect(() => sittings.get(handle)).toThrow(expect.objectContaining(over));
  });
});

describe('a permit', () => {
  const open = {} as Store['database'];
  /** Codes that note what they are asked. */
  function scene() {
    const calls: unknown[][] = [];
    const note =
      (name: string) =>
      async (...args: unknown[]) =>
        void calls.push([name, ...args]);
    return { calls, codes: { claim: note('claim'), confirm: note('confirm'), release: note('release') } };
  }

  test('claims the code for the run of the sitting, confirms it in the given transaction, and releases it', async () => {
    const { calls, codes } = scene();
    const sitting = sittings.get(sittings.begin(byCode, desk));
    const permit = await takePermit(codes, sittings, sitting);
    await permit.confirm(open);
    await permit.release();
    expect(calls).toEqual([
      ['claim', 'the code', sitting.run],
      ['confirm', open, 'the code', sitting.run],
      ['release', sitting.run],
    ]);
    expect(calls[1]?.[1]).toBe(open);
  });

  test('of a user who signed in has no code', async () => {
    const { calls, codes } = scene();
    const permit = await takePermit(codes, sittings, sittings.get(sittings.begin(bySignIn, desk)));
    await permit.confirm(open);
    await permit.release();
    expect(calls).toEqual([]);
  });

  test('is not given where the code is not', async () => {
    const refused = new Error('another run has it');
    const codes = { ...scene().codes, claim: () => Promise.reject(refused) };
    await expect(takePermit(codes, sittings, sittings.get(sittings.begin(byCode, desk)))).rejects.toBe(refused);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('aborts waits when the sitting is over, and confirms nothing from then on', async () => {
    const { calls, codes } = scene();
    const permit = await takePermit(codes, sittings, sittings.get(sittings.begin(byCode, desk)));
    vi.advanceTimersByTime(LIFETIME - 1);
    expect(permit.late.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(permit.late.reason).toMatchObject(over);
    // The clock of the desk is behind here: what was aborted stays so.
    await expect(permit.confirm(open)).rejects.toMatchObject(over);
    expect(calls.map(([name]) => name)).toEqual(['claim']);
  });

  test('looks at the time itself: a computer that slept has no timer that came in time', async () => {
    const { calls, codes } = scene();
    const permit = await takePermit(codes, sittings, sittings.get(sittings.begin(byCode, desk)));
    now += LIFETIME;
    expect(permit.late.aborted).toBe(false);
    await expect(permit.confirm(open)).rejects.toMatchObject(over);
    expect(calls.map(([name]) => name)).toEqual(['claim']);
  });

  test('that is released leaves no timer', async () => {
    const permit = await takePermit(scene().codes, sittings, sittings.get(sittings.begin(byCode, desk)));
    expect(vi.getTimerCount()).toBe(1);
    await permit.release();
    expect(vi.getTimerCount()).toBe(0);
  });
});
