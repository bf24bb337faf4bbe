import { describe, expect, test } from 'vitest';
import { type CborMap, type CborValue, encode } from '../../../src/ctap/cbor.ts';
import { createSoftwareKey, type SoftwareKeyOptions } from '../../../src/simulator/key/softwareKey.ts';
import { PinHost } from './pinHost.ts';
import { map, RawHost } from './raw.ts';

const HASH = new Uint8Array(32).fill(5);
const RP = 'login.microsoft.com';
const ES256 = map(['alg', -7], ['type', 'public-key']);
const descriptor = (n: number) => map(['id', Uint8Array.of(n)], ['type', 'public-key']);

/** A makeCredential that would work, with changes. */
function creation(...changes: [number, CborValue][]): CborMap {
  const sound: [number, CborValue][] = [
    [1, HASH],
    [2, map(['id', RP])],
    [3, map(['id', Uint8Array.of(1)], ['name', 'user1'])],
    [4, [ES256]],
    [7, map(['rk', true])],
  ];
  return new Map([...sound, ...changes]);
}
const assertion = (...more: [number, CborValue][]) => map([1, RP], [2, HASH], ...more);

async function open(options: Partial<SoftwareKeyOptions> = {}) {
  const key = await createSoftwareKey({ profile: 'full', ...options });
  return { key, host: await RawHost.open(key) };
}

