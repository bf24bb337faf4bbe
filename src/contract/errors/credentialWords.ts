import type { ErrorCode } from './errors.ts';
import { quote, type Say, words } from './wording.ts';

/** What can go wrong with a passkey on its way. */
export const credentialErrorWords = {
  'credential-not-found': words('This passkey is not on the key.', 'List the passkeys of the key again.'),
  'credential-excluded': p => ({
    message: `This key already holds a passkey of ${quote(p.user)}.`,
    next: 'Use another key, or delete the existing passkey first.',
  }),
  'registration-unknown': words(
    'Microsoft Entra ID did not say whether it registered this passkey.',
    'The passkey stays on the key. Keydesk looks for it again by itself; see Unfinished enrollments to finish it now.',
  ),
  'enrollment-running': words(
    'An enrollment for this user is running already.',
    'Wait until it ends, or cancel it; then try again.',
  ),
  'unfinished-not-found': words(
    'There is no unfinished enrollment with this id. It may be settled by now.',
    'Refresh the list.',
  ),
  'unfinished-in-use': words(
    'Another window or command of Keydesk is working on this enrollment.',
    'Wait until it has ended, then refresh the list.',
  ),
  'unfinished-other-key': words(
    'The key that is plugged in is not the one of this enrollment.',
    'Plug in the key that was used, then finish again. If that key was reset meanwhile, discard the entry.',
  ),
  'unfinished-not-here': words(
    'The key that is plugged in holds nothing of this enrollment. It has no serial number, so Keydesk cannot tell whether it is the key that was used.',
    'If it is, nothing is left to do: discard the entry. If not, plug in the key that was used, then finish again.',
  ),
  'unfinished-other-tenant': p => ({
    message: `This enrollment was begun in ${quote(p.tenant)}, and Keydesk is connected to another tenant.`,
    next: 'Choose the connection to that tenant, then finish or discard it.',
  }),
  'unfinished-removed': words(
    'Microsoft Entra ID never took this passkey. Keydesk removed it from the key.',
    'Enroll the key again.',
  ),
  'unfinished-registered': words(
    'Microsoft Entra ID has this passkey. The entry is settled.',
    'See the Passkeys tab of the user.',
  ),
  'unfinished-nothing-left': words(
    'The key holds nothing of this enrollment. The entry is settled.',
    'Enroll the key again if the user still needs a passkey.',
  ),
  'unfinished-left': words(
    'The key holds a passkey of this user, and nothing shows whether it belongs to this enrollment. Nothing was removed.',
    'Look at the Passkeys tab of the user. If the passkey is not listed there, enroll the user on this key again, which replaces it, or delete it under Security keys, Passkeys on this key. Either way this entry is closed.',
  ),
  'touch-timeout': words('The key was not touched in time.', 'Start again and touch the key when it blinks.'),
  // Keys of CTAP 2.3 answer so to a touch that does not come, too (6.1.2, 6.2.2).
  'touch-denied': words(
    'The request was denied at the key, or the key was not touched in time.',
    'Start again and touch the key when it blinks.',
  ),
  'wrong-rp-id-hash': words(
    'The key made a passkey for another website than the one asked for.',
    'It was not registered. Do not hand this key out; use another one.',
  ),
  'attestation-invalid': p => ({
    message: `The key could not prove its make${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'It was not registered. Do not hand this key out; use another one.',
  }),
  'attestation-untrusted': p => ({
    message: `The key says that it is ${quote(p.model)}, but its attestation certificate leads to no root certificate of that model.`,
    next: 'It was not registered. Do not hand this key out; use another one.',
  }),
  'attestation-expired': p => ({
    message: `The attestation certificate of the key is not valid today${p.from && p.until ? `, but from ${p.from} to ${p.until}` : ''}.`,
    next: 'It was not registered. Use another key, and ask the maker about this one.',
  }),
  'attestation-unproven': p =>
    p.demanded
      ? {
          message: `The passkey policy demands proof of the key’s make, and Keydesk cannot check it${p.reason ? `: ${p.reason}` : ''}.`,
          next: 'It was not registered. Use a key with attestation of the format packed, or update Keydesk if there is a newer version.',
        }
      : {
          message: `Keydesk cannot check the proof of the key’s make${p.reason ? `: ${p.reason}` : ''}.`,
          next: 'The enrollment goes on, and Microsoft Entra ID decides. Load the newest list of key models under Settings.',
        },
  'credential-invalid': p => ({
    message: `The passkey the key made is not sound${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'It was not registered. Try once more; if it stays, use another key.',
  }),
  'proof-failed': p => ({
    message: `The passkey is registered, but the key did not prove that it signs in${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Delete the passkey on the Passkeys tab and enroll the key again.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;
