import { describe, expect, it } from 'vitest';
import { type CborMap, type CborValue, decode } from '../../src/ctap/cbor.ts';
import { parseInfo } from '../../src/ctap/ctap2/getInfo.ts';
import { fittingExcludeList, permissionsToCreate } from '../../src/ctap/excludeList.ts';
import { HASH, make, openKey, PIN, RP } from '../simulator/key/open.ts';
import { ok, rejection, ScriptedTransport } from './helpers.ts';

const token = { version: 2, token: new Uint8Array(32) } as const;
const NO_CREDENTIALS = Uint8Array.of(0x2e);
const descriptor = (id: Uint8Array) => ({ type: 'public-key' as const, id });
const foreign = (count: number, length = 32) =>
  Array.from({ length: count }, (_, i) => descriptor(new Uint8Array(length).fill(i + 1)));
const creation = (excludeList: ReturnType<typeof foreign>) => ({
  clientDataHash: HASH,
  rp: { id: RP },
  user: { id: Uint8Array.of(7) },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeList,
  rk: true,
});
/** An assertion by the credential of that id, or of an only one. */
const asserted = (id?: Uint8Array) =>
  ok(
    new Map<number, CborMap | Uint8Array>([
      ...(id === undefined ? [] : [[1, new Map([['id', id]])] as const]),
      [2, new Uint8Array(37)],
      [3, new Uint8Array(70)],
    ]),
  );
/** How many ids each silent assertion asked for. */
const asked = ({ requests }: ScriptedTransport) =>
  requests.map(request => ((decode(request.subarray(1)) as CborMap).get(3) as unknown[]).length);
const limits = (maxMsgSize: number, maxCredentialCountInList?: number, maxCredentialIdLength?: number) => ({
  maxMsgSize,
  maxCredentialCountInList,
  maxCredentialIdLength,
});

