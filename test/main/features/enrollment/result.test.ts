import { expect, test } from 'vitest';
import { enrollmentResult, registrationResult } from '../../../../src/main/features/enrollment/result.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';

const method = {
  ...{ id: 'method', displayName: 'Desk key', createdDateTime: null, aaGuid: 'aaguid', model: 'Key' },
  ...{ attestationLevel: 'attested', passkeyType: 'deviceBound', lastUsedDateTime: null },
} as const;
const credential = {
  credentialId: Uint8Array.of(1),
  publicKeyBytes: Uint8Array.of(2),
  clientDataJSON: Uint8Array.of(3),
  attestationObject: Uint8Array.of(4),
};
const keyWith = (summary: object) =>
  ({
    summary: { id: 'hid:1', ...summary },
    session: { info: { aaguid: 'aaguid', versions: ['FIDO_2_1'] } },
    transactions: () => ({ makeCredential: 1 }),
    connection: { counts: () => ({ reports: { sent: 3, received: 4 } }) },
  }) as unknown as OpenKey;
const registration = (key: OpenKey) =>
  registrationResult({ journalId: 'entry', user: { id: 'u' } as never, key, method: method as never, credential });

test('a result names the key as far as it names itself', () => {
  expect(registration(keyWith({ serial: '4711', product: 'Key' })).key).toStrictEqual({
    ...{ id: 'hid:1', aaguid: 'aaguid', versions: ['FIDO_2_1'], serial: '4711', product: 'Key' },
  });
  expect(registration(keyWith({})).key).toStrictEqual({ id: 'hid:1', aaguid: 'aaguid', versions: ['FIDO_2_1'] });
});

test('a result has the credential, its proof and what was sent, for whoever checks it elsewhere', () => {
  const key = keyWith({});
  const evidence = {
    authenticatorData: Uint8Array.of(5),
    signature: Uint8Array.of(6),
    clientDataJSON: Uint8Array.of(7),
  } as never;
  expect(enrollmentResult(registration(key), evidence, { set: true }, key)).toMatchObject({
    ...{ enrollmentId: 'entry', user: { id: 'u' }, method: { id: 'method', displayName: 'Desk key' } },
    ...{ credentialId: 'AQ', publicKey: 'Ag', clientDataJSON: 'Aw', attestationObject: 'BA' },
    proof: { verified: true, authenticatorData: 'BQ', signature: 'Bg', clientDataJSON: 'Bw' },
    ...{ pin: { set: true }, transactions: { makeCredential: 1 }, reports: { sent: 3, received: 4 } },
  });
});
