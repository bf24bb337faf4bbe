import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '../../../src/ctap/bytes.ts';
import { type CborMap, type CborValue, decode } from '../../../src/ctap/cbor.ts';
import { ecdhP256 } from '../../../src/ctap/crypto.ts';
import {
  changePIN,
  getKeyAgreement,
  getPINRetries,
  getPinToken,
  getPinUvAuthTokenUsingPin,
  getPinUvAuthTokenUsingUv,
  getUVRetries,
  permissions,
  setPIN,
} from '../../../src/ctap/ctap2/clientPin.ts';
import { encapsulate } from '../../../src/ctap/pin/protocol.ts';
import { padPin, pinBytes } from '../../../src/ctap/pin/rules.ts';
import vectors from '../../vectors/hmac-secret.json' with { type: 'json' };
import { ok, rejection, ScriptedTransport } from '../helpers.ts';

const peerKey = vectors.shared.authenticator_key_agreement_public_key;
const peer: CborMap = new Map<number, CborValue>([
  [-2, fromHex(peerKey.x)],
  [-3, fromHex(peerKey.y)],
]);
// Protocol one encrypts the same bytes the same way each time, so that requests can be foretold.
const agreement = encapsulate(1, peer, ecdhP256(fromHex(vectors.shared.platform_key_agreement_private_key)));
const sharedSecret = fromHex(vectors.cases.find(each => each.pinUvAuthProtocol === 1)?.shared_secret ?? '');

const numbered = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const leftHash = (pin: string) => new Uint8Array(createHash('sha256').update(pin).digest()).slice(0, 16);
const hmac16 = (message: Uint8Array) =>
  new Uint8Array(createHmac('sha256', sharedSecret).update(message).digest()).slice(0, 16);

function encrypt(data: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-cbc', sharedSecret, new Uint8Array(16)).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
}

function sent({ requests: [request = new Uint8Array()] }: ScriptedTransport): CborValue {
  expect(request[0]).toBe(0x06);
  return decode(request.subarray(1));
}

describe('retries', () => {
  it('are read with the state of the power cycle', async () => {
    const transport = new ScriptedTransport(ok(numbered([0x03, 5], [0x04, true])), ok(numbered([0x03, 8])));
    expect(await getPINRetries(transport, 2)).toEqual({ retries: 5, powerCycleState: true });
    expect(sent(transport)).toEqual(numbered([0x01, 2], [0x02, 0x01]));
    expect(await getPINRetries(transport, 2)).toEqual({ retries: 8, powerCycleState: false });
  });

  it('of the key’s own verification are read', async () => {
    const transport = new ScriptedTransport(ok(numbered([0x05, 3])));
    expect(await getUVRetries(transport, 1)).toBe(3);
    expect(sent(transport)).toEqual(numbered([0x01, 1], [0x02, 0x07]));
  });

  it.each<[string, CborMap | undefined]>([
    ['missing', undefined],
    ['text', numbered([0x03, '8'])],
  ])('are refused when %s', async (_what, response) => {
    expect(await rejection(getPINRetries(new ScriptedTransport(ok(response)), 1))).toMatchObject({
      code: 'response-malformed',
      params: { member: 'clientPIN.pinRetries' },
    });
  });
});

describe('requests under the shared secret', () => {
  it('getKeyAgreement gives the key as it came', async () => {
    const transport = new ScriptedTransport(ok(numbered([0x01, peer])));
    expect(await getKeyAgreement(transport, 1)).toEqual(peer);
    expect(sent(transport)).toEqual(numbered([0x01, 1], [0x02, 0x02]));
  });

  it('setPIN sends the padded PIN, encrypted and authenticated', async () => {
    const transport = new ScriptedTransport(ok());
    await setPIN(transport, agreement, pinBytes('1234'));
    const newPinEnc = encrypt(padPin(pinBytes('1234')));
    expect(sent(transport)).toEqual(
      numbered([0x01, 1], [0x02, 0x03], [0x03, agreement.platformKey], [0x04, hmac16(newPinEnc)], [0x05, newPinEnc]),
    );
  });

  it('changePIN authenticates both PINs together', async () => {
    const transport = new ScriptedTransport(ok());
    await changePIN(transport, agreement, pinBytes('1234'), pinBytes('654321'));
    const [newPinEnc, pinHashEnc] = [encrypt(padPin(pinBytes('654321'))), encrypt(leftHash('1234'))];
    expect(sent(transport)).toEqual(
      numbered(
        [0x01, 1],
        [0x02, 0x04],
        [0x03, agreement.platformKey],
        [0x04, hmac16(concat(newPinEnc, pinHashEnc))],
        [0x05, newPinEnc],
        [0x06, pinHashEnc],
      ),
    );
  });
});

describe('tokens', () => {
  const token = new Uint8Array(32).fill(0x77);
  const answer = ok(numbered([0x02, encrypt(token)]));
  const request = { permissions: permissions.makeCredential | permissions.getAssertion, rpId: 'example.org' };

  it('come for the PIN with permissions', async () => {
    const transport = new ScriptedTransport(answer);
    expect(await getPinUvAuthTokenUsingPin(transport, agreement, pinBytes('1234'), request)).toEqual(token);
    expect(sent(transport)).toEqual(
      numbered(
        [0x01, 1],
        [0x02, 0x09],
        [0x03, agreement.platformKey],
        [0x06, encrypt(leftHash('1234'))],
        [0x09, 3],
        [0x0a, 'example.org'],
      ),
    );
  });

  it('come for the PIN from keys that know no permissions', async () => {
    const transport = new ScriptedTransport(answer);
    expect(await getPinToken(transport, agreement, pinBytes('1234'))).toEqual(token);
    expect(sent(transport)).toEqual(
      numbered([0x01, 1], [0x02, 0x05], [0x03, agreement.platformKey], [0x06, encrypt(leftHash('1234'))]),
    );
  });

  it('come for the key’s own verification', async () => {
    const transport = new ScriptedTransport(answer);
    const options = { onKeepAlive: () => undefined };
    await getPinUvAuthTokenUsingUv(transport, agreement, { permissions: 4 }, options);
    expect(sent(transport)).toEqual(numbered([0x01, 1], [0x02, 0x06], [0x03, agreement.platformKey], [0x09, 4]));
    expect(transport.options).toEqual([options]);
  });

  it.each<[string, CborMap | undefined]>([
    ['missing', undefined],
    ['text', numbered([0x02, 'x'])],
    ['of 48 bytes', numbered([0x02, encrypt(new Uint8Array(48))])],
  ])('are refused when %s', async (_what, response) => {
    const error = await rejection(getPinToken(new ScriptedTransport(ok(response)), agreement, pinBytes('1234')));
    expect(error).toMatchObject({ code: 'response-malformed', params: { member: 'clientPIN.pinUvAuthToken' } });
  });

  it('are of 32 bytes by protocol two', async () => {
    const two = encapsulate(2, peer);
    const short = ok(numbered([0x02, two.encrypt(new Uint8Array(16))]));
    expect((await rejection(getPinToken(new ScriptedTransport(short), two, pinBytes('1234')))).code).toBe(
      'response-malformed',
    );
  });
});
