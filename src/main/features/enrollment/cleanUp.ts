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
 * Ends a failed enrollment so that nothing is left half done. Keydesk deletes the credential from the key only if Entra never
 * got it or refused it. A credential whose submission had no definite answer is kept, and recovery looks for it again. What
 * cannot be settled now (the key is gone, Entra cannot be asked) stays in the journal.
 * @param thrown what broke the work off, which a cancel or a pulled key may have brought about
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
    // The write that should have noted it may be what failed.
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

/** Finding the passkey settles it; not finding it proves nothing (graph.md, 9). */
async function settleSubmitted(parts: CeremonyParts, state: CeremonyState, credentialId: Uint8Array): Promise<BadEnd> {
  const { user, journalId, expiresAt } = state;
  if (user !== undefined) {
    const method = await parts
      .graph()
      .fido2Methods.find(user.id, credentialId)
      .catch((error: unknown) => {
        // A read that fails says nothing: the journal keeps the entry, and recovery looks again.
        parts.log(`enrollment ${journalId}: its passkey could not be looked for: ${String(error)}`);
        return undefined;
      });
    if (method !== undefined) {
      state.method = method;
      return 'registered';
    }
  }
  // While the challenge lives, recovery may register it; after that it can only be found, or a person decides.
  return parts.graph().clock.now() < (expiresAt ?? 0) ? 'credential-created' : 'needs-attention';
}

/** A key that was still asked when the work broke off may have made a credential that nobody knows the id of. */
async function settleUnanswered(parts: CeremonyParts, state: CeremonyState, thrown: Failure): Promise<BadEnd> {
  if (refusedByKey(thrown)) return 'cleaned-up';
  const { key, options, secretPin } = state;
  if (key === undefined || options === undefined) return 'needs-attention';
  const asked = { rpId: options.rp.id, userHandle: options.user.id };
  return (await holdsNothing(parts, key, secretPin, asked)) ? 'cleaned-up' : 'needs-attention';
}

/**
 * Refusals with which a key says that it made nothing. After anything else a credential may be on it; so it may when a
 * cancel was never answered.
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
