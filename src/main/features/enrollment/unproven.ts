import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { User } from '../../../contract/users/schema.ts';
import { equal } from '../../../ctap/bytes.ts';
import { READ_LAG } from '../../services/graph/readLag.ts';
import { failureOfEntry, type JournalEntry } from './journalEntry.ts';
import { isSameKey } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';

type Parts = Pick<CeremonyParts, 'journal' | 'tenant' | 'graph'>;

/** The key or the passkey that the user is about to get. */
interface Wanted {
  /** The identity of the key in any port. */
  readonly identity?: string | undefined;
  readonly credentialId?: Uint8Array;
}

/**
 * Refuses to give a user another passkey while an earlier one is in Entra, or may be, on a key that has not proven it: the user would have
 * two passkeys, and nobody would look for the first key. The key of the earlier one finishes it. If that key is gone, a person discards the
 * unfinished enrollment.
 * @throws KeydeskError passkey-unproven, graph-…
 */
export async function refuseUnproven(
  parts: Parts,
  user: Pick<User, 'id' | 'userPrincipalName'>,
  { identity, credentialId }: Wanted,
  signal: AbortSignal,
): Promise<void> {
  for (const entry of await parts.journal.unproven(parts.tenant(), user.id)) {
    // The key itself has shown that it does not hold the passkey any more.
    if (identity !== undefined && isSameKey(entry, identity)) continue;
    // The key has tried, and its signature is wrong: it will never finish, so the user needs another one.
    if (failedToProve(entry)) continue;
    if (entry.credential_id === null || (credentialId && equal(entry.credential_id, credentialId))) continue;
    if (await mayBeInEntra(parts, entry, entry.credential_id, signal))
      throw new KeydeskError('passkey-unproven', { user: user.userPrincipalName, name: entry.display_name });
  }
}

function failedToProve(entry: JournalEntry): boolean {
  return failureOfEntry(entry)?.code === 'proof-failed';
}

/** A negative answer counts only when no request can register the passkey any more, and Entra's lists have caught up. */
async function mayBeInEntra(
  { graph }: Parts,
  entry: JournalEntry,
  credentialId: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  const { fido2Methods, clock } = graph();
  if (clock.now() < Date.parse(entry.challenge_expires_at) + READ_LAG) return true;
  return (await fido2Methods.find(entry.user_id, credentialId, { signal })) !== undefined;
}
