import { afterEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import type { CborTransport } from '../../../../src/ctap/ctap2/call.ts';
import { CtapError, type CtapErrorCode } from '../../../../src/ctap/errors.ts';
import { KeySession } from '../../../../src/ctap/session.ts';
import { enrollFingerprint } from '../../../../src/main/features/keyManagement/fingerprints.ts';
import { toKeydeskError } from '../../../../src/main/services/keys/keyErrors.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import type { Faults } from '../../../../src/simulator/key/faults.ts';
import { openKey } from '../../../simulator/key/open.ts';
import { type Desk, enrollAt, openDesk, PIN } from '../../features/enrollment/desk.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
});

/** A desk whose key has a PIN and a passkey, and behaves oddly from now on. */
async function deskWith(faults: Faults, profile: 'full' | 'legacy' = 'full') {
  const opened = await openDesk({ key: { profile }, pin: PIN });
  desk = opened;
  Object.assign(opened.key.faults, faults);
  return { desk: opened, keys: opened.client.keys, key: opened.key };
}

async function refusal(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return (error as { data: Failure }).data;
  }
  throw new Error('it was not refused');
}

describe('what a key says of itself', () => {
  test('is shown where it does not tell the attempts left', async () => {
    const { keys } = await deskWith({ statusOnCommand: { command: 0x06, status: 0x7f } });
    const { pin, versions } = await keys.info({});
    expect(versions).toContain('FIDO_2_1');
    expect(pin).toEqual({ supported: true, set: true, changeRequired: false, minLength: 4, maxLength: 63 });
  });

  test('is read in any order and of any width', async () => {
    const { keys, desk: own } = await deskWith({ unsortedCbor: true, wideInfo: true });
    const info = await keys.info({});
    expect(info).toMatchObject({ firmwareVersion: '9223372036854775808', pin: { retries: 8 }, unknownMembers: [0x0e] });
    const { result } = await enrollAt(own, { pin: { kind: 'given', pin: PIN } });
    expect(result?.proof.verified).toBe(true);
  });

  test('that it cannot blink is no damage', async () => {
    const { keys, key } = await deskWith({ noWink: true });
    const failure = await refusal(keys.wink({}));
    expect(failure.code).toBe('key-cannot-blink');
    expect(wordsFor(failure).message).toContain('cannot blink');
    delete key.faults.noWink;
    await keys.wink({});
  });
});

describe('the list of passkeys', () => {
  test.each<[Faults, string[]]>([
    [{}, []],
    [{ totalTooHigh: true }, ['total-too-high']],
    [{ totalMissing: true }, ['total-missing']],
    [{ nullNames: true }, ['name-unreadable']],
    [{ unsortedCbor: true }, []],
  ])('of a key with %j is there, and says what is wrong: %j', async (faults, inconsistent) => {
    const { keys } = await deskWith(faults);
    const list = await keys.credentials.list({ pin: PIN });
    expect(list.credentials).toMatchObject([{ rpId: 'login.microsoft.com' }]);
    expect(list).toMatchObject({ inconsistent, remaining: 24 });
    expect(list.credentials[0]?.userName).toBe(faults.nullNames === true ? undefined : 'user2@contoso.example');
  });

  test('is asked for by the other command where the key refuses the first', async () => {
    const { keys } = await deskWith({ statusOnCommand: { command: 0x0a, status: 0x14 } });
    const { credentials } = await keys.credentials.list({ pin: PIN });
    expect(credentials).toHaveLength(1);
    await keys.credentials.delete({ pin: PIN, credentialId: credentials[0]?.id ?? '' });
    expect((await keys.credentials.list({ pin: PIN })).credentials).toEqual([]);
  });

  test.each([0x14, 0x3e, 0x2b, 0x02])(
    'of a key that refuses both with %i cannot be had, and the key says so',
    async status => {
      const { keys } = await deskWith({ statusOnCommand: { command: 0x41, status } }, 'legacy');
      const failure = await refusal(keys.credentials.list({ pin: PIN }));
      expect(failure.code).toBe('key-cannot-list');
      expect(wordsFor(failure).message).toContain('does not support the commands that Keydesk uses to list');
    },
  );

  test('is empty where the key says NO_CREDENTIALS to all of it', async () => {
    for (const profile of ['full', 'legacy'] as const) {
      const command = profile === 'full' ? 0x0a : 0x41;
      const { keys, desk: own } = await deskWith({ statusOnCommand: { command, status: 0x2e } }, profile);
      const list = await keys.credentials.list({ pin: PIN });
      expect(list).toEqual({ credentials: [], remaining: profile === 'full' ? 24 : null, inconsistent: [] });
      await own.close();
      desk = undefined;
    }
  });

  test('still fails for what is about the PIN', async () => {
    const { keys } = await deskWith({ statusOnCommand: { command: 0x0a, status: 0x33 } });
    expect((await refusal(keys.credentials.list({ pin: PIN }))).code).toBe('key-status');
    expect((await refusal(keys.credentials.list({ pin: '999999' }))).code).toBe('pin-wrong');
  });
});

