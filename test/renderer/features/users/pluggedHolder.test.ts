import { expect, test } from 'vitest';
import type { KeySummary } from '../../../../src/contract/keys/schema.ts';
import { holderAmong } from '../../../../src/renderer/features/users/pluggedHolder.ts';

const plugged = [
  { id: 'hid1', product: 'YubiKey 5', serial: '123' },
  { id: 'hid2', product: 'Practice key' },
] as KeySummary[];

test('the holder of a passkey is the plugged-in key that the inventory knows by that id', () => {
  expect(holderAmong(plugged, ['k1', 'k2'], 'k2', 'cred')).toEqual({
    keyId: 'hid2',
    name: 'Practice key',
    credentialId: 'cred',
  });
});

test('there is none if the key is not plugged in, not known yet, or the credential is not known', () => {
  expect(holderAmong(plugged, ['k1', 'k2'], 'k9', 'cred')).toBeNull();
  expect(holderAmong(plugged, [undefined, undefined], undefined, 'cred')).toBeNull();
  expect(holderAmong(plugged, ['k1', 'k2'], 'k1', null)).toBeNull();
  expect(holderAmong([], [], 'k1', 'cred')).toBeNull();
});
