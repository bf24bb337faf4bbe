import { afterEach, describe, expect, test } from 'vitest';
import { fromBase64url } from '../../../../src/ctap/bytes.ts';
import { parseAuthenticatorData } from '../../../../src/ctap/webauthn/authenticatorData.ts';
import { type Desk, type Ended, enrollAt, openDesk, PIN, USER } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;

function touchesAsked({ events }: Ended): number {
  return events.filter(event => event.type === 'interaction' && event.interaction.kind === 'touch').length;
}

describe('a key that does not sign in without a touch', () => {
  test.each(['refused', 'wants-touch'] as const)(
    '%s: proves with a touch, and remembers it for the model',
    async how => {
      desk = await openDesk({ pin: PIN });
      desk.key.faults.silentAssertion = how;
      const first = await enrollAt(desk, { pin: given });
      expect(first.result?.proof.verified).toBe(true);
      expect(touchesAsked(first)).toBe(2);
      const data = parseAuthenticatorData(fromBase64url(first.result?.proof.authenticatorData ?? ''));
      expect(data.flags).toMatchObject({ up: true, uv: true });

      await desk.client.passkeys.delete({ user: USER, id: first.result?.method.id ?? '' });
      await desk.restart();
      const second = await enrollAt(desk, { pin: given });
      expect(second.failure).toBeUndefined();
      expect(second.result?.proof.verified).toBe(true);
      expect(touchesAsked(second)).toBe(2);
    },
  );
});

describe('a key with PIN rules that it does not tell', () => {
  test('gets another random PIN', async () => {
    desk = await openDesk();
    desk.key.faults.pinRefusals = 3;
    const { result } = await enrollAt(desk, { pin: { kind: 'random', length: 6 } });
    expect(result?.pin.random).toMatch(/^\d{6}$/);
  });

  test('does not get one for ever', async () => {
    desk = await openDesk();
    desk.key.faults.pinRefusals = 1000;
    const { failure } = await enrollAt(desk, { pin: { kind: 'random', length: 6 } });
    expect(failure?.error.code).toBe('pin-breaks-rule');
    expect(desk.key.faults.pinRefusals).toBeGreaterThan(900);
  });

  test('has a typed PIN asked for again, with the reason', async () => {
    desk = await openDesk();
    desk.key.faults.pinRefusals = 1;
    const ended = await enrollAt(desk, { interactive: true, pin: given }, (event, enrollmentId) => {
      if (event.type !== 'interaction' || event.interaction.kind !== 'new-pin') return;
      expect(event.interaction.refused?.code).toBe('pin-breaks-rule');
      return desk.client.enrollment.answerPin({ enrollmentId, pin: '318459' });
    });
    expect(ended.result?.proof.verified).toBe(true);
  });
});

test('a random PIN that the key may have taken is shown, although its answer was lost', async () => {
  desk = await openDesk();
  desk.key.faults.removedAfterSetPin = true;
  const { failure } = await enrollAt(desk, { pin: { kind: 'random', length: 6 } });
  expect(failure?.pin).toMatchObject({ set: true, uncertain: true });
  const pin = failure?.pin?.random ?? '';
  desk.key.faults.removedAfterSetPin = false;
  desk.key.powerOn();
  expect((await enrollAt(desk, { pin: { kind: 'given', pin } })).result?.proof.verified).toBe(true);
});

describe('a desk whose clock is wrong', () => {
  test.each([
    ['fast', -10 * 60_000],
    ['slow', 10 * 60_000],
  ])('%s: challenges are judged by the time of the server, and a person is told', async (_, offset) => {
    desk = await openDesk({ pin: PIN, graphClock: () => Date.now() + offset });
    const { result, events } = await enrollAt(desk, { pin: given });
    expect(result?.proof.verified).toBe(true);
    const warning = events.find(event => event.type === 'warning');
    expect(warning).toMatchObject({ warning: { code: 'clock-off' } });
    expect(Math.abs(Number(warning?.type === 'warning' && warning.warning.params.seconds))).toBeGreaterThan(590);
  });
});
