import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import type { Failure } from '../../../../src/contract/errors/failure.ts';
import { type Desk, enrollAt, openDesk, PIN } from '../enrollment/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

/** The code with which a contract call is refused. */
async function refusal(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return (error as { data: Failure }).data;
  }
  throw new Error('it was not refused');
}

async function expectRefusal(call: Promise<unknown>, code: ErrorCode): Promise<void> {
  expect((await refusal(call)).code).toBe(code);
}

async function told<T>(events: AsyncIterable<T>, onEvent: (event: T) => unknown = () => undefined): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) {
    all.push(event);
    await onEvent(event);
  }
  return all;
}

describe.each(['full', 'legacy'] as const)('the PIN of a %s key', profile => {
  beforeEach(async () => {
    desk = await openDesk({ key: { profile } });
  });

  test('is set once and changed after', async () => {
    const { keys } = desk.client;
    await expectRefusal(keys.changePin({ pin: PIN, newPin: '31845926' }), 'pin-not-set');
    await keys.setPin({ pin: PIN });
    await expectRefusal(keys.setPin({ pin: PIN }), 'pin-already-set');
    await keys.changePin({ pin: PIN, newPin: '31845926' });
    expect((await keys.info({})).pin).toMatchObject({ set: true, retries: 8 });
    const wrong = await refusal(keys.changePin({ pin: PIN, newPin: '318459' }));
    expect(wrong).toMatchObject({ code: 'pin-wrong', params: { retries: 7 } });
  });

  test.each([
    ['of 3 code points', '12😀'],
    ['of 64 bytes', 'x'.repeat(64)],
    ['of 64 bytes in fewer code points', 'é'.repeat(32)],
  ])('is refused %s, before the key sees it', async (_, pin) => {
    await expectRefusal(desk.client.keys.setPin({ pin }), 'pin-breaks-rule');
    expect(desk.key.state().pinSet).toBe(false);
  });

  test('is the same PIN in any Unicode form', async () => {
    await desk.client.keys.setPin({ pin: 'cafe\u0301s' });
    await desk.client.keys.changePin({ pin: 'café\u0073', newPin: PIN });
  });

  test('opens the list of passkeys, and lets one be deleted', async () => {
    const { result } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    const { keys } = desk.client;
    const list = await keys.credentials.list({ pin: PIN });
    expect(list.credentials).toMatchObject([
      { id: result?.credentialId, rpId: 'login.microsoft.com', userName: 'user1@contoso.example' },
    ]);
    expect((await refusal(keys.credentials.list({ pin: '999999' }))).params.retries).toBe(7);
    const credentialId = result?.credentialId ?? '';
    await keys.credentials.delete({ pin: PIN, credentialId });
    await expectRefusal(keys.credentials.delete({ pin: PIN, credentialId }), 'credential-not-found');
    expect(await keys.credentials.list({ pin: PIN })).toMatchObject({
      credentials: [],
      remaining: (list.remaining ?? 0) + 1,
    });
  });
});

describe('the configuration of a key', () => {
  test('is changed under the PIN, and not asked for twice', async () => {
    desk = await openDesk({ pin: PIN });
    const { keys } = desk.client;
    await expectRefusal(keys.configure({ change: { kind: 'setAlwaysUv', on: true } }), 'pin-required');
    for (const _ of [1, 2]) {
      const { options } = await keys.configure({ pin: PIN, change: { kind: 'setAlwaysUv', on: true } });
      expect(options.alwaysUv).toBe(true);
    }
    expect((await keys.configure({ pin: PIN, change: { kind: 'setAlwaysUv', on: false } })).options.alwaysUv).toBe(
      false,
    );
    expect((await keys.configure({ pin: PIN, change: { kind: 'enableEnterpriseAttestation' } })).options.ep).toBe(true);
  });

  test('a longer minimum makes a shorter PIN change first, and never shrinks', async () => {
    desk = await openDesk({ pin: PIN });
    const { keys } = desk.client;
    const { pin } = await keys.configure({ pin: PIN, change: { kind: 'setMinPINLength', length: 8 } });
    expect(pin).toMatchObject({ minLength: 8, changeRequired: true });
    await expectRefusal(keys.credentials.list({ pin: PIN }), 'pin-change-required');
    await expectRefusal(keys.changePin({ pin: PIN, newPin: '7391046' }), 'pin-breaks-rule');
    await keys.changePin({ pin: PIN, newPin: '27182818' });
    const shorter = keys.configure({ pin: '27182818', change: { kind: 'setMinPINLength', length: 6 } });
    await expectRefusal(shorter, 'invalid-input');
  });

  test('a forced PIN change stops all that takes the PIN', async () => {
    desk = await openDesk({ pin: PIN });
    const { keys } = desk.client;
    await keys.configure({ pin: PIN, change: { kind: 'forcePINChange' } });
    const { failure } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    expect(failure?.error.code).toBe('pin-change-required');
    await keys.changePin({ pin: PIN, newPin: '318459' });
    expect((await keys.info({})).pin.changeRequired).toBe(false);
  });

  test('is beyond a CTAP 2.0 key', async () => {
    desk = await openDesk({ key: { profile: 'legacy' }, pin: PIN });
    const change = desk.client.keys.configure({ pin: PIN, change: { kind: 'forcePINChange' } });
    await expectRefusal(change, 'key-lacks-capability');
  });
});

describe('a factory reset', () => {
  test('erases the key within ten seconds of power-up, after its name was confirmed', async () => {
    desk = await openDesk({ pin: PIN });
    const name = (await desk.client.keys.info({})).product ?? '';
    const unconfirmed = await told(await desk.client.keys.reset({ confirm: 'something else' }));
    expect(unconfirmed).toMatchObject([{ type: 'failed', failure: { code: 'reset-not-confirmed', params: { name } } }]);
    desk.key.powerOff();
    desk.key.powerOn();
    const events = await told(await desk.client.keys.reset({ confirm: name }));
    expect(events.at(-1)).toMatchObject({ type: 'completed', key: { pin: { set: false } } });
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
  });

  test('later than that erases nothing and says so', async () => {
    let now = Date.now();
    desk = await openDesk({ pin: PIN, key: { clock: () => now } });
    now += 11_000;
    const events = await told(
      await desk.client.keys.reset({ confirm: (await desk.client.keys.info({})).product ?? '' }),
    );
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'reset-too-late' } });
    expect(desk.key.state().pinSet).toBe(true);
  });

  test('is canceled while it waits for the touch', async () => {
    desk = await openDesk({ pin: PIN });
    const { product = '' } = await desk.client.keys.info({});
    desk.key.powerOff();
    desk.key.powerOn();
    desk.key.setTouch('manual');
    const abort = new AbortController();
    const events = await told(await desk.client.keys.reset({ confirm: product }, { signal: abort.signal }), event => {
      if (event.type === 'step' && event.step === 'touch') abort.abort();
    });
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'cancelled' } });
    expect(desk.key.state().pinSet).toBe(true);
  });
});