describe('a PIN', () => {
  test.each(['full', 'legacy'] as const)(
    'that is wrong is reported with the attempts left, whatever a %s key calls it',
    async profile => {
      const { keys } = await deskWith({ wrongPinIsAuthInvalid: true }, profile);
      for (const [call, retries] of [
        [keys.credentials.list({ pin: '999999' }), 7],
        [keys.changePin({ pin: '999999', newPin: '318459' }), 6],
      ] as const) {
        expect(await refusal(call)).toMatchObject({ code: 'pin-wrong', params: { retries } });
      }
    },
  );

  test.each(['', '1', 'x'.repeat(200)])('that no key can have, as %j, costs no attempt', async pin => {
    const { keys } = await deskWith({});
    for (const call of [keys.credentials.list({ pin }), keys.changePin({ pin, newPin: '318459' })]) {
      const failure = await refusal(call);
      expect(failure).toMatchObject({ code: 'pin-wrong', params: { impossible: true, retries: 8 } });
      expect(wordsFor(failure).message).toContain('not asked');
    }
    expect((await keys.info({})).pin.retries).toBe(8);
  });

  test('that must change and stays the same is refused for that', async () => {
    const { keys } = await deskWith({});
    await keys.configure({ pin: PIN, change: { kind: 'forcePINChange' } });
    const failure = await refusal(keys.changePin({ pin: PIN, newPin: PIN }));
    expect(failure).toMatchObject({ code: 'pin-breaks-rule', params: { rule: 'unchanged' } });
    expect(wordsFor(failure).message).toContain('is the same as the current one');
  });
});

describe('the minimum PIN length', () => {
  test('that a key refuses is refused, and no change of the PIN is asked for', async () => {
    const { keys } = await deskWith({ statusOnCommand: { command: 0x0d, status: 0x37 } });
    const failure = await refusal(keys.configure({ pin: PIN, change: { kind: 'setMinPINLength', length: 12 } }));
    expect(failure).toMatchObject({ code: 'pin-length-refused', params: { length: 12 } });
    expect(wordsFor(failure).message).toContain('12');
    const other = await refusal(keys.configure({ pin: PIN, change: { kind: 'setAlwaysUv', on: true } }));
    expect(other).toMatchObject({ code: 'key-status', params: { status: 'CTAP2_ERR_PIN_POLICY_VIOLATION' } });
  });

  test('is sent to the websites named, as many as the key takes', async () => {
    const { keys } = await deskWith({});
    const change = (rpIds: string[]) =>
      keys.configure({ pin: PIN, change: { kind: 'setMinPINLength', length: 4, rpIds } });
    expect((await refusal(change(['a', 'b', 'c', 'd', 'e']))).code).toBe('invalid-input');
    expect((await change(['login.microsoft.com'])).pin).toMatchObject({ minLength: 4, changeRequired: false });
  });
});

