import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type CborMap, type CborValue, encode } from '../../../src/ctap/cbor.ts';
import { createSoftwareKey, type SoftwareKeyOptions } from '../../../src/simulator/key/softwareKey.ts';
import { PinHost } from './pinHost.ts';
import { map, RawHost } from './raw.ts';

const HASH = new Uint8Array(32).fill(5);
const RP = 'login.microsoft.com';
const PIN = '271828';
const [MC, GA, CM] = [1, 2, 4];
const rpIdHash = (id: string) => new Uint8Array(createHash('sha256').update(id).digest());

async function withPin(version: 1 | 2, options: Partial<SoftwareKeyOptions> = {}) {
  const key = await createSoftwareKey({ profile: 'full', ...options });
  const host = await RawHost.open(key);
  const pin = new PinHost(host, version);
  expect(await pin.setPin(PIN)).toBe(0);
  /** A token that must be given. */
  const token = async (...more: [number, number | string][]) => {
    const given = await pin.token(PIN, ...more);
    if (typeof given === 'number') throw new Error(`status ${given}`);
    return given;
  };
  const creating = (under: Uint8Array, rpId = RP, user = 1) => {
    const request = map(
      [1, HASH],
      [2, map(['id', rpId])],
      [3, map(['id', Uint8Array.of(user)], ['name', `user${user}`])],
      [4, [map(['alg', -7], ['type', 'public-key'])]],
      [6, map(['hmac-secret', true])],
      [7, map(['rk', true])],
      [8, pin.authenticate(HASH, under)],
      [9, version],
    );
    return host.cbor(1, request);
  };
  const asserting = (under: Uint8Array | undefined, ...more: [number, CborValue][]) => {
    const auth: [number, CborValue][] =
      under === undefined
        ? []
        : [
            [6, pin.authenticate(HASH, under)],
            [7, version],
          ];
    return host.cbor(2, map([1, RP], [2, HASH], ...auth, ...more));
  };
  const managing = (under: Uint8Array, subCommand: number, inner?: CborMap) => {
    const message = Uint8Array.of(subCommand, ...(inner === undefined ? [] : encode(inner)));
    return host.cbor(0x0a, map([1, subCommand], [2, inner], [3, version], [4, pin.authenticate(message, under)]));
  };
  return { key, host, pin, token, creating, asserting, managing };
}

