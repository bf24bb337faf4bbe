import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, enrollAt, openDesk, PIN, USER } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
const POST = { method: 'POST', path: 'fido2Methods' } as const;

describe('a registration whose trouble passes needs no second touch', () => {
  test.each([
    ['503', { ...POST, status: 503 }],
    ['429 with Retry-After', { ...POST, status: 429, retryAfter: 0 }],
    ['500', { ...POST, status: 500 }],
    ['a cut connection', { ...POST, cut: 'before' as const }],
    ['an answer cut off after it took effect', { ...POST, cut: 'after-commit' as const }],
    ['an answer cut in the middle', { ...POST, cut: 'mid-body' as const }],
  ])('%s', async (_, fault) => {
    desk = await openDesk({ pin: PIN });
    desk.graph.faults.add(fault);
    const { result, events } = await enrollAt(desk, { pin: given });
    expect(result?.proof.verified).toBe(true);
    expect(events.filter(event => event.type === 'interaction' && event.interaction.kind === 'touch')).toHaveLength(1);
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  });

  test('an expired challenge ends it, and the orphan is deleted', async () => {
    let now = Date.now();
    desk = await openDesk({ pin: PIN, graphClock: () => now });
    const { failure } = await enrollAt(desk, { pin: given }, event => {
      if (event.type === 'step' && event.step === 'verify') now += 6 * 60_000;
    });
    expect(failure).toMatchObject({ error: { code: 'challenge-expired' }, cleanedUp: true });
    expect(desk.key.state().credentialCount).toBe(1);
  });
});
