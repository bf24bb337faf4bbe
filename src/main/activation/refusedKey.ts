import type { ErrorCode } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';

/** What a key leaving in the middle looks like, wherever it was. */
const LEFT = ['key-removed', 'key-not-found', 'no-key', 'key-host-crashed'] as const satisfies ErrorCode[];

/** Refusals of this one key: with another key, or with the same one plugged in once more, the user can go on. */
export const REFUSED_KEY = [
  'key-belongs-to-another',
  'key-reported-lost',
  'key-retired',
  'key-not-fido2',
  'key-access-denied',
  'key-busy',
  'key-in-use',
  'key-changed',
  'key-silent',
  'key-full',
  'key-lacks-capability',
  'key-model-refused',
  'key-reply-damaged',
  'key-wrong-channel',
  'key-status',
  'pin-soft-blocked',
  'pin-blocked',
  'fingerprint-blocked',
  'credential-excluded',
  'credential-invalid',
  'touch-timeout',
  'touch-denied',
  'attestation-invalid',
  'attestation-untrusted',
  'attestation-expired',
  'attestation-unproven',
  'attestation-refused',
  'aaguid-refused',
  'policy-model-not-allowed',
  'policy-attestation-required',
] as const satisfies ErrorCode[];

export function hasLeft(error: unknown): boolean {
  return hasCode(error, ...LEFT);
}

export function refusesKey(error: unknown): boolean {
  return hasCode(error, ...REFUSED_KEY);
}
