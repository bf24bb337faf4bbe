import { equal } from '../../../ctap/bytes.ts';
import type { CredentialManagement } from '../../../ctap/ctap2/credentialManagement.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import { rpIdHashOf } from '../../../ctap/webauthn/rpIdHash.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { Journal } from './journal.ts';
import { type JournalEntry, subjectOf } from './journalEntry.ts';
import type { CeremonyParts } from './parts.ts';

type Resident = Awaited<ReturnType<CredentialManagement['credentials']>>[number];

/** Deletes a credential that Entra does not have; false where the key is gone, has no such command, or the PIN is not known. */
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
 * Whether a key that is still open is known to hold no credential of a user, after a makeCredential without an answer. A
 * credential that it holds is left alone: it may be an older passkey, and without its id nothing tells them apart.
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
    // What the key could not say stays in the journal.
    log(`what ${key.summary.id} holds: ${String(error)}`);
    return false;
  }
}

/**
 * Returns entries of earlier enrollments whose credential may be on this key and may be deleted: Entra never got it, or refused
 * it. A credential whose submission has an unknown outcome is never an orphan, however often a read does not find it.
 * An entry without a credential id belongs to this key only if the key's identity says so: a port is not a key.
 */
export async function possibleOrphans(parts: CeremonyParts, key: OpenKey): Promise<JournalEntry[]> {
  const entries = (await parts.journal.abandoned()).filter(
    entry =>
      entry.state === 'needs-attention' &&
      entry.submission !== 'unknown' &&
      entry.connection === parts.connection() &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.method_id === null,
  );
  if (entries.length === 0) return entries;
  const identity = await parts.nameOf(key.summary);
  return entries.filter(entry => entry.credential_id !== null || isSameKey(entry, identity));
}

/** Deletes such credentials from a key whose PIN is known. What cannot be settled stays for the next time. */
export async function sweepOrphans(
  parts: CeremonyParts,
  key: OpenKey,
  pin: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  try {
    const identity = await parts.nameOf(key.summary);
    const management = await key.session.credentialManagement(pin);
    for (const entry of entries) {
      // Another Keydesk may be recovering it at the same moment.
      if (!(await parts.journal.claim(entry))) continue;
      try {
        await sweep(parts, management, entry, { sameKey: isSameKey(entry, identity), decided: false });
      } finally {
        await parts.journal.release(entry.id);
      }
    }
  } catch (error) {
    // The enrollment that is running matters more than what an old one left; that stays in the journal.
    parts.log(`orphans on ${key.summary.id}: ${String(error)}`);
  }
}

/** Whether a key is the one of an entry, by its identity: a port is not a key. Null and undefined name no key, and differ. */
export function isSameKey(entry: JournalEntry, identity: string | undefined): boolean {
  return entry.key_identity === identity;
}

/** What a key with its PIN shows about an entry: see `sweep`. */
export type Swept = 'removed' | 'registered' | 'nothing-left' | 'not-here' | 'unknown-passkey';

/**
 * Settles an entry whose credential Entra never got or refused, as far as this key can:
 * `removed` the credential was on the key and is deleted; `registered` Entra has it after all; `nothing-left` this is the very
 * key, and it holds nothing of the enrollment; `not-here` another key may hold it; `unknown-passkey` the key holds a passkey of
 * the user that may be the entry's or another one. Only the first three settle the entry.
 *
 * Only a credential whose id the entry has is ever deleted. One that is found by its user may be a passkey of another desk or
 * program that Entra does not list yet, and a read that does not find it proves nothing.
 * @param sameKey whether the key's identity is the entry's
 * @param decided whether a person brought the key to have the entry settled
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
    // Only the very key of the entry can show that nothing is left; another one of its model shows nothing.
    // A list that contradicts itself may lack one.
    if (!sameKey || management.oddities().length > 0) return 'not-here';
    await settle(parts, entry, 'cleaned-up');
    return 'nothing-left';
  }
  const { credentialId } = own;
  if (entry.credential_id === null) {
    // A key keeps one passkey for a user: that of another enrollment has taken the place of the entry's.
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

/** By its id where that is known; else by the user, of whom a key holds one credential for a website. */
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
    activity.recordIn(transaction, { kind: 'leftover-removed', ...subjectOf(entry), facts }),
  );
  activity.note();
}
