import { equal } from '../../../ctap/bytes.ts';
import type { CredentialManagement } from '../../../ctap/ctap2/credentialManagement.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import { rpIdHashOf } from '../../../ctap/webauthn/rpIdHash.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { Journal } from './journal.ts';
import { type JournalEntry, logSubjectOf } from './journalEntry.ts';
import type { CeremonyParts } from './parts.ts';

type Resident = Awaited<ReturnType<CredentialManagement['credentials']>>[number];

/**
 * Deletes a credential that Entra does not have. Returns false if the key was removed, does not support the command, or its PIN is unknown.
 */
export async function deleteOrphan(
  { log }: Pick<CeremonyParts, 'log'>,
  key: OpenKey,
  pin: string | undefined,
  credentialId: Uint8Array,
): Promise<boolean> {
  if (pin === undefined) return false;
  try {
    await (await key.session.credentialManagement(pin)).delete(credentialId);
    return true;
  } catch (error) {
    if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) return true;
    log(`orphan on ${key.summary.id}: it stays in the journal: ${String(error)}`);
    return false;
  }
}

/**
 * Returns whether a key that is still open certainly holds no credential of a user, after a makeCredential without an answer. If it holds
 * one, Keydesk does not delete it: it may be an older passkey, and without an id the two cannot be distinguished.
 */
export async function holdsNothing(
  { log }: Pick<CeremonyParts, 'log'>,
  key: OpenKey,
  pin: string | undefined,
  { rpId, userHandle }: { readonly rpId: string; readonly userHandle: Uint8Array },
): Promise<boolean> {
  if (pin === undefined || key.gone.aborted) return false;
  try {
    const management = await key.session.credentialManagement(pin);
    const resident = await management.credentials(rpIdHashOf(rpId));
    return management.oddities().length === 0 && !resident.some(found => equal(found.userHandle, userHandle));
  } catch (error) {
    // If the key cannot answer, the entry stays in the journal.
    log(`what ${key.summary.id} holds: ${String(error)}`);
    return false;
  }
}

/**
 * Returns entries of earlier enrollments whose credential may be on this key and may be deleted: Entra never got it, or refused
 * it. A credential whose submission has an unknown outcome is never an orphan, however often a read does not find it.
 * An entry without a credential id belongs to this key only if the key's identity says so, or the PIN that it set: a port is not a key.
 * @param earlier the enrollment whose PIN the key has accepted
 */
export async function possibleOrphans(parts: CeremonyParts, key: OpenKey, earlier?: string): Promise<JournalEntry[]> {
  const entries = (await parts.journal.abandoned()).filter(
    entry =>
      entry.state === 'needs-attention' &&
      entry.submission !== 'unknown' &&
      entry.tenant === parts.tenant() &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.method_id === null,
  );
  if (entries.length === 0) return entries;
  const identity = await parts.nameOf(key.summary);
  return entries.filter(entry => entry.credential_id !== null || entry.id === earlier || isSameKey(entry, identity));
}

/**
 * Deletes orphaned credentials from a key whose PIN is known. What cannot be settled stays in the journal.
 * @param earlier as for `possibleOrphans`
 */
export async function sweepOrphans(
  parts: CeremonyParts,
  key: OpenKey,
  pin: string,
  entries: readonly JournalEntry[],
  earlier?: string,
): Promise<void> {
  try {
    const identity = await parts.nameOf(key.summary);
    const management = await key.session.credentialManagement(pin);
    for (const entry of entries) {
      // Another Keydesk may be recovering the entry now.
      if (!(await parts.journal.claim(entry))) continue;
      try {
        const sameKey = entry.id === earlier || isSameKey(entry, identity);
        await sweep(parts, management, entry, { sameKey, decided: false });
      } finally {
        await parts.journal.release(entry.id);
      }
    }
  } catch (error) {
    // A failed sweep must not stop the running enrollment. The old entry stays in the journal.
    parts.log(`orphans on ${key.summary.id}: ${String(error)}`);
  }
}

/**
 * Returns whether a key is the one of an entry, by its identity, because a port does not identify a key. Null and undefined identify no key
 * and are never equal.
 */
export function isSameKey(entry: JournalEntry, identity: string | undefined): boolean {
  return entry.key_identity === identity;
}

/** What a key shows about an entry after its PIN was verified: see `sweep`. */
export type Swept = 'removed' | 'registered' | 'nothing-left' | 'not-here' | 'unknown-passkey';

/**
 * Settles an entry whose credential Entra never got or refused, as far as this key allows:
 * `removed`: the credential was on the key and is deleted. `registered`: Entra has the passkey after all. `nothing-left`: this is the key
 * of the entry, and it has no credential of the enrollment. `not-here`: another key may have it. `unknown-passkey`: the key has a passkey
 * of the user that may belong to the entry or not. Only the first three settle the entry.
 *
 * Deletes only a credential whose id is in the entry. A credential that is found by its user may be a passkey of another desk or program
 * that Entra does not list yet. A read that does not find it proves nothing.
 * @param sameKey whether the key's identity is the entry's
 * @param decided whether a person brought the key to settle the entry
 * @throws CtapError, KeydeskError graph-…
 */
export async function sweep(
  parts: CeremonyParts,
  management: CredentialManagement,
  entry: JournalEntry,
  { sameKey, decided }: { readonly sameKey: boolean; readonly decided: boolean },
): Promise<Swept> {
  const resident = await management.credentials(rpIdHashOf(entry.rp_id));
  const own = resident.find(found => isOwn(entry, found));
  if (own === undefined) {
    // Only the key of the entry itself can prove that nothing is left; another key of its model proves nothing. A list that contradicts
    // itself may be incomplete.
    if (!sameKey || management.oddities().length > 0) return 'not-here';
    await settle(parts, entry, 'cleaned-up');
    return 'nothing-left';
  }
  const { credentialId } = own;
  if (entry.credential_id === null) {
    // A key keeps one passkey per user: a later enrollment has replaced the credential of this entry.
    const replaced = await parts.journal.isOnRecord(credentialId, entry.id);
    if (!replaced) return 'unknown-passkey';
    if (!sameKey && !decided) return 'not-here';
    await settle(parts, entry, 'cleaned-up');
    return 'nothing-left';
  }
  const method = await parts.graph().fido2Methods.find(entry.user_id, credentialId);
  if (method === undefined) {
    await management.delete(credentialId);
    await settle(parts, entry, 'cleaned-up');
    return 'removed';
  }
  await settle(parts, entry, 'done', { method_id: method.id });
  return 'registered';
}

/** Compares the credential ids if known, otherwise the users. A key holds one credential per user and website. */
function isOwn({ credential_id, user_handle }: JournalEntry, found: Resident): boolean {
  return credential_id === null ? equal(found.userHandle, user_handle) : equal(found.credentialId, credential_id);
}

async function settle(
  { journal, activity }: CeremonyParts,
  entry: JournalEntry,
  state: 'cleaned-up' | 'done',
  change: Parameters<Journal['close']>[2] = {},
): Promise<void> {
  const facts = { enrollmentId: entry.id, to: state };
  await journal.close(entry.id, state, change, transaction =>
    activity.recordIn(transaction, { kind: 'leftover-removed', ...logSubjectOf(entry), facts }),
  );
  activity.note();
}