describe('each refusal has the status of the specification', () => {
  test.each<[string, number, CborMap | Uint8Array | undefined, number]>([
    ['an unknown command', 0x55, undefined, 0x01],
    ['makeCredential without parameters', 0x01, undefined, 0x14],
    ['… that are no CBOR', 0x01, Uint8Array.of(0xff), 0x12],
    ['… with bytes after them', 0x01, Uint8Array.of(0xa0, 0x00), 0x12],
    ['… cut short', 0x01, Uint8Array.of(0xa1, 0x01), 0x12],
    ['… with a duplicate key', 0x01, Uint8Array.of(0xa2, 1, 0, 1, 0), 0x12],
    ['… with keys out of order', 0x01, Uint8Array.of(0xa2, 2, 0, 1, 0), 0x12],
    ['… of indefinite length', 0x01, Uint8Array.of(0xbf, 0xff), 0x12],
    ['… with a fraction', 0x01, Uint8Array.of(0xa1, 1, 0xf9, 0x3e, 0x00), 0x12],
    ['… with a fraction that is an integer', 0x01, Uint8Array.of(0xa1, 1, 0xf9, 0x3c, 0x00), 0x12],
    ['… that are an array', 0x01, Uint8Array.of(0x80), 0x11],
    ['… without clientDataHash', 0x01, without(1), 0x14],
    ['… without rp', 0x01, without(2), 0x14],
    ['… without user', 0x01, without(3), 0x14],
    ['… without pubKeyCredParams', 0x01, without(4), 0x14],
    ['… with a text for a hash', 0x01, creation([1, 'hash']), 0x11],
    ['… with an rp without id', 0x01, creation([2, map(['name', 'x'])]), 0x14],
    ['… with a number for a name', 0x01, creation([3, map(['id', Uint8Array.of(1)], ['name', 1])]), 0x11],
    ['… with a user id of 65 bytes', 0x01, creation([3, map(['id', new Uint8Array(65)])]), 0x03],
    ['… of RS256 only', 0x01, creation([4, [map(['alg', -257], ['type', 'public-key'])]]), 0x26],
    ['… of an algorithm without type', 0x01, creation([4, [map(['alg', -7])]]), 0x14],
    ['… excluding nine', 0x01, creation([5, Array.from({ length: 9 }, (_, i) => descriptor(i))]), 0x15],
    ['… with credProtect 0, which 12.1 gives no meaning', 0x01, creation([6, map(['credProtect', 0])]), 0x2c],
    ['… with credProtect 4', 0x01, creation([6, map(['credProtect', 4])]), 0x2c],
    ['… with credProtect -1', 0x01, creation([6, map(['credProtect', -1])]), 0x2c],
    ['… with a text for credProtect', 0x01, creation([6, map(['credProtect', '1'])]), 0x11],
    ['… with up: false', 0x01, creation([7, map(['up', false])]), 0x2c],
    ['… with uv: true', 0x01, creation([7, map(['uv', true])]), 0x2c],
    ['… with a param of no protocol', 0x01, creation([8, new Uint8Array(16)]), 0x14],
    ['… with a param of protocol 3', 0x01, creation([8, new Uint8Array(16)], [9, 3]), 0x02],
    ['… with a param of no token', 0x01, creation([8, new Uint8Array(32)], [9, 2]), 0x33],
    ['… with an empty param', 0x01, creation([8, new Uint8Array()]), 0x35],
    ['… for an enterprise that was not enabled', 0x01, creation([10, 2]), 0x02],
    ['… with a number for an icon', 0x01, creation([2, map(['id', RP], ['icon', 1])]), 0x11],
    ['… with a text to exclude', 0x01, creation([5, ['x']]), 0x11],
    ['… excluding something without type', 0x01, creation([5, [map(['id', Uint8Array.of(1)])]]), 0x14],
    ['… excluding something without id', 0x01, creation([5, [map(['type', 'public-key'])]]), 0x14],
    ['… with a number for rk', 0x01, creation([7, map(['rk', 1])]), 0x11],
    ['… with hmac-secret: 1', 0x01, creation([6, map(['hmac-secret', 1])]), 0x11],
    ['… with enterprise attestation of a text', 0x01, creation([10, 'x']), 0x11],
    ['… preferring an attestation of a number', 0x01, creation([11, [1]]), 0x11],
    ['getAssertion of nothing', 0x02, assertion(), 0x2e],
    ['… without rpId', 0x02, map([2, HASH]), 0x14],
    ['… without clientDataHash', 0x02, map([1, RP]), 0x14],
    ['… allowing a map', 0x02, assertion([3, new Map()]), 0x11],
    ['… allowing something without id', 0x02, assertion([3, [map(['type', 'public-key'])]]), 0x14],
    ['… with uv: true', 0x02, assertion([5, map(['uv', true])]), 0x2c],
    ['… with rk', 0x02, assertion([5, map(['rk', true])]), 0x2b],
    ['… with an empty param', 0x02, assertion([6, new Uint8Array()]), 0x35],
    ['… allowing nine', 0x02, assertion([3, Array.from({ length: 9 }, (_, i) => descriptor(i))]), 0x15],
    ['getNextAssertion before getAssertion', 0x08, undefined, 0x30],
    ['clientPIN without a subcommand', 0x06, map([1, 2]), 0x14],
    ['… of protocol 3', 0x06, map([1, 3], [2, 2]), 0x02],
    ['… by a fingerprint it has not', 0x06, map([1, 2], [2, 6], [3, map([1, 2])], [9, 8]), 0x30],
    ['… with a PIN that is not set', 0x06, map([1, 2], [2, 5], [3, map([1, 2])], [6, new Uint8Array(32)]), 0x35],
    ['credentialManagement without a param', 0x0a, map([1, 1]), 0x36],
    ['… of an unknown subcommand', 0x0a, map([1, 9]), 0x3e],
    ['… of credentials of no relying party (6.8.4)', 0x0a, unauthorized(4, map()), 0x14],
    ['… of protocol 3, and no relying party', 0x0a, map([1, 4], [2, map()], [3, 3], [4, new Uint8Array(32)]), 0x02],
    ['… deleting nothing (6.8.5)', 0x0a, unauthorized(6), 0x14],
    ['… updating nobody (6.8.6)', 0x0a, unauthorized(7, map([2, descriptor(1)])), 0x14],
    ['… deleting with a param of no token', 0x0a, unauthorized(6, map([2, descriptor(1)])), 0x33],
    ['… going on with nothing', 0x0a, map([1, 3]), 0x30],
    ['authenticatorConfig of an unknown subcommand', 0x0d, map([1, 9]), 0x3e],
    ['… with a shorter PIN', 0x0d, map([1, 3], [2, map([1, 3])]), 0x37],
    ['… changing a PIN that is not set', 0x0d, map([1, 3], [2, map([3, true])]), 0x35],
    ['… with five relying parties', 0x0d, map([1, 3], [2, map([2, ['a', 'b', 'c', 'd', 'e']])]), 0x28],
  ])('%s', async (_what, command, parameters, status) => {
    const { key, host } = await open();
    expect((await host.cbor(command, parameters)).status).toBe(status);
    expect(key.state()).toMatchObject({ credentialCount: 0, pinSet: false });
  });

  test('makeCredential of the same members is otherwise taken', async () => {
    const { host } = await open();
    expect((await host.cbor(0x01, creation())).status).toBe(0);
  });

  test.each<[string, number, CborMap | undefined, number]>([
    ['authenticatorSelection', 0x0b, undefined, 0x01],
    ['authenticatorConfig', 0x0d, map([1, 2]), 0x01],
    ['credentialManagement under its later byte', 0x0a, map([1, 1]), 0x01],
    ['updateUserInformation', 0x41, map([1, 7]), 0x3e],
    ['a token with permissions', 0x06, map([1, 1], [2, 9]), 0x02],
    ['PIN protocol two', 0x06, map([1, 2], [2, 2]), 0x02],
    ['makeCredential with up: true (CTAP 2.0, 5.1, step 3)', 0x01, creation([7, map(['up', true])]), 0x2c],
    ['makeCredential with uv: true (CTAP 2.0, 5.1, step 3)', 0x01, creation([7, map(['uv', true])]), 0x2b],
    ['getAssertion with rk (CTAP 2.0, 5.2, step 5)', 0x02, assertion([5, map(['rk', true])]), 0x2c],
    ['getAssertion with uv: true (CTAP 2.0, 5.2, step 5)', 0x02, assertion([5, map(['uv', true])]), 0x2b],
    ['a param of protocol two (CTAP 2.0, 5.1, step 7)', 0x01, creation([8, new Uint8Array(16)], [9, 2]), 0x33],
    ['deletion of nothing, without a token', 0x41, map([1, 6], [3, 1], [4, new Uint8Array(16)]), 0x14],
    ['a request over maxMsgSize', 0x02, assertion([9, new Uint8Array(1200)]), 0x39],
  ])('a CTAP 2.0 key knows no %s', async (_what, command, parameters, status) => {
    const { host } = await open({ profile: 'legacy' });
    expect((await host.cbor(command, parameters)).status).toBe(status);
  });

  test('a full key says so, but takes the place of the same user', async () => {
    const { host } = await open({ capacity: 1 });
    const other = creation([3, map(['id', Uint8Array.of(2)])]);
    expect((await host.cbor(0x01, creation())).status).toBe(0);
    expect((await host.cbor(0x01, other)).status).toBe(0x28);
    expect((await host.cbor(0x01, creation())).status).toBe(0);
    expect((await host.cbor(0x04)).response.get(0x14)).toBe(0);
  });

  test('an excluded credential is reported only after a touch', async () => {
    const { key, host } = await open();
    await host.cbor(0x01, creation());
    const made = (await host.cbor(0x02, assertion())).response.get(1) as CborMap;
    let asked = false;
    key.onChange(() => {
      asked ||= key.state().waitingForTouch;
    });
    expect((await host.cbor(0x01, creation([5, [made]]))).status).toBe(0x19);
    expect(asked).toBe(true);
    expect((await host.cbor(0x01, creation([2, map(['id', 'b.example'])], [5, [made]]))).status).toBe(0);
  });

  test('an excluded credential is reported also without a touch', async () => {
    const { key, host } = await open({ touchTimeout: 30 });
    await host.cbor(0x01, creation());
    const made = (await host.cbor(0x02, assertion())).response.get(1) as CborMap;
    key.setTouch('never');
    expect((await host.cbor(0x01, creation([5, [made]]))).status).toBe(0x19);
    expect((await host.cbor(0x01, creation())).status).toBe(0x2f);
  });

  test.each([
    ['full', 'denied', 0x27],
    ['full', 'action-timeout', 0x3a],
    ['legacy', 'denied', 0x27],
    ['legacy', 'action-timeout', 0x3a],
  ] as const)('a %s key whose touch never comes may answer %s', async (profile, expiredTouch, status) => {
    const { key, host } = await open({ profile, touchTimeout: 30 });
    key.faults.expiredTouch = expiredTouch;
    await host.cbor(0x01, creation());
    const made = (await host.cbor(0x02, assertion())).response.get(1) as CborMap;
    key.setTouch('never');
    expect((await host.cbor(0x01, creation())).status).toBe(status);
    expect((await host.cbor(0x02, assertion())).status).toBe(status);
    expect((await host.cbor(0x01, creation([5, [made]]))).status).toBe(0x19);
  });

  test('alwaysUv without a PIN refuses everything but its own undoing', async () => {
    const { host } = await open();
    const toggle = map([1, 2]);
    expect((await host.cbor(0x0d, toggle)).status).toBe(0);
    expect((await host.cbor(0x01, creation())).status).toBe(0x36);
    expect((await host.cbor(0x02, assertion())).status).toBe(0x36);
    expect((await host.cbor(0x02, assertion([5, map(['up', false])]))).status).toBe(0x2e);
    expect((await host.cbor(0x0d, map([1, 3], [2, map([1, 6])]))).status).toBe(0x36);
    expect((await host.cbor(0x0d, toggle)).status).toBe(0);
    expect((await host.cbor(0x01, creation())).status).toBe(0);
  });

  test('an empty allowList allows all, an unknown credential none', async () => {
    const { host } = await open();
    await host.cbor(0x01, creation());
    expect((await host.cbor(0x02, assertion([3, []]))).status).toBe(0);
    expect((await host.cbor(0x02, assertion([3, [descriptor(9)]]))).status).toBe(0x2e);
    const other = map(['id', Uint8Array.of(9)], ['type', 'rot13']);
    expect((await host.cbor(0x02, assertion([3, [other]]))).status).toBe(0x2e);
    const made = (await host.cbor(0x02, assertion())).response.get(1) as CborMap;
    expect((await host.cbor(0x02, assertion([3, [other, made]]))).status).toBe(0);
  });

  test('unknown options are ignored', async () => {
    const { host } = await open();
    const options = (known: string): [number, CborValue] => [7, map([known, true], ['rot13', true])];
    expect((await host.cbor(0x01, creation(options('rk')))).status).toBe(0);
    expect((await host.cbor(0x02, assertion([5, map(['up', true], ['rot13', true])]))).status).toBe(0);
  });

  test('an enumeration ends with any other command, and has an end', async () => {
    const { host } = await open();
    const pin = new PinHost(host, 2);
    for (const [rpId, user] of [
      ['a.example', 1],
      ['b.example', 1],
      ['b.example', 2],
    ] as const) {
      await host.cbor(0x01, creation([2, map(['id', rpId])], [3, map(['id', Uint8Array.of(user)])]));
    }
    await pin.setPin('271828');
    const token = (await pin.token('271828', [9, 0x04])) as Uint8Array;
    const begin = (subCommand: number, inner?: CborMap) => {
      const message = Uint8Array.of(subCommand, ...(inner === undefined ? [] : encode(inner)));
      return host.cbor(0x0a, map([1, subCommand], [2, inner], [3, 2], [4, pin.authenticate(message, token)]));
    };
    const next = async (subCommand: number) => (await host.cbor(0x0a, map([1, subCommand]))).status;
    expect(await next(3)).toBe(0x30);
    expect((await begin(2)).response.get(5)).toBe(2);
    await host.cbor(0x04);
    expect(await next(3)).toBe(0x30);
    const rpIdHash = (await begin(2)).response.get(4);
    expect(await next(5)).toBe(0x30);
    expect(await next(3)).toBe(0x30);
    const second = await begin(2).then(async () => host.cbor(0x0a, map([1, 3])));
    expect(second.response.get(4)).not.toEqual(rpIdHash);
    expect(await next(3)).toBe(0x30);
    expect((await begin(4, map([1, second.response.get(4)]))).response.get(9)).toBe(2);
    expect(await next(5)).toBe(0);
    expect(await next(5)).toBe(0x30);
    expect((await begin(4, map([1, new Uint8Array(32)]))).status).toBe(0x2e);
  });

  test('another command ends a sequence of assertions, and so does time', async () => {
    let now = 0;
    const { host } = await open({ clock: () => now });
    for (const user of [1, 2, 3]) await host.cbor(0x01, creation([3, map(['id', Uint8Array.of(user)])]));
    expect((await host.cbor(0x02, assertion())).response.get(5)).toBe(3);
    now = 29_999;
    expect((await host.cbor(0x08)).status).toBe(0);
    await host.cbor(0x04);
    expect((await host.cbor(0x08)).status).toBe(0x30);
    await host.cbor(0x02, assertion());
    now += 30_000;
    expect((await host.cbor(0x08)).status).toBe(0x30);
  });

  test.each<[string, string | Uint8Array, number, number]>([
    ['of three characters', '123', 64, 0x37],
    ['of three characters in nine bytes', '€€€', 64, 0x37],
    ['without end', new Uint8Array(64).fill(0x31), 64, 0x37],
    ['padded to 80 bytes', '1234', 80, 0x02],
  ])('a PIN %s', async (_what, pin, padding, status) => {
    const { key, host } = await open();
    expect(await new PinHost(host, 2).setPin(pin, padding)).toBe(status);
    expect(key.state().pinSet).toBe(false);
    expect(await new PinHost(host, 2).setPin('€€€€')).toBe(0);
    expect(await new PinHost(host, 2).setPin('1234')).toBe(0x33);
    expect((await host.cbor(0x01, creation([8, new Uint8Array()]))).status).toBe(0x31);
  });
});

/** A subcommand of credentialManagement under a param that no token made. */
function unauthorized(subCommand: number, inner?: CborMap): CborMap {
  return map([1, subCommand], [2, inner], [3, 2], [4, new Uint8Array(32)]);
}

function without(member: number): CborMap {
  const parameters = creation();
  parameters.delete(member);
  return parameters;
}