describe('an excludeList', () => {
  it('that fits is sent as it is', async () => {
    const list = foreign(8);
    expect(await fittingExcludeList(new ScriptedTransport(), limits(1200, 8), creation(list), token)).toEqual(list);
  });

  it('without the ids that are too long for the key', async () => {
    const list = [...foreign(1, 65), ...foreign(1, 64)];
    const fitting = await fittingExcludeList(new ScriptedTransport(), limits(1200, 8, 64), creation(list), token);
    expect(fitting).toEqual(list.slice(1));
  });

  it.each([
    ['by count', limits(1200, 8), [8, 8, 4]],
    ['one by one where the key tells no limit', limits(1200), Array.from({ length: 20 }, () => 1)],
    ['by size', limits(600, 100), [9, 9, 2]],
  ])('is split %s', async (_what, limit, expected) => {
    const transport = new ScriptedTransport(...expected.map(() => NO_CREDENTIALS));
    expect(await fittingExcludeList(transport, limit, creation(foreign(20)), token)).toEqual([]);
    expect(asked(transport)).toEqual(expected);
    for (const request of transport.requests) expect(request.length).toBeLessThanOrEqual(limit.maxMsgSize);
  });

  it('is one credential long where the key holds one', async () => {
    const list = foreign(10);
    const held = new ScriptedTransport(NO_CREDENTIALS, asserted(list[9]?.id));
    expect(await fittingExcludeList(held, limits(1200, 8), creation(list), token)).toEqual(list.slice(9));
    const unnamed = new ScriptedTransport(NO_CREDENTIALS, asserted());
    expect(await fittingExcludeList(unnamed, limits(1200, 1), creation(list.slice(0, 3)), token)).toEqual([list[1]]);
  });

  it('is refused where the key holds one of several and does not say which', async () => {
    const unnamed = fittingExcludeList(
      new ScriptedTransport(asserted()),
      limits(1200, 8),
      creation(foreign(10)),
      token,
    );
    expect((await rejection(unnamed)).code).toBe('CTAP2_ERR_CREDENTIAL_EXCLUDED');
  });

  it.each<[string, number, number]>([
    ['a message size of 1', 0x05, 1],
    ['a message size of 64', 0x05, 64],
    ['an id length of 0', 0x08, 0],
    ['an id length of 15', 0x08, 15],
  ])('is sent whole to a key that tells %s', async (_what, member, value) => {
    const told = new Map<number, CborValue>([
      [0x01, ['FIDO_2_1']],
      [0x03, new Uint8Array(16)],
      [0x07, 8],
      [member, value],
    ]);
    const list = foreign(2, 64);
    expect(await fittingExcludeList(new ScriptedTransport(), parseInfo(told), creation(list), token)).toEqual(list);
  });

  it('without the ids that fit no message, by which a key could not be asked for its own', async () => {
    const list = [...foreign(1, 1000), ...foreign(1, 1023), ...foreign(1, 64)];
    const fitting = fittingExcludeList(new ScriptedTransport(), limits(1024, 8), creation(list), token);
    expect(await fitting).toEqual(list.slice(2));
    const roomy = fittingExcludeList(new ScriptedTransport(), limits(2300, 8), creation(list), token);
    expect(await roomy).toEqual(list);
    expect(permissionsToCreate(limits(1024), creation(foreign(3, 1000)))).toBe(1);
  });

  it('with an id that a silent assertion has room for, and makeCredential has not', async () => {
    const [only, other] = foreign(2, 880);
    if (only === undefined || other === undefined) throw new Error('two ids');
    const free = new ScriptedTransport(NO_CREDENTIALS, NO_CREDENTIALS);
    expect(await fittingExcludeList(free, limits(1024, 8), creation([only, other]), token)).toEqual([]);
    const held = new ScriptedTransport(NO_CREDENTIALS, asserted(other.id));
    const excluded = fittingExcludeList(held, limits(1024, 8), creation([only, other]), token);
    expect((await rejection(excluded)).code).toBe('CTAP2_ERR_CREDENTIAL_EXCLUDED');
    for (const { length } of [...free.requests, ...held.requests]) expect(length).toBeLessThanOrEqual(1024);
  });

  it.each([0x2b, 0x2c, 0x14, 0x02, 0x3b, 0x27, 0x30, 0x2f, 0x3a, 0x23])(
    'is asked for with a touch where the key answers %i to a silent assertion',
    async status => {
      const list = foreign(3);
      const transport = new ScriptedTransport(
        Uint8Array.of(status),
        NO_CREDENTIALS,
        NO_CREDENTIALS,
        asserted(list[2]?.id),
      );
      const heard: string[] = [];
      const options = { onKeepAlive: (told: string) => heard.push(told) };
      expect(await fittingExcludeList(transport, limits(1200), creation(list), token, options)).toEqual(list.slice(2));
      const options5 = transport.requests.map(request => (decode(request.subarray(1)) as CborMap).get(5));
      expect(options5).toEqual([new Map([['up', false]]), undefined, undefined, undefined]);
      for (const sent of transport.options) {
        sent?.onKeepAlive?.('processing');
        sent?.onKeepAlive?.('upneeded');
      }
      expect(heard).toEqual(transport.options.map(() => 'upneeded'));
    },
  );

  it('ends with what else goes wrong', async () => {
    const broken = new ScriptedTransport(Uint8Array.of(0x33));
    const failed = fittingExcludeList(broken, limits(1200, 1), creation(foreign(2)), token);
    expect((await rejection(failed)).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
  });
});

describe.each(['full', 'legacy'] as const)('a long excludeList on a %s key', profile => {
  it('finds a credential that only a verified user may know of, and makes one where there is none', async () => {
    const { key, session } = await openKey({ profile });
    await session.setPin(PIN);
    const { credentialId } = await make(session, { extensions: { credProtect: 3 } });
    const create = async (excludeList: ReturnType<typeof foreign>) => {
      const request = creation(excludeList);
      const permissions = session.permissionsToCreate(request);
      expect(permissions).toBe(3);
      return session.makeCredential(await session.pinToken(PIN, { permissions, rpId: RP }), request);
    };
    const excluded = create([...foreign(30), descriptor(credentialId)]);
    expect((await rejection(excluded)).code).toBe('CTAP2_ERR_CREDENTIAL_EXCLUDED');
    await create(foreign(30));
    expect(key.state().credentialCount).toBe(2);
  });
});
