import { describe, expect, it } from 'vitest';
import { type CborMap, type CborValue, decode } from '../../../src/ctap/cbor.ts';
import { getAssertion, getNextAssertion, refusesSilentAssertion } from '../../../src/ctap/ctap2/getAssertion.ts';
import { makeCredential } from '../../../src/ctap/ctap2/makeCredential.ts';
import { CtapError, statusError } from '../../../src/ctap/errors.ts';
import { ok, rejection, ScriptedTransport } from '../helpers.ts';

const hash = new Uint8Array(32).fill(7);
const pinUvAuthParam = new Uint8Array(32).fill(9);
const auth = { version: 2, pinUvAuthParam } as const;
const id = Uint8Array.of(1, 2, 3);
const rp = { id: 'example.org', name: 'Example' };
const user = { id: Uint8Array.of(5), name: 'ada', displayName: 'Ada' };
const pubKeyCredParams = [{ type: 'public-key', alg: -7 }];
const numbered = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const text = (entries: Record<string, CborValue>): CborMap => new Map(Object.entries(entries));

const made: [number, CborValue][] = [
  [0x01, 'packed'],
  [0x02, Uint8Array.of(1)],
  [0x03, text({ alg: -7 })],
];
const asserted: [number, CborValue][] = [
  [0x02, Uint8Array.of(1)],
  [0x03, Uint8Array.of(2)],
];

/** The command byte and the parameters of a request. */
function sent({ requests: [request = new Uint8Array()] }: ScriptedTransport): [number | undefined, CborValue] {
  return [request[0], decode(request.subarray(1))];
}

describe('makeCredential', () => {
  it('sends every member it is given', async () => {
    const transport = new ScriptedTransport(ok(numbered(...made)));
    const extensions = {
      credProtect: 3,
      hmacSecret: true,
      minPinLength: true,
      credBlob: id,
      hmacSecretMc: numbered([2, id]),
      largeBlobKey: true,
      pinComplexityPolicy: true,
      thirdPartyPayment: true,
    } as const;
    const excludeList = [{ type: 'public-key' as const, id, transports: ['usb'] }];
    const request = { clientDataHash: hash, rp, user, pubKeyCredParams, excludeList, extensions, rk: true };
    const more = { enterpriseAttestation: 2, attestationFormatsPreference: ['none', 'packed'] } as const;
    await makeCredential(transport, { ...request, ...more }, auth);
    expect(sent(transport)).toEqual([
      0x01,
      numbered(
        [0x01, hash],
        [0x02, text(rp)],
        [0x03, text(user)],
        [0x04, [text({ alg: -7, type: 'public-key' })]],
        [0x05, [text({ id, type: 'public-key' })]],
        [
          0x06,
          text({
            credBlob: id,
            credProtect: 3,
            'hmac-secret': true,
            'hmac-secret-mc': numbered([2, id]),
            largeBlobKey: true,
            minPinLength: true,
            pinComplexityPolicy: true,
            thirdPartyPayment: true,
          }),
        ],
        [0x07, text({ rk: true })],
        [0x08, pinUvAuthParam],
        [0x09, 2],
        [0x0a, 2],
        [0x0b, ['none', 'packed']],
      ),
    ]);
  });

  it('leaves out what is empty or not asked for', async () => {
    const transport = new ScriptedTransport(ok(numbered(...made)));
    const request = { clientDataHash: hash, rp: { id: rp.id }, user: { id: user.id }, pubKeyCredParams };
    await makeCredential(transport, { ...request, excludeList: [], extensions: { hmacSecret: false } }, undefined);
    expect(sent(transport)).toEqual([
      0x01,
      numbered(
        [0x01, hash],
        [0x02, text({ id: rp.id })],
        [0x03, text({ id: user.id })],
        [0x04, [text({ alg: -7, type: 'public-key' })]],
      ),
    ]);
  });

  it('reads the answer', async () => {
    const request = { clientDataHash: hash, rp, user, pubKeyCredParams };
    const full = numbered(...made, [0x04, true], [0x05, id]);
    expect(await makeCredential(new ScriptedTransport(ok(full)), request, auth)).toEqual({
      fmt: 'packed',
      authData: Uint8Array.of(1),
      attStmt: text({ alg: -7 }),
      epAtt: true,
      largeBlobKey: id,
    });
    expect(await makeCredential(new ScriptedTransport(ok(numbered(...made.slice(0, 2)))), request, auth)).toMatchObject(
      {
        attStmt: new Map(),
        epAtt: false,
      },
    );
  });

  it.each<[string, CborMap]>([
    ['fmt', numbered(...made.slice(1))],
    ['fmt', numbered(...made, [0x01, 2])],
    ['authData', numbered(...made, [0x02, 'text'])],
    ['attStmt', numbered(...made, [0x03, []])],
  ])('refuses a wrong %s', async (name, response) => {
    const request = { clientDataHash: hash, rp, user, pubKeyCredParams };
    const error = await rejection(makeCredential(new ScriptedTransport(ok(response)), request, auth));
    expect(error).toMatchObject({ code: 'response-malformed', params: { member: `makeCredential.${name}` } });
  });
});

