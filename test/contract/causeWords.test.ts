import { describe, expect, test } from 'vitest';
import { activityKinds } from '../../src/contract/activity/schema.ts';
import { keyWords, kindWords, subjectWords, valueWords } from '../../src/contract/activity/words.ts';
import { assignmentReasons } from '../../src/contract/assignments/schema.ts';
import { journalStates } from '../../src/contract/enrollment/schema.ts';
import { causeLines, causeWords, detailLines } from '../../src/contract/errors/causeWords.ts';
import { KeydeskError } from '../../src/contract/errors/errors.ts';
import { type Failure, toFailure } from '../../src/contract/errors/failure.ts';
import { firmwareWords } from '../../src/contract/keys/firmware.ts';
import { CtapError, type CtapErrorCode, type CtapErrorParams, statusError } from '../../src/ctap/errors.ts';
import type { StatusName } from '../../src/ctap/status.ts';
import { linesOf } from '../../src/main/base/fatalErrors.ts';
import { toKeydeskError } from '../../src/main/services/keys/keyErrors.ts';
import { NetworkFault } from '../../src/main/services/network/fault.ts';
import { speak } from '../../src/words/say.ts';

/** Every code that is no status, with facts as the CTAP layer gives them. The type wants them all. */
const codes: Record<Exclude<CtapErrorCode, StatusName>, CtapErrorParams> = {
  'status-unknown': { status: 0x7e },
  'cbor-malformed': { what: 'duplicate-key' },
  'response-malformed': { command: 'getInfo', member: 'aaguid' },
  'hid-sequence': { sequence: 3 },
  'hid-message-too-long': { length: 65535, limit: 7609 },
  'hid-wrong-channel': {},
  'hid-error': { hidError: 'ERR_INVALID_CMD' },
  'channel-busy': {},
  'no-answer': {},
  'transport-closed': {},
  cancelled: { answered: false },
  unsupported: { what: 'credMgmt' },
  'agreement-stale': {},
  'pin-rule': { rule: 'too-short', minLength: 4, maxLength: 63 },
  'pin-impossible': {},
  'uv-required': {},
  'attestation-invalid': { reason: 'certificate-aaguid' },
  'credential-invalid': { reason: 'its id is empty' },
  'assertion-invalid': { reason: 'the signature does not verify, or is padded' },
  'wrong-rp-id-hash': {},
};

