import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentRequest } from '../../../../src/contract/enrollment/schema.ts';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { type Desk, type Ended, enrollAt, openDesk, PIN, USER } from './desk.ts';

let desk: Desk;
const given = { kind: 'given', pin: PIN } as const;

/** Nothing of a failed enrollment may be left: not on the key, not in Entra, and the words say what to do. */
async function expectClean({ failure }: Ended, code: ErrorCode, credentials = 0): Promise<void> {
  expect(failure?.error.code).toBe(code);
  expect(failure?.cleanedUp).toBe(true);
  expect(desk.key.state().credentialCount).toBe(credentials);
  if (failure !== undefined) expect(wordsFor(failure.error).next).not.toBe('');
  expect(await desk.client.enrollment.unfinished()).toEqual([]);
}

describe('before anything is asked of the key', () => {
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  const refused: [string, Partial<EnrollmentRequest>, ErrorCode][] = [
    ['an unknown user', { user: 'nobody@contoso.example' }, 'user-not-found'],
    ['a guest', { user: 'user29_partner.example#EXT#@contoso.example' }, 'user-is-guest'],
    ['a key that is not there', { keyId: 'udp:1:2' }, 'key-not-found'],
    ['no PIN and nobody to ask', {}, 'pin-required'],
    ['a PIN too short', { pin: { kind: 'given', pin: '123' } }, 'pin-breaks-rule'],
    ['a PIN too long', { pin: { kind: 'given', pin: 'x'.repeat(64) } }, 'pin-breaks-rule'],
    ['a name too long', { pin: given, displayName: 'x'.repeat(31) }, 'invalid-input'],
  ];
  test.each(refused)('%s', async (_, request, code) => {
    await expectClean(await enrollAt(desk, request), code);
    expect(desk.key.state().pinSet).toBe(false);
  });

  test('an admin whom this sign-in may not touch', async () => {
    const admin = desk.graph.faults;
    admin.add({ path: 'creationOptions', status: 403, code: 'Authorization_RequestDenied', times: 2 });
    await expectClean(await enrollAt(desk, { pin: given }), 'graph-forbidden');
  });
});

describe('what Graph may answer to the options', () => {
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  test.each([
    [401, 'graph-unauthorized'],
    [404, 'user-not-found'],
    [405, 'graph-method-not-allowed'],
    [409, 'graph-conflict'],
    [400, 'graph-refused'],
  ] as const)('%d', async (status, code) => {
    desk.graph.faults.add({ path: 'creationOptions', status, times: 2 });
    await expectClean(await enrollAt(desk, { pin: given }), code);
  });

  test('what is not JSON', async () => {
    desk.graph.faults.add({ path: 'creationOptions', malformed: true, times: 5 });
    await expectClean(await enrollAt(desk, { pin: given }), 'graph-malformed');
  });

  test('429 and 503 once: waited for, then done', async () => {
    desk.graph.faults.add({ path: 'creationOptions', status: 429, retryAfter: 0 });
    desk.graph.faults.add({ path: 'creationOptions', status: 503 });
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
  });

  test('nothing at all', async () => {
    await desk.graph.close();
    await expectClean(await enrollAt(desk, { pin: given }), 'graph-unreachable');
  });
});

describe('PINs of a key that has one', () => {
  beforeEach(async () => {
    desk = await openDesk({ pin: PIN });
  });
  afterEach(() => desk.close());

  test('a wrong one is reported with the attempts left and never tried again by itself', async () => {
    const ended = await enrollAt(desk, { pin: { kind: 'given', pin: '999999' } });
    await expectClean(ended, 'pin-wrong', 1);
    expect(ended.failure?.error.params.retries).toBe(7);
  });

  test('three wrong ones pause the key until it is plugged in again', async () => {
    for (const retries of [7, 6, 5]) {
      const { failure } = await enrollAt(desk, { pin: { kind: 'given', pin: '999999' } });
      expect(failure?.error.code).toBe(retries === 5 ? 'pin-soft-blocked' : 'pin-wrong');
      expect(failure?.error.params.retries).toBe(retries);
    }
    await expectClean(await enrollAt(desk, { pin: given }), 'pin-soft-blocked', 1);
    desk.key.powerOff();
    desk.key.powerOn();
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
  });

  test('eight wrong ones block it for good', async () => {
    for (let i = 1; i <= 8; i++) {
      await enrollAt(desk, { pin: { kind: 'given', pin: '999999' } });
      if (i % 3 === 0) {
        desk.key.powerOff();
        desk.key.powerOn();
      }
    }
    await expectClean(await enrollAt(desk, { pin: given }), 'pin-blocked', 1);
  });

  test('a random one does not replace a PIN that is not known', async () => {
    await expectClean(await enrollAt(desk, { pin: { kind: 'random', length: 6 } }), 'pin-required', 1);
  });
});