describe('getAssertion', () => {
  it.each<[string, CborValue, number | undefined]>([
    ['null', null, undefined],
    ['text', '2', undefined],
    ['negative', -1, undefined],
    ['0', 0, undefined],
    ['2', 2, 2],
  ])('a number of credentials that is %s', async (_what, value, right) => {
    const answer = await getNextAssertion(new ScriptedTransport(ok(numbered(...asserted, [0x05, value]))));
    expect(answer.numberOfCredentials).toBe(right);
  });

  it('sends every member it is given', async () => {
    const transport = new ScriptedTransport(ok(numbered(...asserted)));
    const extensions = text({ 'hmac-secret': true });
    const allowList = [{ type: 'public-key' as const, id }];
    await getAssertion(transport, { rpId: rp.id, clientDataHash: hash, allowList, up: false, extensions }, auth);
    expect(sent(transport)).toEqual([
      0x02,
      numbered(
        [0x01, rp.id],
        [0x02, hash],
        [0x03, [text({ id, type: 'public-key' })]],
        [0x04, extensions],
        [0x05, text({ up: false })],
        [0x06, pinUvAuthParam],
        [0x07, 2],
      ),
    ]);
  });

  it('leaves out what is not asked for', async () => {
    const transport = new ScriptedTransport(ok(numbered(...asserted)));
    await getAssertion(transport, { rpId: rp.id, clientDataHash: hash, allowList: [] }, undefined);
    expect(sent(transport)).toEqual([0x02, numbered([0x01, rp.id], [0x02, hash])]);
  });

  it('reads an answer with all members, and one with few', async () => {
    const full = numbered(
      ...asserted,
      [0x01, text({ id, type: 'public-key' })],
      [0x04, text({ id })],
      [0x05, 3],
      [0x07, id],
    );
    const request = { rpId: rp.id, clientDataHash: hash };
    expect(await getAssertion(new ScriptedTransport(ok(full)), request, undefined)).toEqual({
      credentialId: id,
      authData: Uint8Array.of(1),
      signature: Uint8Array.of(2),
      userHandle: id,
      numberOfCredentials: 3,
      largeBlobKey: id,
    });
    expect(await getNextAssertion(new ScriptedTransport(ok(numbered(...asserted))))).toEqual({
      credentialId: undefined,
      authData: Uint8Array.of(1),
      signature: Uint8Array.of(2),
      userHandle: undefined,
      numberOfCredentials: 1,
      largeBlobKey: undefined,
    });
  });

  it.each<[string, CborMap]>([
    ['signature', numbered(...asserted.slice(0, 1))],
    ['authData', numbered(...asserted.slice(1))],
  ])('refuses a wrong %s', async (name, response) => {
    const error = await rejection(getNextAssertion(new ScriptedTransport(ok(response))));
    expect(error).toMatchObject({ code: 'response-malformed', params: { member: `getAssertion.${name}` } });
  });
});

describe('refusesSilentAssertion', () => {
  const refusals = [0x2b, 0x2c, 0x14, 0x02, 0x3b, 0x27, 0x30, 0x2f, 0x3a, 0x23];

  it('knows the statuses that a touch may mend, by themselves and under what wraps them', () => {
    for (let status = 1; status < 256; status++) {
      const error = statusError(status);
      const right = refusals.includes(status);
      expect(refusesSilentAssertion(error), error.code).toBe(right);
      expect(refusesSilentAssertion(new Error('wrapped', { cause: error })), error.code).toBe(right);
    }
  });

  it('is not what the host saw, nor nothing', () => {
    for (const other of [new CtapError('no-answer'), new CtapError('cancelled'), new Error('x'), undefined, 'x']) {
      expect(refusesSilentAssertion(other)).toBe(false);
    }
  });
});
