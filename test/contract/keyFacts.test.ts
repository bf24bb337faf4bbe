import { describe, expect, it } from 'vitest';
import { factsOf, holdsPasskeys, technicalFactsOf } from '../../src/contract/keys/facts.ts';
import type { KeyDetails } from '../../src/contract/keys/schema.ts';
import { credentialCountWords, inconsistentWords } from '../../src/contract/keys/words.ts';

const key: KeyDetails = {
  id: 'practice',
  aaguid: '00000000-0000-0000-0000-000000000000',
  versions: ['FIDO_2_0', 'U2F_V2'],
  extensions: [],
  options: { rk: true, up: true },
  pin: { supported: true, set: false, changeRequired: false, minLength: 6, maxLength: 63 },
  pinUvAuthProtocols: [1],
  algorithms: [-7],
  transports: ['usb'],
  maxMsgSize: 1024,
  unknownMembers: [],
};

const pinOf = (pin: Partial<KeyDetails['pin']>) =>
  factsOf({ ...key, pin: { ...key.pin, ...pin } }).find(({ label }) => label === 'PIN')?.value;

describe('holdsPasskeys', () => {
  it('wants FIDO2, resident credentials and a way to verify the user', () => {
    expect(holdsPasskeys(key)).toBe(true);
    expect(holdsPasskeys({ ...key, versions: ['U2F_V2'] })).toBe(false);
    expect(holdsPasskeys({ ...key, options: { rk: false } })).toBe(false);
    const withoutPin = { ...key, pin: { ...key.pin, supported: false } };
    expect(holdsPasskeys(withoutPin)).toBe(false);
    expect(holdsPasskeys({ ...withoutPin, options: { rk: true, uv: false } })).toBe(true);
  });
});

describe('factsOf', () => {
  it('tells the state of the PIN, the most pressing first', () => {
    expect(pinOf({})).toBe('Not set; at least 6 characters');
    expect(pinOf({ set: true, retries: 5 })).toBe('Set; 5 attempts left');
    expect(pinOf({ set: true, changeRequired: true, retries: 5 })).toBe('Set; must be changed before use');
    expect(pinOf({ set: true, powerCycleNeeded: true, retries: 5 })).toContain('plug it in again');
    expect(pinOf({ supported: false })).toBe('This key does not support a PIN');
  });
});

describe('technicalFactsOf', () => {
  it('has the names of the specification', () => {
    const facts = technicalFactsOf({
      ...key,
      options: { alwaysUv: false, rk: true },
      vendorId: 0x1050,
      productId: 0x407,
    });
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toMatchObject({
      versions: 'FIDO_2_0, U2F_V2',
      options: 'rk: true, alwaysUv: false',
      algorithms: 'ES256 (-7)',
      minPINLength: '6',
      maxMsgSize: '1024',
      'USB vendor and product': '1050:0407',
    });
  });
});

describe('the list of passkeys', () => {
  it('says how many there are, and how many fit where that is known', () => {
    expect(credentialCountWords(1, 24)).toBe('One passkey on the key; at most 24 more fit.');
    expect(credentialCountWords(0, null)).toBe('0 passkeys on the key.');
  });

  it('says why it may not be complete', () => {
    const words = inconsistentWords(['total-too-high', 'name-unreadable']);
    expect(words).toContain('it announces more passkeys than it lists and a name cannot be read');
    expect(words).toContain('may be missing');
  });
});
