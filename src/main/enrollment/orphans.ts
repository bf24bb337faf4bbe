import { equal } from '../../ctap/bytes.ts';
import { sha256 } from '../../ctap/crypto.ts';
import type { CredentialManagement } from '../../ctap/ctap2/credentialManagement.ts';
import { hasCtapCode } from '../../ctap/errors.ts';
import type { OpenKey } from '../keys/keys.ts';
import type { JournalEntry } from './journal.ts';
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

/**
 * With a key open and its PIN known: takes off it what earlier enrolments left behind and Entra does not know. A journal
 * without such entries costs the key nothing. What cannot be settled stays for the next time. True when the key was asked for
 * another token: the one from before is no longer good then.
 */
export async function sweepOrphans(parts: CeremonyParts, key: OpenKey, pin: string): Promise<boolean> {
  const entries = (await parts.journal.abandoned()).filter(
    entry =>
      entry.state === 'needs-attention' &&
      entry.connection === parts.connection() &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.method_id === null,
  );
  if (entries.length === 0) return false;
  try {
    const management = await key.session.credentialManagement(pin);
    for (const entry of entries) await sweep(parts, management, entry, key.summary.id);
  } catch {
    // The enrolment that is running matters more than an old one's leftovers; those stay in the journal.
  }
  return true;
}

async function sweep(
  parts: CeremonyParts,
  management: CredentialManagement,
  entry: JournalEntry,
  keyId: string,
): Promise<void> {
  const { credential_id: known, user_handle: handle } = entry;
  const resident = await management.credentials(sha256(new TextEncoder().encode(entry.rp_id)));
  const its = resident.filter(found =>
    known === null ? equal(found.userHandle, handle) : equal(found.credentialId, known),
  );
  for (const { credentialId } of its) {
    if ((await parts.graph().fido2Methods.find(entry.user_id, credentialId)) !== undefined) continue;
    await management.delete(credentialId);
    return parts.journal.advance(entry.id, 'cleaned-up');
  }
  // Whether anything was made was never known; the key at that very port has nothing of it.
  if (known === null && entry.key_id === keyId) await parts.journal.advance(entry.id, 'cleaned-up');
}