describe('the name of a finger', () => {
  const eightyBytes = '🔑'.repeat(20);

  test('longer than the sensor takes is refused before the first touch', async () => {
    const { keys, key } = await deskWith({});
    const events = [];
    for await (const event of await keys.fingerprints.enroll({ pin: PIN, name: eightyBytes })) events.push(event);
    expect(events).toMatchObject([{ type: 'failed', failure: { code: 'invalid-input' } }]);
    expect(key.state().fingerprintCount).toBe(0);
    const [fits] = ['🔑'.repeat(16)];
    for await (const event of await keys.fingerprints.enroll({ pin: PIN, name: fits ?? '' })) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'completed', fingerprint: { name: fits } });
    const [known] = await keys.fingerprints.list({ pin: PIN });
    const rename = keys.fingerprints.rename({ pin: PIN, id: known?.id ?? '', name: eightyBytes });
    expect((await refusal(rename)).code).toBe('invalid-input');
  });

  test('that a key refuses after the last touch leaves the finger known', async () => {
    const { key, channel } = await openKey();
    const SET_FRIENDLY_NAME = 0x05;
    const refusing: CborTransport = {
      cbor: async (payload, options) => {
        const isName = payload[0] === 0x09 && payload[5] === SET_FRIENDLY_NAME;
        return isName ? Uint8Array.of(0x03) : channel.cbor(payload, options);
      },
    };
    const session = await KeySession.open(refusing);
    await session.setPin(PIN);
    const { signal } = new AbortController();
    const end = await enrollFingerprint({ session } as OpenKey, { pin: PIN, name: 'thumb' }, () => undefined, signal);
    expect(end).toMatchObject({ type: 'completed', nameRefused: { code: 'key-status' } });
    expect(end).not.toHaveProperty('fingerprint.name');
    expect(key.state().fingerprintCount).toBe(1);
    await key.close();
  });
});

describe('what the CTAP layer says', () => {
  test.each<[CtapError, string, boolean]>([
    [
      new CtapError('CTAP1_ERR_INVALID_COMMAND'),
      'refused a command that Keydesk needs (CTAP1_ERR_INVALID_COMMAND)',
      false,
    ],
    [new CtapError('unsupported', { what: 'uv' }), 'cannot verify its user itself', true],
  ])('a key with a PIN is not told to need one where it refused a command: %s', (error, message, needs) => {
    const words = wordsFor(toFailure(toKeydeskError(error)));
    expect(words.message).toContain(message);
    expect(words.next.includes('a PIN')).toBe(needs);
  });

  test.each<[CtapErrorCode, Record<string, string>, ErrorCode]>([
    ['unsupported', { what: 'wink' }, 'key-cannot-blink'],
    ['unsupported', { what: 'credMgmt' }, 'key-cannot-list'],
    ['unsupported', { what: 'largeBlobs' }, 'key-lacks-capability'],
    ['uv-required', {}, 'fingerprint-required'],
    ['agreement-stale', {}, 'key-busy'],
    ['hid-error', { hidError: 'ERR_INVALID_CHANNEL' }, 'key-wrong-channel'],
    ['hid-error', { hidError: 'ERR_LOCK_REQUIRED' }, 'key-busy'],
    ['hid-error', { hidError: 'ERR_INVALID_CMD' }, 'key-lacks-capability'],
    ['hid-error', { hidError: 'ERR_OTHER' }, 'key-reply-damaged'],
    ['CTAP2_ERR_PIN_AUTH_INVALID', {}, 'key-status'],
    ['CTAP2_ERR_UNSUPPORTED_EXTENSION', {}, 'key-status'],
  ])('as %s %j is reported as a person needs it: %s', (code, params, right) => {
    const failure = toFailure(toKeydeskError(new CtapError(code, params)));
    expect(failure.code).toBe(right);
    if (right === 'key-status') expect(wordsFor(failure).message).toContain(code);
  });
});
