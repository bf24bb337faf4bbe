import type { JournalState } from '../../../contract/enrollment/schema.ts';
import type { ErrorCode } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { deleteOrphan, holdsNothing } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';

export interface CleanUpOutcome {
  cleanedUp: boolean;
  journalState: JournalState | null;
}

/**
 * Cleans up after a failed enrollment. Deletes the credential from the key only if Entra never received it or refused it. If the submission
 * had no definite answer, Keydesk keeps the credential, and recovery looks for it again. If something cannot be settled now (the key was
 * removed, Entra cannot be reached), the entry stays in the journal.
 * @param thrown the error that stopped the work, possibly caused by a cancel or by removing the key
 */
export async function cleanUp(
  parts: CeremonyParts,
  state: CeremonyState,
  failure: Failure,
  thrown: Failure,
): Promise<CleanUpOutcome> {
  const { journalId } = state;
  if (journalId === undefined) return { cleanedUp: true, journalState: null };
  await state.proof?.end();
  const end = await settle(parts, state, thrown);
  const known = {
    ...(state.credentialId === undefined ? {} : { credential_id: state.credentialId }),
    // The write of the method id may be the write that failed.
    ...(state.method === undefined ? {} : { method_id: state.method.id }),
  };
  await parts.journal.fail(journalId, end, failure, { submission: state.submission, ...known });
  await parts.journal.release(journalId);
  return { cleanedUp: end === 'cleaned-up', journalState: end };
}

type BadEnd = 'cleaned-up' | 'needs-attention' | 'registered' | 'credential-created';

async function settle(parts: CeremonyParts, state: CeremonyState, thrown: Failure): Promise<BadEnd> {
  if (state.method !== undefined) return thrown.code === 'proof-failed' ? 'needs-attention' : 'registered';
  if (!state.creating) return 'cleaned-up';
  if (state.credentialId === undefined) return settleUnanswered(parts, state, thrown);
  if (state.submission === 'unknown') return settleSubmitted(parts, state, state.credentialId);
  const deleted =
    state.key !== undefined && (await deleteOrphan(parts, state.key, state.secretPin, state.credentialId));
  return deleted ? 'cleaned-up' : 'needs-attention';
}

/** Settles a submitted credential. A passkey that is found settles it. A passkey that is not found proves nothing (graph.md, 9). */
async function settleSubmitted(parts: CeremonyParts, state: CeremonyState, credentialId: Uint8Array): Promise<BadEnd> {
  const { user, journalId, expiresAt } = state;
  if (user !== undefined) {
    const method = await parts
      .graph()
      .fido2Methods.find(user.id, credentialId)
      .catch((error: unknown) => {
        // A failed read proves nothing. The journal keeps the entry, and recovery looks again.
        parts.log(`enrollment ${journalId}: its passkey could not be looked for: ${String(error)}`);
        return undefined;
      });
    if (method !== undefined) {
      state.method = method;
      return 'registered';
    }
  }
  // Until the challenge expires, recovery may register the credential. Afterwards it can only find it, or a person decides.
  return parts.graph().clock.now() < (expiresAt ?? 0) ? 'credential-created' : 'needs-attention';
}

/** Settles an enrollment that failed while the key worked on makeCredential. The key may have created a credential whose id is unknown. */
async function settleUnanswered(parts: CeremonyParts, state: CeremonyState, thrown: Failure): Promise<BadEnd> {
  if (refusedByKey(thrown)) return 'cleaned-up';
  const { key, options, secretPin } = state;
  if (key === undefined || options === undefined) return 'needs-attention';
  const asked = { rpId: options.rp.id, userHandle: options.user.id };
  return (await holdsNothing(parts, key, secretPin, asked)) ? 'cleaned-up' : 'needs-attention';
}

/**
 * Returns whether the key's refusal proves that it created nothing. After any other error, or a cancel without an answer, a credential may
 * be on the key.
 */
function refusedByKey({ code, params }: Failure): boolean {
  const refusals: readonly ErrorCode[] = [
    'cancelled',
    'credential-excluded',
    'key-full',
    'key-lacks-capability',
    'pin-required',
    'pin-not-set',
    'fingerprint-failed',
    'fingerprint-blocked',
    'touch-denied',
    'touch-timeout',
    'key-status',
    'key-busy',
  ];
  return refusals.includes(code) && params.answered !== false;
}
