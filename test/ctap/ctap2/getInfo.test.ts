import { describe, expect, it } from 'vitest';
import type { CborMap, CborValue } from '../../../src/ctap/cbor.ts';
import { getInfo, parseInfo, speaks } from '../../../src/ctap/ctap2/getInfo.ts';
import { ok, rejection, ScriptedTransport, thrown } from '../helpers.ts';

const AAGUID = Uint8Array.from({ length: 16 }, (_, i) => i * 16 + i);
const text = (...entries: [string, CborValue][]): CborMap => new Map(entries);
const response = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const least = (...more: [number, CborValue][]): CborMap => response([0x01, ['FIDO_2_0']], [0x03, AAGUID], ...more);

describe('getInfo', () => {
  it('asks by the command byte alone', async () => {
    const transport = new ScriptedTransport(ok(least()));
    expect((await getInfo(transport)).versions).toEqual(['FIDO_2_0']);
    expect(transport.requests).toEqual([Uint8Array.of(0x04)]);
  });

  it('refuses an answer without content', async () => {
    expect((await rejection(getInfo(new ScriptedTransport(ok())))).code).toBe('response-malformed');
  });
});

describe('speaks', () => {
  it.each<[string, number, boolean]>([
    ['FIDO_2_0', 1, false],
    ['FIDO_2_1_PRE', 1, false],
    ['FIDO_2_1', 1, true],
    ['FIDO_2_1', 2, false],
    ['FIDO_2_2', 2, true],
    ['FIDO_2_9', 2, true],
    ['FIDO_2_10', 9, true],
    ['FIDO_3_0', 2, true],
    ['U2F_V2', 0, false],
    ['something', 0, false],
  ])('%s, CTAP 2.%i: %s', (version, minor, right) => {
    expect(speaks({ versions: ['U2F_V2', version] }, minor)).toBe(right);
  });
});

