import type { ErrorCode } from './errors.ts';
import { quote, type Say, words } from './wording.ts';

/** What can go wrong with a passkey on its way. */
export const credentialErrorWords = {
  'credential-not-found': words('This passkey is not on the key.', 'List the passkeys of the key again.'),
  'credential-excluded': p => ({
    message: `This key already holds a passkey of ${quote(p.user)}.`,
    next: 'Use another key, or delete the existing passkey first.',
  }),
  'touch-timeout': words('Nobody touched the key in time.', 'Start again and touch the key when it blinks.'),
  'touch-denied': words('The request was turned down at the key.', 'Start again and touch the key to agree.'),
  'wrong-rp-id-hash': words(
    'The key made a passkey for another website than the one asked for.',
    'It was not registered. Do not hand this key out; use another one.',
  ),
  'attestation-invalid': p => ({
    message: `The key could not prove its make${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'It was not registered. Do not hand this key out; use another one.',
  }),
  'attestation-untrusted': p => ({
    message: `The key says that it is ${quote(p.model)}, but its proof comes from another maker.`,
    next: 'It was not registered. Do not hand this key out; use another one.',
  }),
  'credential-invalid': p => ({
    message: `The passkey the key made is not sound${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'It was not registered. Try once more; if it stays, use another key.',
  }),
  'proof-failed': p => ({
    message: `The passkey is registered, but the key did not prove that it signs in${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Delete the passkey on the Passkeys tab and enrol the key again.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;
