import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type CborMap, encode } from '../../../src/ctap/cbor.ts';
import type { Faults } from '../../../src/simulator/key/faults.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { ERROR, hid, KEEPALIVE, map, RawHost, reports } from './raw.ts';

const HASH = new Uint8Array(32).fill(5);
const RP = 'login.microsoft.com';
const GET_INFO = Uint8Array.of(0x04);
const creation = map(
  [1, HASH],
  [2, map(['id', RP])],
  [3, map(['id', Uint8Array.of(1)])],
  [4, [map(['alg', -7], ['type', 'public-key'])]],
  [7, map(['rk', true])],
);

async function open(profile: 'full' | 'legacy' = 'full') {
  const key = await createSoftwareKey({ profile });
  return { key, host: await RawHost.open(key) };
}

/** Makes and uses a credential, and tells what is sound in the answers. */
async function soundness(faults: Faults) {
  const { key, host } = await open();
  Object.assign(key.faults, faults);
  const { response: made } = await host.cbor(1, creation);
  const { response: signed } = await host.cbor(2, map([1, RP], [2, HASH]));
  const authData = made.get(2) as Uint8Array;
  const attestation = made.get(3) as CborMap;
  const [certificate] = attestation.get('x5c') as Uint8Array[];
  const { publicKey, raw } = new X509Certificate(certificate ?? new Uint8Array());
  const aaguid = authData.subarray(37, 53);
  const coordinate = (from: number) => Buffer.from(authData.slice(from).subarray(0, 32)).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(-67), y: coordinate(-32) };
  const own = createPublicKey({ key: jwk, format: 'jwk' });
  const signedData = signed.get(2) as Uint8Array;
  return {
    attestation: verify('sha256', Buffer.concat([authData, HASH]), publicKey, attestation.get('sig') as Uint8Array),
    assertion: verify('sha256', Buffer.concat([signedData, HASH]), own, signed.get(3) as Uint8Array),
    rpIdHash: createHash('sha256').update(RP).digest().equals(authData.subarray(0, 32)),
    aaguid: raw.includes(Buffer.from(aaguid)),
  };
}

describe('a misbehavior switch spoils one thing', () => {
  const sound = { attestation: true, assertion: true, rpIdHash: true, aaguid: true };
  test.each<[Faults, Partial<typeof sound>]>([
    [{}, {}],
    [{ badAttestationSignature: true }, { attestation: false }],
    [{ badAssertionSignature: true }, { assertion: false }],
    [{ wrongRpIdHash: true }, { rpIdHash: false }],
    [{ wrongAaguid: true }, { aaguid: false }],
  ])('%j', async (faults, spoiled) => {
    expect(await soundness(faults)).toEqual({ ...sound, ...spoiled });
  });

  test('truncated CBOR and a duplicate key are no CBOR any more', async () => {
    // A legacy key's getInfo is the same each time, and a full one's has more than 23 members.
    const { key, host } = await open('legacy');
    const healthy = (await host.ask(hid.CBOR, GET_INFO)).data;
    key.faults.truncatedCbor = true;
    expect((await host.ask(hid.CBOR, GET_INFO)).data).toEqual(healthy.subarray(0, -1));
    delete key.faults.truncatedCbor;
    key.faults.duplicateCborKey = true;
    const doubled = (await host.ask(hid.CBOR, GET_INFO)).data;
    expect([...doubled.subarray(0, 5)]).toEqual([0, (healthy[1] ?? 0) + 1, 1, 0, 1]);
    expect(doubled.subarray(4)).toEqual(healthy.subarray(2));
    const full = await open('full');
    const members = (await full.host.cbor(4)).response.size;
    full.key.faults.duplicateCborKey = true;
    const long = (await full.host.ask(hid.CBOR, GET_INFO)).data;
    expect([...long.subarray(0, 7)]).toEqual([0, 0xb8, members + 1, 1, 0, 1, 0x86]);
  });

  test('a status on demand, a full key, a busy one', async () => {
    const { key, host } = await open();
    key.faults.statusOnCommand = { command: 4, status: 0x7f };
    expect((await host.cbor(4)).status).toBe(0x7f);
    key.faults.keyFull = true;
    expect((await host.cbor(1, creation)).status).toBe(0x28);
    key.faults.busy = true;
    expect(await host.ask(hid.CBOR, GET_INFO)).toMatchObject({ command: ERROR, data: Uint8Array.of(6) });
  });

  test('a slow key says that it is at work', async () => {
    const { key, host } = await open();
    key.faults.slow = 150;
    for (const report of reports(host.channel, hid.CBOR, GET_INFO)) await host.transport.send(report);
    expect(await host.next(true)).toMatchObject({ command: KEEPALIVE, data: Uint8Array.of(1) });
    expect((await host.next()).command).toBe(hid.CBOR);
  });

  test('what a slow key was asked is never done once the key is gone', async () => {
    const { key, host } = await open();
    key.faults.slow = 20;
    const request = Uint8Array.of(1, ...encode(creation));
    for (const report of reports(host.channel, hid.CBOR, request)) await host.transport.send(report);
    key.powerOff();
    key.powerOn();
    const again = await RawHost.open(key);
    await again.cbor(4);
    expect(key.state().credentialCount).toBe(0);
  });

  test.each<[keyof Faults, (received: Uint8Array[], sound: Uint8Array[]) => void]>([
    ['silent', received => expect(received).toEqual([])],
    ['droppedReport', (received, sound) => expect(received).toEqual(sound.filter((_, i) => i !== 1))],
    [
      'wrongChannel',
      (received, sound) => {
        expect(received.map(report => report.subarray(4))).toEqual(sound.map(report => report.subarray(4)));
        expect(
          received.every(
            (report, i) =>
              !Buffer.from(report)
                .subarray(0, 4)
                .equals(sound[i]?.subarray(0, 4) ?? report),
          ),
        ).toBe(true);
      },
    ],
  ])('%s', async (fault, check) => {
    const { key, host } = await open('legacy');
    const sound = await heard(host);
    Object.assign(key.faults, { [fault]: true });
    check(await heard(host), sound);
  });

  test('removed in mid-message: one report of the new credential, then the key is gone', async () => {
    const { key, host } = await open();
    key.faults.removedInMidMessage = true;
    expect((await host.cbor(4)).status).toBe(0);
    const received: Uint8Array[] = [];
    const gone = new Promise(resolve => host.transport.onClosed(resolve));
    await host.cbor(4);
    host.transport.onReport(report => received.push(report));
    const request = Uint8Array.of(1, ...encode(creation));
    for (const report of reports(host.channel, hid.CBOR, request)) await host.transport.send(report);
    await gone;
    expect(received.filter(report => (report[4] ?? 0) !== (KEEPALIVE | 0x80))).toHaveLength(1);
    expect(key.state()).toMatchObject({ powered: false, credentialCount: 1 });
  });
});

/** Every report that answers a getInfo: the key answers within a few turns of the event loop, or not at all. */
async function heard(host: RawHost): Promise<Uint8Array[]> {
  const received: Uint8Array[] = [];
  host.transport.onReport(report => received.push(report));
  for (const report of reports(host.channel, hid.CBOR, GET_INFO)) await host.transport.send(report);
  for (let turn = 0; turn < 10; turn++) await new Promise(resolve => setImmediate(resolve));
  return received;
}
