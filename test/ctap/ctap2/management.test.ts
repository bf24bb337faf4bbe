import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/ctap/bytes.ts';
import { type CborMap, type CborValue, decode, encode } from '../../../src/ctap/cbor.ts';
import { authenticatorConfig, type ConfigChange } from '../../../src/ctap/ctap2/authenticatorConfig.ts';
import { credentialManagement } from '../../../src/ctap/ctap2/credentialManagement.ts';
import { ok, rejection, ScriptedTransport } from '../helpers.ts';

const token = { version: 2, token: new Uint8Array(32).fill(0x42) } as const;
const numbered = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const text = (entries: Record<string, CborValue>): CborMap => new Map(Object.entries(entries));
const hmac = (message: Uint8Array) => new Uint8Array(createHmac('sha256', token.token).update(message).digest());
const NO_CREDENTIALS = Uint8Array.of(0x2e);

function sent({ requests }: ScriptedTransport): [number | undefined, CborValue][] {
  return requests.map(request => [request[0], decode(request.subarray(1))]);
}

const rpHash = (n: number) => new Uint8Array(32).fill(n);
const credential = (n: number): [number, CborValue][] => [
  [0x06, text({ id: Uint8Array.of(n), name: `user${n}` })],
  [0x07, text({ id: Uint8Array.of(n, n), type: 'public-key' })],
  [0x0a, 2],
];

