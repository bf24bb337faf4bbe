import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import type { ProfileInput } from '../../../../src/contract/profiles/schema.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bench, openBench, PIN } from './bench.ts';
import { logCommands } from './commandLog.ts';
import { profileOf } from './profileOf.ts';

const CONFIG = 0x0d;
const OPERATION_DENIED = 0x27;

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const given = (pin: string) => ({ kind: 'given', pin }) as const;

/** Plugs in a key, and uses a profile with these settings. */
async function at(settings: Partial<ProfileInput>, pin?: string, options?: Parameters<Bench['plug']>[0]) {
  bench.profile = profileOf(settings);
  const plugged = await bench.plug(options, pin);
  return { ...plugged, log: logCommands(plugged.key) };
}

async function infoOf(keyId: string) {
  return bench.here.keys.use(keyId, async ({ session }) => session.info);
}

describe('the order of the commands', () => {
  const everything = {
    minPinLength: 6,
    forcePinChange: true,
    alwaysUv: true,
    enterpriseAttestation: true,
    pin: { kind: 'random-digits', length: 8 },
  } as const;

  test('is: PIN, settings, passkey, proof, and the PIN change last', async () => {
    const { log, keyId } = await at(everything);
    const end = await bench.enroll({ pin: undefined });
    expect(log).toEqual([
      'setPIN',
      'enableEnterpriseAttestation',
      'toggleAlwaysUv',
      'setMinPINLength',
      'makeCredential',
      'getAssertion',
      'forcePINChange',
    ]);
    expect(end).toMatchObject({
      ok: true,
      result: {
        profile: { id: 'p1', name: 'Desk', unapplied: [] },
        pin: { set: true, random: expect.stringMatching(/^[1-9]\d{7}$/) },
      },
    });
    const { options, minPINLength, forcePINChange } = await infoOf(keyId);
    expect({ options, minPINLength, forcePINChange }).toMatchObject({
      options: { alwaysUv: true, ep: true },
      minPINLength: 6,
      forcePINChange: true,
    });
  });

  test('has only those that the key still needs', async () => {
    const { log, keyId } = await at({ alwaysUv: true, minPinLength: 6 }, PIN);
    await bench.enroll();
    log.length = 0;
    const again = await bench.enroll({ user: 'user2@contoso.example' });
    expect([again.ok, log]).toEqual([true, ['makeCredential', 'getAssertion']]);
    expect((await infoOf(keyId)).minPINLength).toBe(6);
  });

  test('without a profile is as before', async () => {
    const { log } = await at({});
    bench.profile = null;
    const end = await bench.enroll();
    expect(log).toEqual(['setPIN', 'makeCredential', 'getAssertion']);
    expect(end.ok && end.result.profile).toBeUndefined();
  });
});

describe('the PIN', () => {
  test('of random letters and digits has none that look alike', async () => {
    await at({ pin: { kind: 'random-letters', length: 12 } });
    const end = await bench.enroll({ pin: undefined });
    expect(end).toMatchObject({ result: { pin: { random: expect.stringMatching(/^[2-9A-HJKMNP-Z]{12}$/) } } });
  });

  test('is as long as the minimum length of the profile', async () => {
    await at({ pin: { kind: 'random-digits', length: 4 }, minPinLength: 9 });
    expect(await bench.enroll({ pin: undefined })).toMatchObject({
      result: { pin: { random: expect.stringMatching(/^\d{9}$/) } },
    });
  });

  test('that the caller gives goes before the one of the profile', async () => {
    const { key } = await at({ pin: { kind: 'random-digits', length: 8 } });
    const end = await bench.enroll();
    expect(end).toMatchObject({ ok: true, result: { pin: { set: true } } });
    expect([end.ok && end.result.pin.random, key.state().pinSet]).toEqual([undefined, true]);
  });

  test('that is shorter than the profile says never reaches the key', async () => {
    const { key, log } = await at({ minPinLength: 8 });
    const end = await bench.enroll({ pin: given('271828') });
    expect(end).toMatchObject({
      ok: false,
      failure: { error: { code: 'pin-breaks-rule', params: { rule: 'too-short', minLength: 8 } }, cleanedUp: true },
    });
    expect([log, key.state().pinSet]).toEqual([[], false]);
  });

  test('is asked for again if a person types a short one', async () => {
    const { log } = await at({ minPinLength: 8 });
    const answers = ['2718', '27182818'];
    const end = await bench.enroll({ pin: undefined }, { pin: () => given(answers.shift() ?? '') });
    expect([end.ok, answers, log.filter(name => name === 'setPIN')]).toEqual([true, [], ['setPIN']]);
  });

  test('that is kept and too short stays usable until the proof, and must be changed then', async () => {
    const { log, keyId } = await at({ pin: { kind: 'keep' }, minPinLength: 8, forcePinChange: true }, PIN);
    const end = await bench.enroll();
    expect(end).toMatchObject({ ok: true, result: { profile: { unapplied: [] } } });
    expect(log).toEqual(['makeCredential', 'getAssertion', 'setMinPINLength']);
    expect(await infoOf(keyId)).toMatchObject({ minPINLength: 8, forcePINChange: true });
  });
});

