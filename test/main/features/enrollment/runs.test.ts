import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EnrollmentRun } from '../../../../src/contract/enrollment/runs.ts';
import { type Desk, openDesk, USER } from './desk.ts';

const label = { id: USER, userPrincipalName: USER, displayName: 'Ines' };
const random = { kind: 'random', length: 6 } as const;

/** Follows the core's list as one window does. */
async function openWindow({ client }: Pick<Desk, 'client'>) {
  const connection = new AbortController();
  const stream = await client.enrollment.runs(undefined, { signal: connection.signal });
  const seen: EnrollmentRun[][] = [];
  void (async () => {
    for await (const runs of stream) seen.push(runs);
  })().catch(() => undefined);
  return {
    seen,
    run: () => seen.at(-1)?.[0],
    until: (check: (run: EnrollmentRun | undefined) => boolean) =>
      vi.waitFor(() => expect(check(seen.at(-1)?.[0])).toBe(true), { timeout: 20_000, interval: 10 }),
    disconnect: () => connection.abort(),
  };
}

describe('an enrollment that a window began', () => {
  let desk: Desk;
  afterEach(() => desk.close());
  const begin = (enrollmentId: string, more: object = {}) =>
    desk.client.enrollment.begin({ enrollmentId, user: label, keyId: desk.keyId, ...more });

  it('goes on without the window, and its PIN is there for the one that comes back', async () => {
    desk = await openDesk({ key: { touch: 'manual' } });
    const first = await openWindow(desk);
    const enrollmentId = randomUUID();
    await begin(enrollmentId, { pin: random });
    await first.until(run => run?.interaction.kind === 'touch');
    first.disconnect();
    await expect(desk.client.enrollment.showPin({ enrollmentId })).rejects.toMatchObject({
      data: { code: 'pin-forgotten' },
    });

    const second = await openWindow(desk);
    await second.until(run => run?.interaction.kind === 'touch');
    desk.key.touch();
    await second.until(run => run?.end != null);
    expect(second.run()).toMatchObject({ enrollmentId, pinHeld: true, end: { kind: 'completed' } });

    const { pin } = await desk.client.enrollment.showPin({ enrollmentId });
    expect(pin).toMatch(/^\d{6}$/);
    // Every window follows the list: the PIN is in no state of it.
    expect(JSON.stringify([first.seen, second.seen])).not.toContain(`"${pin}"`);
    // It opens the key.
    await expect(desk.client.keys.credentials.list({ keyId: desk.keyId, pin })).resolves.toMatchObject({
      credentials: expect.arrayContaining([expect.anything()]),
    });

    // Another enrollment of the user does not make Keydesk forget it.
    await expect(begin(randomUUID())).rejects.toMatchObject({ data: { code: 'pin-unseen' } });
    await desk.client.enrollment.pinSeen({ enrollmentId });
    await second.until(run => run?.pinHeld === false);
    await expect(desk.client.enrollment.showPin({ enrollmentId })).rejects.toMatchObject({
      data: { code: 'pin-forgotten' },
    });
    await desk.client.enrollment.dismiss({ enrollmentId });
    await second.until(run => run === undefined);
  });

  it('asks the window that comes back for the PIN, and is canceled by a person alone', async () => {
    desk = await openDesk({ pin: '271828' });
    const first = await openWindow(desk);
    const enrollmentId = randomUUID();
    await begin(enrollmentId);
    await first.until(run => run?.interaction.kind === 'pin');
    await expect(begin(randomUUID())).rejects.toMatchObject({ data: { code: 'enrollment-running' } });
    // One that runs is not taken off the list.
    await desk.client.enrollment.dismiss({ enrollmentId });
    first.disconnect();

    const second = await openWindow(desk);
    await second.until(run => run?.interaction.kind === 'pin');
    await desk.client.enrollment.cancel({ enrollmentId });
    await second.until(run => run?.end != null);
    expect(second.run()?.end).toMatchObject({
      kind: 'failed',
      failure: { error: { code: 'cancelled' }, cleanedUp: true },
    });
  });

  it('keeps the PIN of one that is canceled after the key got it', async () => {
    desk = await openDesk({ key: { touch: 'manual' } });
    const window = await openWindow(desk);
    const enrollmentId = randomUUID();
    await begin(enrollmentId, { pin: random });
    await window.until(run => run?.interaction.kind === 'touch');
    await desk.client.enrollment.cancel({ enrollmentId });
    await window.until(run => run?.end != null);
    expect(window.run()).toMatchObject({ pinHeld: true, end: { kind: 'failed', failure: { pin: { set: true } } } });
    await expect(desk.client.enrollment.showPin({ enrollmentId })).resolves.toMatchObject({ pin: expect.any(String) });
  });
});