describe('credentialManagement', () => {
  it('authorizes the subcommand and its parameters, but no continuation', async () => {
    const transport = new ScriptedTransport(ok(numbered(...credential(1), [0x09, 2])), ok(numbered(...credential(2))));
    const credentials = await credentialManagement(transport, 'credentialManagement', token).credentials(rpHash(3));
    expect(credentials).toEqual([
      { credentialId: Uint8Array.of(1, 1), userHandle: Uint8Array.of(1), userName: 'user1', credProtect: 2 },
      { credentialId: Uint8Array.of(2, 2), userHandle: Uint8Array.of(2), userName: 'user2', credProtect: 2 },
    ]);
    const parameters = numbered([0x01, rpHash(3)]);
    expect(sent(transport)).toEqual([
      [
        0x0a,
        numbered([0x01, 4], [0x02, parameters], [0x03, 2], [0x04, hmac(concat(Uint8Array.of(4), encode(parameters)))]),
      ],
      [0x0a, numbered([0x01, 5])],
    ]);
  });

  it('lists relying parties, also those whose id the key did not keep', async () => {
    const transport = new ScriptedTransport(
      ok(numbered([0x03, text({ id: 'example.org' })], [0x04, rpHash(1)], [0x05, 2])),
      ok(numbered([0x03, new Map()], [0x04, rpHash(2)])),
    );
    expect(await credentialManagement(transport, 'credentialManagement', token).relyingParties()).toEqual([
      { id: 'example.org', rpIdHash: rpHash(1) },
      { id: undefined, rpIdHash: rpHash(2) },
    ]);
  });

  it.each([
    ['says that it has none', NO_CREDENTIALS],
    ['counts none', ok(numbered([0x05, 0]))],
    ['says nothing', ok()],
  ])('gives an empty list when the key %s', async (_what, response) => {
    const management = credentialManagement(new ScriptedTransport(response), 'credentialManagement', token);
    expect(await management.relyingParties()).toEqual([]);
  });

  it('reads metadata and deletes by the preview command too', async () => {
    const transport = new ScriptedTransport(ok(numbered([0x01, 3], [0x02, 22])), ok());
    const management = credentialManagement(transport, 'credentialManagementPreview', token);
    expect(await management.metadata()).toEqual({ existing: 3, maxRemaining: 22 });
    await management.delete(Uint8Array.of(1, 1));
    const parameters = numbered([0x02, text({ id: Uint8Array.of(1, 1), type: 'public-key' })]);
    expect(sent(transport)).toEqual([
      [0x41, numbered([0x01, 1], [0x03, 2], [0x04, hmac(Uint8Array.of(1))])],
      [
        0x41,
        numbered([0x01, 6], [0x02, parameters], [0x03, 2], [0x04, hmac(concat(Uint8Array.of(6), encode(parameters)))]),
      ],
    ]);
  });

  it('throws what is wrong, and does not take it for an empty list', async () => {
    const management = (response: Uint8Array) =>
      credentialManagement(new ScriptedTransport(response), 'credentialManagement', token);
    expect((await rejection(management(Uint8Array.of(0x33)).relyingParties())).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
    expect((await rejection(management(NO_CREDENTIALS).delete(Uint8Array.of(1)))).code).toBe(
      'CTAP2_ERR_NO_CREDENTIALS',
    );
    const damaged = management(Uint8Array.of(0, 0xa1));
    expect((await rejection(damaged.relyingParties())).code).toBe('cbor-malformed');
    expect((await rejection(management(ok()).metadata())).params.member).toBe('credentialManagement.existing');
  });
});

const rp = (n: number, ...more: [number, CborValue][]) =>
  ok(numbered([0x03, text({ id: `rp${n}` })], [0x04, rpHash(n)], ...more));
const NOT_ALLOWED = Uint8Array.of(0x30);

/** Relying parties by their ids, and what of the key's answers did not agree. */
async function listed(...responses: Uint8Array[]) {
  const transport = new ScriptedTransport(...responses);
  const management = credentialManagement(transport, 'credentialManagement', token);
  const parties = await management.relyingParties();
  return { ids: parties.map(({ id }) => id), oddities: management.oddities(), asked: transport.requests.length };
}

describe('a list in which a key contradicts itself', () => {
  it.each<[string, Uint8Array[], string[], string[]]>([
    ['a total that is right', [rp(1, [5, 2]), rp(2)], ['rp1', 'rp2'], []],
    ['one that is too high', [rp(1, [5, 2]), NOT_ALLOWED, rp(1, [5, 2]), NOT_ALLOWED], ['rp1'], ['total-too-high']],
    [
      'one that is too high, ended by another status',
      [rp(1, [5, 2]), NO_CREDENTIALS, rp(1, [5, 2]), Uint8Array.of(0x7f)],
      ['rp1'],
      ['total-too-high'],
    ],
    [
      'one that no key can hold',
      [rp(1, [5, 4_000_000_000]), rp(2), NOT_ALLOWED, rp(1, [5, 2]), rp(2)],
      ['rp1', 'rp2'],
      [],
    ],
    ['none', [rp(1), rp(2), NOT_ALLOWED], ['rp1', 'rp2'], ['total-missing']],
    ['a total of 0 and an item', [rp(1, [5, 0]), NOT_ALLOWED], ['rp1'], ['total-missing']],
    ['a total that is text', [rp(1, [5, 'two']), rp(2), NOT_ALLOWED], ['rp1', 'rp2'], ['total-missing']],
    ['a total that is negative', [rp(1, [5, -1]), NOT_ALLOWED], ['rp1'], ['total-missing']],
    ['a total and nothing else', [ok(numbered([5, 3])), ok(numbered([5, 3]))], [], ['total-too-high']],
    ['an item that comes again', [rp(1), rp(2), rp(1)], ['rp1', 'rp2'], ['total-missing', 'item-repeated']],
  ])('%s', async (_what, responses, ids, oddities) => {
    expect(await listed(...responses)).toEqual({ ids, oddities, asked: responses.length });
  });

  it('is begun again where another program ended it, as often as that leads further', async () => {
    const interrupted = await listed(
      rp(1, [5, 3]),
      NOT_ALLOWED,
      rp(1, [5, 3]),
      rp(2),
      NOT_ALLOWED,
      rp(1, [5, 3]),
      rp(2),
      rp(3),
    );
    expect(interrupted).toEqual({ ids: ['rp1', 'rp2', 'rp3'], oddities: [], asked: 8 });
    const everFurther = [1, 2, 1, 2, 1].flatMap(length => [
      rp(1, [5, 9]),
      ...(length === 2 ? [rp(2)] : []),
      NOT_ALLOWED,
    ]);
    expect(await listed(...everFurther)).toEqual({
      ids: ['rp1', 'rp2'],
      oddities: ['total-too-high'],
      asked: everFurther.length,
    });
  });

  it('works out a hash that is missing, and leaves out what nothing tells', async () => {
    const noHash = ok(numbered([0x03, text({ id: 'example.org' })], [0x05, 2]));
    const nothing = ok(numbered([0x03, text({ id: null })], [0x04, null]));
    const transport = new ScriptedTransport(noHash, nothing);
    const management = credentialManagement(transport, 'credentialManagement', token);
    const hash = new Uint8Array(createHash('sha256').update('example.org').digest());
    expect(await management.relyingParties()).toEqual([{ id: 'example.org', rpIdHash: hash }]);
    expect(management.oddities()).toEqual(['item-unreadable', 'name-unreadable']);
  });

  it('keeps a credential whose names are null or whose user is lost, and leaves out one without id', async () => {
    const nameless = ok(
      numbered(
        [0x06, text({ id: Uint8Array.of(1), name: null, displayName: 7 })],
        [0x07, text({ id: Uint8Array.of(1, 1), type: 'public-key' })],
        [0x0a, null],
        [0x09, 3],
      ),
    );
    const userless = ok(numbered([0x06, null], [0x07, text({ id: Uint8Array.of(2, 2), type: 'public-key' })]));
    const idless = ok(numbered([0x06, text({ id: Uint8Array.of(3) })], [0x07, text({ type: 'public-key' })]));
    const management = credentialManagement(
      new ScriptedTransport(nameless, userless, idless),
      'credentialManagement',
      token,
    );
    expect(await management.credentials(rpHash(1))).toEqual([
      { credentialId: Uint8Array.of(1, 1), userHandle: Uint8Array.of(1) },
      { credentialId: Uint8Array.of(2, 2), userHandle: new Uint8Array() },
    ]);
    expect(management.oddities()).toEqual(['name-unreadable', 'item-unreadable']);
  });

  it('stops a key that always has one more', async () => {
    let n = 0;
    const endless = {
      cbor: async () => {
        const hash = new Uint8Array(32);
        new DataView(hash.buffer).setUint32(0, ++n);
        return ok(numbered([0x03, text({ id: 'example.org' })], [0x04, hash]));
      },
    };
    const management = credentialManagement(endless, 'credentialManagement', token);
    expect(await management.relyingParties()).toHaveLength(5000);
    expect(n).toBe(5000);
  });

  it('is empty, with no room known, where NO_CREDENTIALS answers getCredsMetadata', async () => {
    const management = credentialManagement(new ScriptedTransport(NO_CREDENTIALS), 'credentialManagement', token);
    expect(await management.metadata()).toEqual({ existing: 0, maxRemaining: undefined });
  });
});

describe('the form of credential management', () => {
  const FORM = [0x01, 0x02, 0x03, 0x11, 0x12, 0x14, 0x2b, 0x2c, 0x3e];

  it.each(
    FORM.flatMap(status => [
      ['credentialManagement', status, [0x0a, 0x41]] as const,
      ['credentialManagementPreview', status, [0x41, 0x0a]] as const,
    ]),
  )('%s refused with %i is the other one from then on', async (command, status, commands) => {
    const transport = new ScriptedTransport(Uint8Array.of(status), rp(1, [5, 1]), NO_CREDENTIALS);
    const management = credentialManagement(transport, command, token);
    expect(await management.relyingParties()).toEqual([{ id: 'rp1', rpIdHash: rpHash(1) }]);
    expect(await management.credentials(rpHash(1))).toEqual([]);
    expect(transport.requests.map(([byte]) => byte)).toEqual([...commands, commands[1]]);
  });

  it('that is refused twice is said to be missing', async () => {
    const transport = new ScriptedTransport(Uint8Array.of(0x14), Uint8Array.of(0x01));
    const error = await rejection(credentialManagement(transport, 'credentialManagement', token).relyingParties());
    expect(error).toMatchObject({
      code: 'unsupported',
      params: { what: 'credMgmt' },
      cause: { code: 'CTAP2_ERR_MISSING_PARAMETER' },
    });
  });

  it('stays where it worked, and what a key refuses for another reason is not asked twice', async () => {
    const worked = new ScriptedTransport(NO_CREDENTIALS, rp(1, [5, 1]), Uint8Array.of(0x02));
    const management = credentialManagement(worked, 'credentialManagement', token);
    await management.metadata();
    await management.relyingParties();
    expect((await rejection(management.delete(Uint8Array.of(1)))).code).toBe('CTAP1_ERR_INVALID_PARAMETER');
    for (const status of [0x31, 0x33, 0x36, 0x7f]) {
      const transport = new ScriptedTransport(Uint8Array.of(status));
      await rejection(credentialManagement(transport, 'credentialManagement', token).relyingParties());
      expect(transport.requests).toHaveLength(1);
    }
  });

  it('is no reason to take the refusal of a deletion for something else', async () => {
    const transport = new ScriptedTransport(Uint8Array.of(0x02), Uint8Array.of(0x01));
    const management = credentialManagement(transport, 'credentialManagement', token);
    expect((await rejection(management.delete(Uint8Array.of(1)))).code).toBe('CTAP1_ERR_INVALID_PARAMETER');
  });
});

describe('authenticatorConfig', () => {
  it.each<[ConfigChange, number, CborMap | undefined]>([
    [{ kind: 'enableEnterpriseAttestation' }, 1, undefined],
    [{ kind: 'toggleAlwaysUv' }, 2, undefined],
    [{ kind: 'setMinPINLength', newMinPINLength: 6 }, 3, numbered([0x01, 6])],
    [
      {
        kind: 'setMinPINLength',
        newMinPINLength: 8,
        minPinLengthRPIDs: ['example.org'],
        forceChangePin: true,
        pinComplexityPolicy: true,
      },
      3,
      numbered([0x01, 8], [0x02, ['example.org']], [0x03, true], [0x04, true]),
    ],
  ])('sends %o', async (change, subCommand, parameters) => {
    const transport = new ScriptedTransport(ok());
    await authenticatorConfig(transport, change, token);
    const encoded = parameters === undefined ? new Uint8Array() : encode(parameters);
    const message = concat(new Uint8Array(32).fill(0xff), Uint8Array.of(0x0d, subCommand), encoded);
    const members: [number, CborValue][] = parameters === undefined ? [] : [[0x02, parameters]];
    expect(sent(transport)).toEqual([
      [0x0d, numbered([0x01, subCommand], ...members, [0x03, 2], [0x04, hmac(message)])],
    ]);
  });

  it('goes without authorization to a key without PIN', async () => {
    const transport = new ScriptedTransport(ok());
    await authenticatorConfig(transport, { kind: 'toggleAlwaysUv' }, undefined);
    expect(sent(transport)).toEqual([[0x0d, numbered([0x01, 2])]]);
  });
});