describe('a key', () => {
  test.each([
    ['setMinPINLength', { minPinLength: 6 }],
    ['forcePINChange', { forcePinChange: true }],
    ['alwaysUv', { alwaysUv: true }],
    ['enterpriseAttestation', { enterpriseAttestation: true }],
  ] as const)('without %s is refused before anything is written', async (what, settings) => {
    const { log, key } = await at(settings, undefined, { profile: 'legacy' });
    const end = await bench.enroll();
    expect(end).toMatchObject({
      ok: false,
      failure: { error: { code: 'key-lacks-capability', params: { what } }, journalState: null },
    });
    expect([log, key.state().pinSet, await bench.entries()]).toEqual([[], false, []]);
  });

  test('that cannot be reset over USB is refused', async () => {
    const { log } = await at({ reset: 'if-pin' }, PIN, { resetRules: { transports: ['nfc'] } });
    expect(await bench.enroll()).toMatchObject({
      failure: { error: { code: 'key-lacks-capability', params: { what: 'resetOverUsb' } } },
    });
    expect(log).toEqual([]);
  });

  test('with a PIN is refused if the profile sets a random one', async () => {
    const { log } = await at({ pin: { kind: 'random-digits', length: 8 } }, PIN);
    expect(await bench.enroll({ pin: undefined })).toMatchObject({
      failure: { error: { code: 'profile-key-has-pin', params: { profile: 'Desk' } } },
    });
    expect(log).toEqual([]);
  });
});

describe('a setting that fails', () => {
  const failing = (key: SoftwareKey) => {
    key.faults.statusOnCommand = { command: CONFIG, status: OPERATION_DENIED };
  };

  test('after the proof leaves a passkey that works, and is told', async () => {
    const { key, keyId } = await at({ forcePinChange: true });
    const warnings: unknown[] = [];
    const end = await bench.enroll(
      {},
      { onStep: step => step === 'prove' && failing(key), warnings: warnings as never, pin: () => given(PIN) },
    );
    expect(end).toMatchObject({ ok: true, result: { profile: { unapplied: ['forcePINChange'] } } });
    expect(warnings).toHaveLength(1);
    delete key.faults.statusOnCommand;
    expect((await infoOf(keyId)).forcePINChange).toBe(false);
    expect((await bench.entries()).map(({ state }) => state)).toEqual(['proven']);
  });

  test('before the passkey ends the enrollment, and nothing is in Entra', async () => {
    const { key, log } = await at({ alwaysUv: true });
    failing(key);
    const end = await bench.enroll();
    expect(end).toMatchObject({ ok: false, failure: { cleanedUp: true, pin: { set: true } } });
    expect([log.includes('makeCredential'), bench.graph.state.methods]).toEqual([false, []]);
  });

  test('because the key was unplugged after the proof is told, too', async () => {
    const { key } = await at({ forcePinChange: true });
    const end = await bench.enroll({}, { onStep: step => step === 'finish' && key.powerOff() });
    expect(end).toMatchObject({ ok: true, result: { profile: { unapplied: ['forcePINChange'] } } });
  });
});

test('an earlier enrollment on this key is finished, and then gets the settings', async () => {
  const { log, keyId } = await at({});
  bench.identities.set(keyId, 'serial-1');
  bench.profile = null;
  const left = await bench.leave({ state: 'registered', key_identity: 'serial-1' }, true);
  bench.profile = profileOf({ reset: 'always', alwaysUv: true, minPinLength: 6, forcePinChange: true });
  log.length = 0;
  const end = await bench.enroll();
  expect(end).toMatchObject({ ok: true, state: { resumed: true }, result: { profile: { unapplied: [] } } });
  expect(log.filter(name => name !== 'getAssertion')).toEqual(['toggleAlwaysUv', 'setMinPINLength', 'forcePINChange']);
  expect(end.ok && end.result.enrollmentId).toBe(left.id);
});

test('a profile that does not exist is refused', async () => {
  const { log } = await at({});
  bench.parts.profiles = {
    forUser: () => Promise.reject(new KeydeskError('profile-not-found', { profile: 'X' })),
  };
  expect(await bench.enroll()).toMatchObject({ failure: { error: { code: 'profile-not-found' } } });
  expect(log).toEqual([]);
});

test('the name of the passkey comes from the template, with the number of the passkey', async () => {
  await at({ nameTemplate: '{model} {serial} {n}' });
  const end = await bench.enroll();
  expect(end).toMatchObject({ result: { method: { displayName: 'Key 1' } } });
  const typed = await bench.enroll({ displayName: 'Mine', user: 'user2@contoso.example' });
  expect(typed).toMatchObject({ result: { method: { displayName: 'Mine' } } });
});
