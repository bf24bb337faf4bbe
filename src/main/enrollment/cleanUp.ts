import type { JournalState } from '../../contract/enrollment.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { type Failure, hasCode } from '../../contract/failure.ts';
import { deleteOrphan } from './orphans.ts';
import type { CeremonyParts, CeremonyState } from './parts.ts';

export interface CleanUpOutcome {
  cleanedUp: boolean;
  journalState: JournalState | null;
}

/**
 * Ends a failed enrolment so that nothing is left half done: a credential that Entra did not take is deleted from the key.
 * What cannot be settled now (the key is gone, Entra cannot be asked) stays in the journal for recovery. `thrown` is what
 * broke the work off, which a cancel or a pulled key may have brought about.
 */
export async function cleanUp(
  parts: CeremonyParts,
  state: CeremonyState,
  failure: Failure,
  thrown: Failure,
): Promise<CleanUpOutcome> {
  const { journalId } = state;
  if (journalId === undefined) return { cleanedUp: true, journalState: null };
  await state.proof?.over();
  const end = await settle(parts, state, thrown);
  await parts.journal.fail(journalId, end, failure);
  if (end !== 'cleaned-up') await parts.journal.release(journalId);
  return { cleanedUp: end === 'cleaned-up', journalState: end };
}

type BadEnd = 'cleaned-up' | 'needs-attention' | 'registered' | 'credential-created';

async function settle(parts: CeremonyParts, state: CeremonyState, thrown: Failure): Promise<BadEnd> {
  if (state.method !== undefined) return thrown.code === 'proof-failed' ? 'needs-attention' : 'registered';
  if (!state.creating) return 'cleaned-up';
  if (state.credentialId === undefined) return refusedByKey(thrown) ? 'cleaned-up' : 'needs-attention';
  if (state.submitted && (await isRegistered(parts, state))) return 'credential-created';
  const deleted = state.key !== undefined && (await deleteOrphan(state.key, state.secretPin, state.credentialId));
  return deleted ? 'cleaned-up' : 'needs-attention';
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

/** True also where Entra cannot be asked: a registered passkey must never be deleted from its key. */
async function isRegistered(parts: CeremonyParts, { user, credentialId }: CeremonyState): Promise<boolean> {
  if (user === undefined || credentialId === undefined) return false;
  try {
    return (await parts.graph().fido2Methods.find(user.id, credentialId)) !== undefined;
  } catch (error) {
    return !hasCode(error, 'user-not-found');
  }
}
