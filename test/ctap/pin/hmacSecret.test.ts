import { expect, it } from 'vitest';
import { hmacSecretExchange } from '../../../src/ctap/pin/hmacSecret.ts';
import type { KeyAgreement } from '../../../src/ctap/pin/protocol.ts';

/** An agreement that encrypts nothing: what goes in and out can be read. */
const agreement = (version: 1 | 2) =>
  ({
    version,
    platformKey: new Map(),
    encrypt: (bytes: Uint8Array) => bytes,
    decrypt: (bytes: Uint8Array) => bytes,
    authenticate: () => new Uint8Array(16),
  }) as unknown as KeyAgreement;
const salt = (length = 32, fill = 1) => new Uint8Array(length).fill(fill);

it.each([[[]], [[salt(), salt(), salt()]], [[salt(31)]], [[salt(), salt(33)]], [[salt(0), salt()]]])(
  'takes one or two salts of 32 bytes, and not %#',
  salts => expect(() => hmacSecretExchange(agreement(2), salts)).toThrow(RangeError),
);

it('returns one secret for each salt, and refuses an answer of another length', () => {
  const one = hmacSecretExchange(agreement(2), [salt()]);
  const two = hmacSecretExchange(agreement(2), [salt(), salt(32, 2)]);
  const [first, second] = [salt(32, 7), salt(32, 8)];
  const both = Uint8Array.from([...first, ...second]);
  expect(one.secrets(first)).toEqual([first]);
  expect(two.secrets(both)).toEqual([first, second]);
  for (const read of [() => one.secrets(both), () => two.secrets(first)]) {
    expect(read).toThrow(expect.objectContaining({ code: 'response-malformed', params: { member: 'hmac-secret' } }));
  }
});

it('names the protocol to keys that know more than one', () => {
  expect(hmacSecretExchange(agreement(1), [salt()]).input.get(4)).toBeUndefined();
  expect(hmacSecretExchange(agreement(2), [salt()]).input.get(4)).toBe(2);
});