describe.each([1, 2] as const)('a token by PIN protocol %i', version => {
  test('is refused for a wrong PIN, which ends the key agreement', async () => {
    const { pin, host } = await withPin(version);
    const agreement = () => host.cbor(6, map([1, version], [2, 2]));
    const before = await agreement();
    expect(await agreement()).toEqual(before);
    expect(await pin.token('999999', [9, CM])).toBe(0x31);
    expect(await agreement()).not.toEqual(before);
  });

  test('is refused for no permission, one the key has not, and no relying party', async () => {
    const { pin } = await withPin(version);
    expect(await pin.token(PIN, [9, 0])).toBe(0x02);
    expect(await pin.token(PIN, [9, 0x40 | CM])).toBe(0x40);
    expect(await pin.token(PIN, [9, 0x80])).toBeInstanceOf(Uint8Array);
    expect(await pin.token(PIN, [9, MC])).toBe(0x14);
    expect(await pin.token(PIN, [9, 0x80 | CM])).toBeInstanceOf(Uint8Array);
  });

  test('does what it was given for, once', async () => {
    const { token, creating, asserting } = await withPin(version);
    const both = await token([9, MC | GA], [10, RP]);
    expect((await creating(both, 'b.example')).status).toBe(0x33);
    expect((await creating(both)).status).toBe(0);
    expect((await creating(both)).status).toBe(0x33);
    expect((await asserting(both)).status).toBe(0x33);
    expect((await asserting(await token([9, MC], [10, RP]))).status).toBe(0x33);
    const silent = await token([9, GA], [10, RP]);
    expect((await asserting(silent, [5, map(['up', false])])).status).toBe(0);
    expect((await asserting(silent)).status).toBe(0);
    expect((await asserting(silent)).status).toBe(0x33);
  });

  test('dies unused after 30 s, used after 10 min, and with its successor', async () => {
    let now = 0;
    const { token, managing } = await withPin(version, { clock: () => now });
    const unused = await token([9, CM]);
    now += 30_000;
    expect((await managing(unused, 1)).status).toBe(0x33);
    const used = await token([9, CM]);
    now += 29_999;
    expect((await managing(used, 1)).status).toBe(0);
    now += 570_000;
    expect((await managing(used, 1)).status).toBe(0);
    now += 1;
    expect((await managing(used, 1)).status).toBe(0x33);
    const old = await token([9, CM]);
    await token([9, CM]);
    expect((await managing(old, 1)).status).toBe(0x33);
  });

  test('for one relying party manages that one alone', async () => {
    const { token, creating, managing, host } = await withPin(version);
    for (const rpId of [RP, 'b.example']) await creating(await token([9, MC], [10, rpId]), rpId);
    const bound = await token([9, CM], [10, RP]);
    expect((await managing(bound, 1)).status).toBe(0x33);
    expect((await managing(bound, 2)).status).toBe(0x33);
    expect((await managing(bound, 4, map([1, rpIdHash('b.example')]))).status).toBe(0x33);
    const listed = await managing(bound, 4, map([1, rpIdHash(RP)]));
    expect(listed.response.get(9)).toBe(1);
    const all = await token([9, CM]);
    const other = (await managing(all, 4, map([1, rpIdHash('b.example')]))).response.get(7);
    expect((await managing(all, 2)).response.get(5)).toBe(2);
    expect((await host.cbor(0x0a, map([1, 3]))).status).toBe(0);
    expect((await host.cbor(0x0a, map([1, 3]))).status).toBe(0x30);
    const again = await token([9, CM], [10, RP]);
    expect((await managing(again, 6, map([2, other]))).status).toBe(0x33);
    expect((await managing(again, 6, map([2, listed.response.get(7)]))).status).toBe(0);
  });

  test('changes the names of a user, never whose the credential is', async () => {
    const { token, creating, managing } = await withPin(version);
    await creating(await token([9, MC], [10, RP]));
    const all = await token([9, CM]);
    const listed = () => managing(all, 4, map([1, rpIdHash(RP)]));
    const id = (await listed()).response.get(7);
    const update = (user: number, ...names: [string, string][]) =>
      managing(all, 7, map([2, id], [3, map(['id', Uint8Array.of(user)], ...names)]));
    expect((await update(1, ['name', 'renamed'], ['displayName', 'Renamed'])).status).toBe(0);
    const renamed = map(['id', Uint8Array.of(1)], ['name', 'renamed'], ['displayName', 'Renamed']);
    expect((await listed()).response.get(6)).toEqual(renamed);
    expect((await update(2, ['name', 'stolen'])).status).toBe(0x02);
    expect((await update(1, ['name', ''])).status).toBe(0);
    expect((await listed()).response.get(6)).toEqual(map(['id', Uint8Array.of(1)]));
  });

  test('takes the answers still to come with it when it expires (CTAP 2.3, 6)', async () => {
    let now = 0;
    const { host, token, creating, asserting, managing } = await withPin(version, { clock: () => now });
    for (const user of [1, 2]) await creating(await token([9, MC], [10, RP]), RP, user);
    const silent: [number, CborValue] = [5, map(['up', false])];
    const sequences = [
      {
        under: () => token([9, CM]),
        begin: (given: Uint8Array) => managing(given, 4, map([1, rpIdHash(RP)])),
        next: () => host.cbor(0x0a, map([1, 5])),
      },
      {
        under: () => token([9, GA], [10, RP]),
        begin: (given: Uint8Array) => asserting(given, silent),
        next: () => host.cbor(0x08),
      },
    ];
    for (const { under, begin, next } of sequences) {
      for (const [wait, status] of [
        [0, 0],
        [20_000, 0x30],
      ] as const) {
        const given = await under();
        await begin(given);
        now += 590_000;
        expect((await begin(given)).status).toBe(0);
        now += wait;
        expect((await next()).status).toBe(status);
      }
    }
  });

  test('is worth nothing after a reset', async () => {
    const { host, token, managing } = await withPin(version);
    const old = await token([9, CM]);
    expect((await managing(old, 1)).status).toBe(0);
    expect((await host.cbor(7)).status).toBe(0);
    expect((await managing(old, 1)).status).toBe(0x33);
  });

  test('lets the names of users be told, and every signature counts', async () => {
    const { token, creating, asserting, host } = await withPin(version);
    for (const user of [1, 2]) await creating(await token([9, MC], [10, RP]), RP, user);
    const counted: number[] = [];
    const namesIn = async (answer: ReturnType<typeof asserting>) => {
      const { response } = await answer;
      const authData = response.get(2) as Uint8Array;
      counted.push(new DataView(authData.buffer).getUint32(33));
      return (response.get(4) as CborMap).get('name');
    };
    expect(await namesIn(asserting(undefined))).toBeUndefined();
    expect(await namesIn(asserting(await token([9, GA], [10, RP])))).toBe('user2');
    expect(await namesIn(host.cbor(8))).toBe('user1');
    expect(counted).toEqual([3, 4, 5]);
  });

  test('of the superseded kind makes and signs, and manages nothing', async () => {
    const { token, creating, asserting, managing } = await withPin(version);
    const legacy = await token();
    expect((await managing(legacy, 1)).status).toBe(0x33);
    expect((await creating(legacy)).status).toBe(0);
    expect((await creating(legacy)).status).toBe(0x33);
    const next = await token();
    expect((await asserting(next, [5, map(['up', false])])).status).toBe(0);
    expect((await creating(next, 'b.example')).status).toBe(0x33);
    expect((await creating(next)).status).toBe(0);
  });

  test('tells secrets by hmac-secret that depend on credential, salt and verification alone', async () => {
    const { token, creating, asserting, pin } = await withPin(version);
    await creating(await token([9, MC], [10, RP]));
    const secrets = async (uv: boolean, ...salts: number[]) => {
      const under = uv ? await token([9, GA], [10, RP]) : undefined;
      await pin.agree();
      const saltEnc = pin.encrypt(Uint8Array.from(salts.flatMap(salt => new Array(32).fill(salt))));
      const input = map([1, pin.keyAgreement], [2, saltEnc], [3, pin.authenticate(saltEnc)], [4, version]);
      const { response } = await asserting(under, [4, map(['hmac-secret', input])]);
      const data = response.get(2) as Uint8Array;
      // a1 6b "hmac-secret" 58 nn …
      return Buffer.from(pin.decrypt(data.subarray(37 + 15))).toString('hex');
    };
    const two = await secrets(true, 1, 2);
    expect(two).toHaveLength(128);
    expect(await secrets(true, 2, 1)).toBe(two.slice(64) + two.slice(0, 64));
    expect(await secrets(true, 1)).toBe(two.slice(0, 64));
    expect(await secrets(false, 1)).not.toBe(two.slice(0, 64));
  });
});

