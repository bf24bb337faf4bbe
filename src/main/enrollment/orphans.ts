import { equal } from '../../ctap/bytes.ts';
import { sha256 } from '../../ctap/crypto.ts';
import type { CredentialManagement } from '../../ctap/ctap2/credentialManagement.ts';
import { hasCtapCode } from '../../ctap/errors.ts';
import type { OpenKey } from '../keys/keys.ts';
import { type Journal, type JournalEntry, subjectOf } from './journal.ts';
import type { CeremonyParts } from './parts.ts';

/** Deletes a credential that nobody knows; false where the key is gone, has no such command, or the PIN is not known. */
export async function deleteOrphan(key: OpenKey, pin: string | undefined, credentialId: Uint8Array): Promise<boolean> {
  if (pin === undefined) return false;
  try {
    await (await key.session.credentialManagement(pin)).delete(credentialId);
    return true;
  } catch (error) {
    return hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS');
  }
}

/** Entries of earlier enrolments whose credential may be on this key and unknown to Entra. */
export async function possibleOrphans(parts: CeremonyParts, key: OpenKey): Promise<JournalEntry[]> {
  return (await parts.journal.abandoned()).filter(
    entry =>
      entry.state === 'needs-attention' &&
      entry.connection === parts.connection() &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.method_id === null,
  );
}

/** Takes such credentials off a key whose PIN is known. What cannot be settled stays for the next time. */
export async function sweepOrphans(
  parts: CeremonyParts,
  key: OpenKey,
  pin: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  try {
    const management = await key.session.credentialManagement(pin);
    for (const entry of entries) await sweep(parts, management, entry, key.summary.id);
  } catch {
    // The enrolment that is running matters more than an old one's leftovers; those stay in the journal.
  }
}

async function sweep(
  parts: CeremonyParts,
  management: CredentialManagement,
  entry: JournalEntry,
  keyId: string,
): Promise<void> {
  const { credential_id: known, user_handle: handle } = entry;
  const resident = await management.credentials(sha256(new TextEncoder().encode(entry.rp_id)));
  // A key holds one credential for a user of an RP.
  const own = resident.find(found =>
    known === null ? equal(found.userHandle, handle) : equal(found.credentialId, known),
  );
  if (own !== undefined) {
    const { credentialId } = own;
    const method = await parts.graph().fido2Methods.find(entry.user_id, credentialId);
    if (method === undefined) {
      await management.delete(credentialId);
      return settle(parts, entry, 'cleaned-up');
    }
    // Registered after all: a power cut made the journal forget it.
    return settle(parts, entry, 'done', { credential_id: credentialId, method_id: method.id });
  }
  // Whether anything was made was never known; the key at that very port has nothing of it.
  if (known === null && entry.key_id === keyId) await settle(parts, entry, 'cleaned-up');
}

async function settle(
  { journal, activity }: CeremonyParts,
  entry: JournalEntry,
  state: 'cleaned-up' | 'done',
  change?: Parameters<Journal['advance']>[2],
): Promise<void> {
  await journal.advance(entry.id, state, change);
  activity.record({ kind: 'leftover-removed', ...subjectOf(entry), facts: { enrollmentId: entry.id, to: state } });
}
