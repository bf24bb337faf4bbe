import { KeydeskError } from '../../../contract/errors/errors.ts';
import { equal, toBase64url } from '../../../ctap/bytes.ts';
import { rpIdHashOf } from '../../../ctap/webauthn/rpIdHash.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { heldCredentials } from '../inventory/held.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { isSettled, type JournalEntry, logSubjectOf } from './journalEntry.ts';
import { isSameKey } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';

type Parts = Pick<CeremonyParts, 'journal' | 'activity' | 'nameOf' | 'log'>;

/** How the credential of an unfinished enrollment was removed from its key. */
export type Erasure = 'key-reset' | 'credential-deleted' | 'key-enrolled-again';

/**
 * Returns the unfinished enrollments that are certainly on a key: by its identity, or because it lists their credentials without the PIN.
 */
export async function unfinishedOn({ journal, nameOf, log }: Parts, key: OpenKey): Promise<JournalEntry[]> {
  const { aaguid } = key.session.info;
  const entries = (await journal.abandoned()).filter(({ key_aaguid }) => key_aaguid === aaguid);
  if (entries.length === 0) return [];
  const identity = await nameOf(key.summary);
  const others = entries.filter(entry => !isSameKey(entry, identity) && entry.credential_id !== null);
  const shown = new Set<string>();
  for (const rpId of new Set(others.map(({ rp_id }) => rp_id))) {
    const held = await heldCredentials(key, rpId).catch((error: unknown) => {
      // Enrollments that match the key's identity are found anyway.
      log(`journal: the passkeys of ${key.summary.id}: ${String(error)}`);
      return { ids: [] };
    });
    for (const id of held.ids) shown.add(id);
  }
  return entries.filter(entry => isSameKey(entry, identity) || isShown(entry, shown));
}

/**
 * Returns the unfinished enrollments that, according to a person, used a key without an identity.
 * @throws KeydeskError unfinished-not-found, unfinished-other-key if the entry has another model, or a key that Keydesk can identify
 */
export async function namedOn(
  journal: Pick<Parts['journal'], 'abandoned'>,
  aaguid: string,
  ids: readonly string[],
): Promise<JournalEntry[]> {
  if (ids.length === 0) return [];
  const abandoned = await journal.abandoned();
  return ids.map(id => {
    const entry = abandoned.find(found => found.id === id);
    if (entry === undefined) throw new KeydeskError('unfinished-not-found');
    if (entry.key_aaguid !== aaguid || entry.key_identity !== null) throw new KeydeskError('unfinished-other-key');
    return entry;
  });
}

function isShown({ credential_id }: JournalEntry, shown: ReadonlySet<string>): boolean {
  return credential_id !== null && shown.has(toBase64url(credential_id));
}

/** A credential on a key that must come from an unfinished enrollment whose answer was lost. */
interface Unanswered {
  readonly entry: JournalEntry;
  readonly credentialId: Uint8Array;
}

/**
 * Finds credentials on a key that unfinished enrollments without an answer created: a credential of their user that belongs to no recorded
 * enrollment. It may come from another program, so Keydesk never deletes it automatically. If a person deletes or replaces it, the entry is
 * settled.
 */
export async function unansweredOn(
  { journal }: Pick<Parts, 'journal'>,
  key: OpenKey,
  pin: string,
  matches: (entry: JournalEntry) => boolean = () => true,
): Promise<Unanswered[]> {
  const { aaguid } = key.session.info;
  const entries = (await journal.abandoned()).filter(
    entry => entry.key_aaguid === aaguid && entry.credential_id === null && entry.creating === 1 && matches(entry),
  );
  if (entries.length === 0) return [];
  const management = await key.session.credentialManagement(pin);
  const found: Unanswered[] = [];
  for (const entry of entries) {
    const residents = await management.credentials(rpIdHashOf(entry.rp_id));
    const own = residents.find(({ userHandle }) => equal(userHandle, entry.user_handle));
    if (own === undefined || (await journal.isOnRecord(own.credentialId, entry.id))) continue;
    found.push({ entry, credentialId: own.credentialId });
  }
  return found;
}

/**
 * Returns the unfinished enrollments whose credential a new one on the same key has replaced. A key keeps one credential per user and
 * website (CTAP 2.3, 6.1.2).
 */
export async function replacedBy(
  { journal, nameOf }: Parts,
  { journalId, key, options, replaces = [] }: CeremonyState,
): Promise<JournalEntry[]> {
  if (key === undefined || options === undefined) return [];
  const seen = new Set(replaces.map(({ id }) => id));
  const entries = (await journal.abandoned()).filter(
    entry =>
      entry.id !== journalId &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.rp_id === options.rp.id &&
      equal(entry.user_handle, options.user.id),
  );
  if (entries.length === 0) return [];
  const identity = await nameOf(key.summary);
  return entries.filter(entry => seen.has(entry.id) || isSameKey(entry, identity));
}

/**
 * Closes unfinished enrollments whose credential is certainly gone, so that nothing is left to finish. Does not change their passkeys in
 * Entra; the Passkeys tab shows them. Skips an entry that another Keydesk works on.
 */
export async function closeErased(
  { journal, activity }: Parts,
  entries: readonly JournalEntry[],
  erasure: Erasure,
): Promise<void> {
  for (const { id } of entries) {
    // Recovery may have changed the entry when the key was plugged in again. Its credential is gone anyway.
    const entry = await journal.get(id);
    if (entry === undefined || isSettled(entry) || !(await journal.claim(entry))) continue;
    const facts = { enrollmentId: entry.id, from: entry.state, submission: entry.submission, reason: erasure };
    try {
      await journal.close(entry.id, 'cleaned-up', {}, transaction =>
        activity.recordIn(transaction, { kind: 'leftover-removed', ...logSubjectOf(entry), facts }),
      );
      activity.note();
    } finally {
      await journal.release(entry.id);
    }
  }
}
