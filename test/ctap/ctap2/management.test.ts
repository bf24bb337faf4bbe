import { createHmac } from 'node:crypto';
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
    const noHash = ok(numbered([0x03, text({ id: 'example.org' })], [0x05, 1]));
    expect((await rejection(management(noHash).relyingParties())).params.member).toBe('credentialManagement.rpIDHash');
    const endless = ok(numbered([0x03, text({ id: 'example.org' })], [0x04, rpHash(1)], [0x05, 5001]));
    expect((await rejection(management(endless).relyingParties())).params.member).toBe('credentialManagement.total');
    const noUser = ok(numbered(...credential(1).slice(1), [0x09, 1]));
    expect((await rejection(management(noUser).credentials(rpHash(1)))).params.member).toBe(
      'credentialManagement.user',
    );
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
