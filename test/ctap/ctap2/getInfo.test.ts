import { describe, expect, it } from 'vitest';
import type { CborMap, CborValue } from '../../../src/ctap/cbor.ts';
import { getInfo, parseInfo } from '../../../src/ctap/ctap2/getInfo.ts';
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
      [0x15, [7, 2 ** 40]],
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
      vendorPrototypeConfigCommands: [7, 2 ** 40],
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
    ['options that are no map', least([0x04, ['rk']]), 'getInfo.options'],
    ['an option that is not a boolean', least([0x04, text(['rk', 1])]), 'getInfo.options.rk'],
    ['a message size that is text', least([0x05, '1024']), 'getInfo.maxMsgSize'],
    ['protocols that are no list', least([0x06, 1]), 'getInfo.pinUvAuthProtocols'],
    ['an algorithm without number', least([0x0a, [text(['type', 'public-key'])]]), 'getInfo.algorithms.alg'],
    ['algorithms that are no maps', least([0x0a, [-7]]), 'getInfo.algorithms'],
    ['a minimum length that is null', least([0x0d, null]), 'getInfo.minPINLength'],
    ['a certification that is text', least([0x13, text(['FIDO', 'x'])]), 'getInfo.certifications.FIDO'],
    ['a URL that is text', least([0x1c, 'https://example.org']), 'getInfo.pinComplexityPolicyURL'],
  ])('refuses %s', (_what, value, member) => {
    expect(thrown(() => parseInfo(value))).toMatchObject({ code: 'response-malformed', params: { member } });
  });

  it('refuses what is no map', () => {
    expect(thrown(() => parseInfo([1]))).toMatchObject({ params: { member: 'getInfo' } });
  });
});