describe('a key that misbehaves', () => {
  beforeEach(async () => {
    desk = await openDesk({ pin: PIN, key: { touchTimeout: 200 } });
  });
  afterEach(() => desk.close());

  test.each([
    ['full', { keyFull: true }, 'key-full'],
    ['older than FIDO2', { u2fOnly: true }, 'key-not-fido2'],
    ['a credential for another site', { wrongRpIdHash: true }, 'wrong-rp-id-hash'],
    ['another AAGUID than it told', { wrongAaguid: true }, 'credential-invalid'],
    ['a bad attestation signature', { badAttestationSignature: true }, 'attestation-invalid'],
    ['damaged CBOR', { truncatedCbor: true }, 'key-reply-damaged'],
    ['a duplicate CBOR key', { duplicateCborKey: true }, 'key-reply-damaged'],
    ['busy with another program', { busy: true }, 'key-busy'],
    ['a status nobody expects', { statusOnCommand: { command: 0x01, status: 0x7f } }, 'key-status'],
  ] as const)('%s', async (_, faults, code) => {
    Object.assign(desk.key.faults, faults);
    await expectClean(await enrollAt(desk, { pin: given }), code, 1);
  });

  test.each([
    ['answers on another channel', { wrongChannel: true }, 'key-wrong-channel'],
    ['answers nothing', { silent: true }, 'key-silent'],
    ['loses a report', { droppedReport: true }, 'key-reply-damaged'],
  ] as const)('%s', async (_, faults, code) => {
    Object.assign(desk.key.faults, faults);
    await expectClean(await enrollAt(desk, { pin: given }), code, 1);
  });

  test('it is not touched in time', async () => {
    desk.key.setTouch('never');
    await expectClean(await enrollAt(desk, { pin: given }), 'touch-timeout', 1);
  });

  test('it holds a passkey of this user already', async () => {
    await enrollAt(desk, { pin: given });
    const ended = await enrollAt(desk, { pin: given });
    await expectClean(ended, 'credential-excluded', 2);
    expect(ended.failure?.error.params.user).toBe(USER);
  });

  test('cancelled while it waits for a touch', async () => {
    desk.key.setTouch('manual');
    const ended = await enrollAt(desk, { pin: given }, (event, enrollmentId) => {
      if (event.type === 'interaction' && event.interaction.kind === 'touch') {
        return desk.client.enrollment.cancel({ enrollmentId });
      }
    });
    await expectClean(ended, 'cancelled', 1);
  });

  test('a proof that does not verify leaves the passkey registered and says so', async () => {
    desk.key.faults.badAssertionSignature = true;
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure).toMatchObject({
      error: { code: 'proof-failed' },
      cleanedUp: false,
      journalState: 'needs-attention',
    });
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  });
});

describe('a registration that Entra refuses for good', () => {
  beforeEach(async () => {
    desk = await openDesk({ pin: PIN });
  });
  afterEach(() => desk.close());

  test('for the AAGUID: the orphan is deleted from the key', async () => {
    desk.graph.state.policy.keyRestrictions = { enforcementType: 'allow', aaGuids: [] };
    await expectClean(await enrollAt(desk, { pin: given }), 'aaguid-refused', 1);
  });

  test('for the attestation: likewise', async () => {
    desk.graph.state.policy.attestationEnforced = true;
    await expectClean(await enrollAt(desk, { pin: given }), 'attestation-refused', 1);
  });

  test('a PIN that had been made by then is not lost with it', async () => {
    desk.graph.state.policy.attestationEnforced = true;
    desk.key.powerOff();
    desk.key.powerOn();
    const blank = await openDesk();
    try {
      blank.graph.state.policy.attestationEnforced = true;
      const { failure } = await enrollAt(blank, { pin: { kind: 'random', length: 6 } });
      expect(failure?.pin).toMatchObject({ set: true, random: expect.stringMatching(/^\d{6}$/) });
    } finally {
      await blank.close();
    }
  });
});