/** Facts as code has them, such as “(length: 3)”. */
const PARAMS = /\(\w+: |\b\w+: (true|false|null|\d)/;
/** Which facts stand in the words as they are; others become words of their own. */
const said = (fact: unknown) => !['too-short', 63, 0x7e, false].includes(fact as never);
/** Codes of reasons, and the words that stand for them. */
const reasons: Readonly<Record<string, string>> = {
  'duplicate-key': 'a duplicate map key',
  'certificate-aaguid': 'certificate is for another AAGUID',
};

describe('the details of an error', () => {
  test.each(Object.entries(codes))('%s are words', (code, params) => {
    const failure = toFailure(toKeydeskError(new CtapError(code as CtapErrorCode, params)));
    expect(detailLines(failure)[0]).toMatch(/^Code: [a-z0-9-]+$/);
    expect(failure.cause).toHaveLength(1);
    const causes = (failure.cause ?? []).map(cause => causeWords(cause));
    expect(causes[0]).toMatch(/^[A-Z][^{}"]+$/);
    expect(causes[0]).not.toContain(code);
    expect(causes[0]).not.toMatch(PARAMS);
    for (const fact of Object.values(params).filter(said)) {
      expect(causes[0]).toContain(reasons[String(fact)] ?? String(fact));
    }
  });

  test('of a status name it as the specification does', () => {
    expect(detailLines(toFailure(toKeydeskError(statusError(0x31))))).toEqual([
      'Code: pin-wrong',
      'The key answered CTAP2_ERR_PIN_INVALID',
    ]);
  });

  test('have no facts as code writes them, whatever they are', () => {
    for (const code of Object.keys(codes)) {
      const error = new CtapError(code as CtapErrorCode, { what: 'x', odd: 3, answered: true, status: 126, length: 5 });
      for (const line of linesOf(toFailure(toKeydeskError(error)))) expect(line).not.toMatch(PARAMS);
    }
  });

  test('of an odd status have it as the specification writes it', () => {
    expect(detailLines(toFailure(toKeydeskError(statusError(0x7e)))).at(-1)).toBe(
      'The key answered with 0x7e, which is not in the specification',
    );
  });

  test.each(['en', 'de'] as const)('leave out what the message says already, in %s', language => {
    speak(language);
    const error = toKeydeskError(new CtapError('pin-rule', { rule: 'too-short', minLength: 4 }));
    expect(linesOf(toFailure(error))).toHaveLength(2);
    expect(detailLines(toFailure(error))).toHaveLength(1);
    speak('en');
  });

  test('leave out what an earlier cause says, and nothing else', () => {
    const cause = new Error('no such host', { cause: new Error('no such host') });
    const failure = toFailure(new KeydeskError('graph-unreachable', {}, { cause }));
    expect(failure.cause).toHaveLength(2);
    expect(causeLines(failure, 'window')).toEqual(['Error: no such host']);
    // “Microsoft Graph” is in the message. “rap” is only a part of a word there.
    const parts: Failure = { code: 'graph-unreachable', params: {}, cause: ['Microsoft Graph', 'rap'] };
    expect(causeLines(parts, 'window')).toEqual(['rap']);
  });

  test('show hidden characters, as the message does', () => {
    const failure: Failure = { code: 'key-not-found', params: { keyId: 'a\u202eb' }, cause: ['c\u200bd'] };
    const text = linesOf(failure).join();
    expect(text).toContain('(c\\u{200b}d)');
    expect(text).not.toMatch(/[\u200b\u202e]/);
  });

  test('stay as they are in JSON', () => {
    const [cause] =
      toFailure(toKeydeskError(new CtapError('hid-message-too-long', { length: 65535, limit: 7609 }))).cause ?? [];
    expect(cause).toBe('hid-message-too-long (length: 65535, limit: 7609)');
  });

  test('say the code of a system once', () => {
    const cause = Object.assign(new Error('EEXIST: file already exists, open'), { code: 'EEXIST' });
    expect(toFailure(new KeydeskError('internal', {}, { cause })).cause).toEqual(['EEXIST: file already exists, open']);
    const other = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    expect(toFailure(new KeydeskError('internal', {}, { cause: other })).cause).toEqual(['ENOTFOUND: no such host']);
  });

  test('of other programs stay as they are', () => {
    expect(causeWords('ENOSPC: no space left on device, write')).toBe('ENOSPC: no space left on device, write');
    expect(causeWords('TypeError: x is not a function')).toBe('TypeError: x is not a function');
  });
});

describe('a firmware version', () => {
  test.each([
    [0x050701, 0x1050, '5.7.1'],
    [329473, 0x1050, '5.7.1'],
    [0x050204, 0x1050, '5.2.4'],
    [328966, null, '328966'],
    [328966, undefined, '328966'],
    [328966, 0x096e, '328966'],
    [1, 0x1050, '1'],
    [0x1000000, 0x1050, '16777216'],
    ['18446744073709551615', 0x1050, '18446744073709551615'],
  ])('%s of vendor %s is %s', (version, vendorId, words) => {
    expect(firmwareWords(version, vendorId)).toBe(words);
  });
});

describe('the activity log', () => {
  test.each([
    [{ id: 'practice:2', aaguid: 'a', serial: null }, { product: 'Practice key 2' }, 'Practice key 2'],
    [{ id: 'hid:/dev/hidraw0', aaguid: 'a', serial: '4711' }, { product: 'YubiKey' }, 'YubiKey, 4711'],
    [{ id: 'hid:/dev/hidraw0', aaguid: 'a', serial: null }, {}, 'a'],
    [{ id: 'hid:/dev/hidraw0', aaguid: null, serial: null }, null, 'hid:/dev/hidraw0'],
    [{ id: null, aaguid: null, serial: null }, null, null],
  ])('calls the key %j with the facts %j %s', (key, facts, words) => {
    expect(keyWords({ key, facts })).toBe(words);
  });

  test('has words for every kind, and for the states and reasons that its facts hold', () => {
    for (const kind of activityKinds) expect(kindWords(kind)).not.toBe(kind);
    for (const state of journalStates.filter(state => state !== 'done'))
      expect(valueWords('to', state)).not.toBe(state);
    for (const reason of assignmentReasons) expect(valueWords('reason', reason)).toMatch(/^[A-Z].* .*\.$/);
    expect([valueWords('to', true), valueWords('length', 6), valueWords('name', null)]).toEqual(['Yes', '6', '—']);
  });
});

describe('a cause of the network', () => {
  test.each([
    [
      'NetworkFault: unreachable: ECONNREFUSED',
      'The connection failed (ECONNREFUSED)',
      'Die Verbindung ist fehlgeschlagen (ECONNREFUSED)',
    ],
    ['NetworkFault: unreachable', 'The connection failed', 'Die Verbindung ist fehlgeschlagen'],
    ['NetworkFault: timeout', 'The server did not answer in time', 'Der Server hat nicht rechtzeitig geantwortet'],
    ['NetworkFault: too-large: size', 'The answer of the server is too large', 'Die Antwort des Servers ist zu groß'],
  ])('%s has words in both languages', (cause, english, german) => {
    expect([causeWords(cause, 'en'), causeWords(cause, 'de')]).toEqual([english, german]);
  });

  test('is what a fault of the network becomes', () => {
    const error = new KeydeskError(
      'graph-unreachable',
      {},
      { cause: new NetworkFault('untrusted', { reason: 'CERT_X' }) },
    );
    expect(detailLines(toFailure(error), 'en')).toContain('The certificate of the server is not trusted (CERT_X)');
  });
});

describe('an entry of the activity log', () => {
  const nobody = { user: { id: null, userPrincipalName: null }, key: { id: null, aaguid: null, serial: null } };

  test.each([
    [{ batch: 'Monday', rows: 3 }, 'Monday'],
    [{ profile: 'Desk', reset: 'never' }, 'Desk'],
    [{ id: '1', name: 'New name', workflow: 'Team' }, 'Team'],
    [{ name: 'Contoso', clientId: 'x' }, 'Contoso'],
    [{ webhookId: '1', host: 'hooks.example' }, 'hooks.example'],
    [{ count: 3 }, null],
    [null, null],
  ])('without user and key is about what its facts name: %j', (facts, name) => {
    expect(subjectWords({ ...nobody, facts })).toBe(name);
  });

  test('about a user or a key needs no other subject', () => {
    const facts = { batch: 'Monday' };
    expect(subjectWords({ ...nobody, user: { id: '1', userPrincipalName: null }, facts })).toBeNull();
    expect(subjectWords({ ...nobody, key: { id: null, aaguid: null, serial: '12' }, facts })).toBeNull();
  });
});