describe('a CTAP 2.0 key', () => {
  const legacy = async (options: Partial<SoftwareKeyOptions> = {}) => {
    const opened = await withPin(1, { profile: 'legacy', ...options });
    const { host, pin } = opened;
    /** One subcommand of the preview of credential management. */
    const managing = (under: Uint8Array, subCommand: number, inner?: CborMap) => {
      const message = Uint8Array.of(subCommand, ...(inner === undefined ? [] : encode(inner)));
      return host.cbor(0x41, map([1, subCommand], [2, inner], [3, 1], [4, pin.authenticate(message, under)]));
    };
    const next = (subCommand: number) => host.cbor(0x41, map([1, subCommand]));
    return { ...opened, managing, next };
  };

  test('has one pinToken for everything until its power goes (CTAP 2.0, 5.5.2)', async () => {
    let now = 0;
    const { key, pin, token, creating, asserting, managing } = await legacy({ clock: () => now });
    const lasting = await token();
    expect(lasting).toHaveLength(16);
    expect(await token()).toEqual(lasting);
    for (const rpId of [RP, 'b.example']) expect((await creating(lasting, rpId)).status).toBe(0);
    expect((await asserting(lasting)).status).toBe(0);
    expect((await managing(lasting, 1)).response.get(1)).toBe(2);
    now += 3_600_000;
    expect((await creating(lasting, 'c.example')).status).toBe(0);
    expect((await managing(lasting, 2)).response.get(5)).toBe(3);
    const id = (await managing(lasting, 4, map([1, rpIdHash(RP)]))).response.get(7);
    expect((await managing(lasting, 6, map([2, id]))).status).toBe(0);
    expect((await creating(lasting)).status).toBe(0);
    // A wrong PIN ends the key agreement alone (CTAP 2.0, 5.5.7).
    expect(await pin.token('999999')).toBe(0x31);
    expect((await asserting(lasting)).status).toBe(0);

    key.powerOff();
    key.powerOn();
    const again = new PinHost(await RawHost.open(key), 1);
    expect(await again.token(PIN)).not.toEqual(lasting);
  });

  test('keeps its pinToken when the PIN changes (CTAP 2.0, 5.5.6)', async () => {
    const { pin, token, asserting, creating } = await legacy();
    const lasting = await token();
    expect((await creating(lasting)).status).toBe(0);
    expect(await pin.changePin(PIN, '314159')).toBe(0);
    expect(await pin.token(PIN)).toBe(0x31);
    expect((await asserting(lasting)).status).toBe(0);
    expect(await pin.token('314159')).toEqual(lasting);
  });

  test('tells the icon of a user with the name, where there is a choice to make (CTAP 2.0, 5.2)', async () => {
    const { host, pin, token, asserting, managing } = await legacy();
    const lasting = await token();
    for (const user of [1, 2]) {
      const entity = map(['id', Uint8Array.of(user)], ['name', `user${user}`], ['icon', `https://a.example/${user}`]);
      const request = map(
        [1, HASH],
        [2, map(['id', RP])],
        [3, entity],
        [4, [map(['alg', -7], ['type', 'public-key'])]],
        [7, map(['rk', true])],
        [8, pin.authenticate(HASH, lasting)],
        [9, 1],
      );
      expect((await host.cbor(1, request)).status).toBe(0);
    }
    const told = (await asserting(lasting)).response.get(4) as CborMap;
    expect(told.get('icon')).toBe('https://a.example/2');
    const listed = (await managing(lasting, 4, map([1, rpIdHash(RP)]))).response.get(6) as CborMap;
    expect(listed.get('icon')).toBe('https://a.example/1');
  });

  test('goes on with a list after other commands, for 30 s (CTAP 2.0, 5.3)', async () => {
    let now = 0;
    const { token, creating, managing, next, asserting, host } = await legacy({ clock: () => now });
    const lasting = await token();
    for (const user of [1, 2]) await creating(lasting, RP, user);
    await creating(lasting, 'b.example');
    expect((await managing(lasting, 2)).response.get(5)).toBe(2);
    expect((await managing(lasting, 4, map([1, rpIdHash(RP)]))).response.get(9)).toBe(2);
    expect((await next(5)).status).toBe(0);
    expect((await next(5)).status).toBe(0x30);
    expect((await next(3)).status).toBe(0);
    expect((await next(3)).status).toBe(0x30);

    expect((await asserting(lasting)).response.get(5)).toBe(2);
    await host.cbor(0x04);
    expect((await host.cbor(0x08)).status).toBe(0);
    await asserting(lasting);
    now += 30_000;
    expect((await host.cbor(0x08)).status).toBe(0x30);
  });
});

describe('a full key, where a CTAP 2.0 key would allow it', () => {
  test('ends its tokens with a new PIN (CTAP 2.3, 6.5.5.6)', async () => {
    const { pin, token, managing } = await withPin(2);
    const old = await token([9, CM]);
    expect(await pin.changePin(PIN, '314159')).toBe(0);
    expect((await managing(old, 1)).status).toBe(0x33);
  });

  test('with noMcGaPermissionsWithClientPin gives no token to make or use a credential for the PIN (6.4, 6.5.5.7.2)', async () => {
    const { key, pin, host } = await withPin(2);
    key.faults.noMcGaPermissionsWithClientPin = true;
    const options = (await host.cbor(0x04)).response.get(0x04);
    expect((options as CborMap).get('noMcGaPermissionsWithClientPin')).toBe(true);
    for (const wanted of [MC, GA, MC | CM]) expect(await pin.token(PIN, [9, wanted], [10, RP])).toBe(0x40);
    expect(await pin.token(PIN)).toBe(0x40);
    expect(await pin.token(PIN, [9, CM])).toBeInstanceOf(Uint8Array);
  });
});