describe('parseInfo', () => {
  it('gives the defaults of the specification for what a key does not tell', () => {
    expect(parseInfo(least())).toEqual({
      versions: ['FIDO_2_0'],
      extensions: [],
      aaguid: '00112233-4455-6677-8899-aabbccddeeff',
      options: { rk: false, up: true, plat: false },
      maxMsgSize: 1024,
      pinUvAuthProtocols: [],
      transports: [],
      algorithms: [],
      forcePINChange: false,
      minPINLength: 4,
      attestationFormats: ['packed'],
      longTouchForReset: false,
      transportsForReset: [],
      maxPINLength: 63,
      unknown: new Map(),
    });
  });

  it.each([true, false])('takes protocol one for granted where clientPin is %s', clientPin => {
    expect(parseInfo(least([0x04, text(['clientPin', clientPin])])).pinUvAuthProtocols).toEqual([1]);
  });

  it('counts a maximum PIN length below the minimum as not told', () => {
    expect(parseInfo(least([0x0d, 8], [0x1d, 6]))).toMatchObject({ minPINLength: 8, maxPINLength: 63 });
  });

  it.each<[string, CborValue, number[]]>([
    ['no protocol', [], [1]],
    ['a protocol that is text', [2, '1'], [1]],
    ['a protocol that came after this host', [9], [9]],
  ])('reads %s of a key with a PIN', (_what, protocols, right) => {
    expect(parseInfo(least([0x04, text(['clientPin', true])], [0x06, protocols])).pinUvAuthProtocols).toEqual(right);
  });

  it('reads every member of CTAP 2.3', () => {
    const all = least(
      [0x02, ['credProtect', 'hmac-secret']],
      [0x04, text(['rk', true], ['up', false], ['clientPin', true], ['newOption', true])],
      [0x05, 2048],
      [0x06, [2, 1]],
      [0x07, 8],
      [0x08, 128],
      [0x09, ['usb', 'nfc']],
      [0x0a, [text(['alg', -7], ['type', 'public-key']), text(['alg', -8], ['type', 'public-key'])]],
      [0x0b, 4096],
      [0x0c, true],
      [0x0d, 6],
      [0x0e, 0x00050403],
      [0x0f, 32],
      [0x10, 1],
      [0x11, 3],
      [0x12, 2],
      [0x13, text(['FIPS-CMVP-3', 1], ['FIDO', 2])],
      [0x14, 99],
      [0x15, [7, 2 ** 40, 2n ** 63n]],
      [0x16, ['packed', 'none']],
      [0x17, 5],
      [0x18, true],
      [0x19, Uint8Array.of(1)],
      [0x1a, ['usb']],
      [0x1b, true],
      [0x1c, new TextEncoder().encode('https://example.org/pin')],
      [0x1d, 16],
      [0x1e, Uint8Array.of(2)],
      [0x1f, [1, 2, 3]],
    );
    expect(parseInfo(all)).toEqual({
      versions: ['FIDO_2_0'],
      extensions: ['credProtect', 'hmac-secret'],
      aaguid: '00112233-4455-6677-8899-aabbccddeeff',
      options: { rk: true, up: false, plat: false, clientPin: true, newOption: true },
      maxMsgSize: 2048,
      pinUvAuthProtocols: [2, 1],
      maxCredentialCountInList: 8,
      maxCredentialIdLength: 128,
      transports: ['usb', 'nfc'],
      algorithms: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -8 },
      ],
      maxSerializedLargeBlobArray: 4096,
      forcePINChange: true,
      minPINLength: 6,
      firmwareVersion: 0x00050403,
      maxCredBlobLength: 32,
      maxRPIDsForSetMinPINLength: 1,
      preferredPlatformUvAttempts: 3,
      uvModality: 2,
      certifications: { 'FIPS-CMVP-3': 1, FIDO: 2 },
      remainingDiscoverableCredentials: 99,
      vendorPrototypeConfigCommands: [7, 2 ** 40, 2n ** 63n],
      attestationFormats: ['packed', 'none'],
      uvCountSinceLastPinEntry: 5,
      longTouchForReset: true,
      encIdentifier: Uint8Array.of(1),
      transportsForReset: ['usb'],
      pinComplexityPolicy: true,
      pinComplexityPolicyURL: 'https://example.org/pin',
      maxPINLength: 16,
      encCredStoreState: Uint8Array.of(2),
      authenticatorConfigCommands: [1, 2, 3],
      unknown: new Map(),
    });
  });

  it('keeps members that it does not name', () => {
    const info = parseInfo(least([0x20, 'new'], [0xff, [1]]));
    expect(info.unknown).toEqual(
      new Map<number, CborValue>([
        [0x20, 'new'],
        [0xff, [1]],
      ]),
    );
  });

  it.each<[string, CborMap, string]>([
    ['no versions', response([0x03, AAGUID]), 'getInfo.versions'],
    ['no AAGUID', response([0x01, ['FIDO_2_0']]), 'getInfo.aaguid'],
    ['an AAGUID of 15 bytes', least([0x03, AAGUID.slice(1)]), 'getInfo.aaguid'],
    ['versions that are not text', least([0x01, [1]]), 'getInfo.versions'],
  ])('refuses %s', (_what, value, member) => {
    expect(thrown(() => parseInfo(value))).toMatchObject({ code: 'response-malformed', params: { member } });
  });

  it.each<[string, [number, CborValue], string, unknown]>([
    ['options that are no map', [0x04, ['rk']], 'options', { rk: false, up: true, plat: false }],
    [
      'an option that is not a boolean',
      [0x04, text(['rk', true], ['ep', 1])],
      'options',
      { rk: true, up: true, plat: false },
    ],
    ['a message size that is text', [0x05, '1024'], 'maxMsgSize', 1024],
    ['a negative message size', [0x05, -1], 'maxMsgSize', 1024],
    ['a message size of 0', [0x05, 0], 'maxMsgSize', 1024],
    ['a message size of 1023', [0x05, 1023], 'maxMsgSize', 1024],
    ['a list of no credentials', [0x07, 0], 'maxCredentialCountInList', undefined],
    ['an id length of 0', [0x08, 0], 'maxCredentialIdLength', undefined],
    ['an id length of 15', [0x08, 15], 'maxCredentialIdLength', undefined],
    ['a minimum length of 0', [0x0d, 0], 'minPINLength', 4],
    ['a minimum length of 64', [0x0d, 64], 'minPINLength', 4],
    ['a minimum length of 64 bits', [0x0d, 2n ** 63n], 'minPINLength', 4],
    ['attempts without end', [0x11, 2n ** 63n], 'preferredPlatformUvAttempts', undefined],
    ['a maximum length of 2', [0x1d, 2], 'maxPINLength', 63],
    ['a maximum length of 255', [0x1d, 255], 'maxPINLength', 63],
    ['protocols that are no list', [0x06, 1], 'pinUvAuthProtocols', []],
    ['an algorithm without number', [0x0a, [text(['type', 'public-key'])]], 'algorithms', []],
    ['algorithms that are no maps', [0x0a, [-7]], 'algorithms', []],
    ['a minimum length that is null', [0x0d, null], 'minPINLength', 4],
    ['a firmware version of 64 bits', [0x0e, 2n ** 63n], 'firmwareVersion', undefined],
    [
      'a certification that is text',
      [0x13, text(['FIDO', 'x'], ['FIPS-CMVP-3', 1])],
      'certifications',
      { 'FIPS-CMVP-3': 1 },
    ],
    ['a URL that is text', [0x1c, 'https://example.org'], 'pinComplexityPolicyURL', undefined],
  ])('counts %s as not told, and keeps it', (_what, [key, value], name, right) => {
    const info = parseInfo(least([key, value]));
    expect(info[name as keyof typeof info]).toEqual(right);
    expect(info.unknown).toEqual(new Map([[key, value]]));
  });

  it.each<[string, [number, CborValue], string, unknown]>([
    ['a message size of 64 bits', [0x05, 2n ** 64n - 1n], 'maxMsgSize', 7609],
    ['an id length of 16', [0x08, 16], 'maxCredentialIdLength', 16],
    ['room for 64 bits of passkeys', [0x14, 2n ** 63n], 'remainingDiscoverableCredentials', Number.MAX_SAFE_INTEGER],
    ['a minimum length of 63', [0x0d, 63], 'minPINLength', 63],
    ['a maximum length of 4', [0x1d, 4], 'maxPINLength', 4],
  ])('holds %s within what the specification allows', (_what, member, name, right) => {
    const info = parseInfo(least(member));
    expect(info[name as keyof typeof info]).toBe(right);
    expect(info.unknown.size).toBe(0);
  });

  it('refuses what is no map', () => {
    expect(thrown(() => parseInfo([1]))).toMatchObject({ params: { member: 'getInfo' } });
  });
});
