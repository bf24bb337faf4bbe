import { equal, toBase64url } from '../../ctap/bytes.ts';
import { heldCredentials } from '../inventory/held.ts';
import type { OpenKey } from '../keys/keys.ts';
import { type JournalEntry, subjectOf } from './journal.ts';
import { isSameKey } from './orphans.ts';
import type { CeremonyParts, CeremonyState } from './parts.ts';

type Parts = Pick<CeremonyParts, 'journal' | 'activity' | 'nameOf'>;

/** What took the credential of an unfinished enrollment off its key. */
export type Erasure = 'key-reset' | 'credential-deleted' | 'key-enrolled-again';

/** Unfinished enrollments that are certainly on a key: by its identity, or because it shows their credentials without the PIN. */
export async function unfinishedOn({ journal, nameOf }: Parts, key: OpenKey): Promise<JournalEntry[]> {
  const { aaguid } = key.session.info;
  const entries = (await journal.abandoned()).filter(({ key_aaguid }) => key_aaguid === aaguid);
  if (entries.length === 0) return [];
  const identity = await nameOf(key.summary);
  const others = entries.filter(entry => !isSameKey(entry, identity) && entry.credential_id !== null);
  const shown = new Set<string>();
  for (const rpId of new Set(others.map(({ rp_id }) => rp_id))) {
    for (const id of (await heldCredentials(key, rpId)).ids) shown.add(id);
  }
  return entries.filter(entry => isSameKey(entry, identity) || isShown(entry, shown));
}

function isShown({ credential_id }: JournalEntry, shown: ReadonlySet<string>): boolean {
  return credential_id !== null && shown.has(toBase64url(credential_id));
}

/**
 * Unfinished enrollments whose credential a new one on the same key has replaced: a key keeps one credential for a user at a website
 * (CTAP 2.3, 6.1.2).
 */
export async function replacedBy(
  { journal, nameOf }: Parts,
  { journalId, key, options }: CeremonyState,
): Promise<JournalEntry[]> {
  if (key === undefined || options === undefined) return [];
  const entries = (await journal.abandoned()).filter(
    entry =>
      entry.id !== journalId &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.rp_id === options.rp.id &&
      equal(entry.user_handle, options.user.id),
  );
  if (entries.length === 0) return [];
  const identity = await nameOf(key.summary);
  return entries.filter(entry => isSameKey(entry, identity));
}

/**
 * Closes unfinished enrollments whose credential is gone for certain, so that there is nothing left to finish. A passkey that
 * Entra has of them is not touched: the Passkeys tab shows it. An entry that another Keydesk works on is left to it.
 */
export async function closeErased(
  { journal, activity }: Parts,
  entries: readonly JournalEntry[],
  erasure: Erasure,
): Promise<void> {
  for (const entry of entries) {
    if (!(await journal.claim(entry))) continue;
    const facts = { enrollmentId: entry.id, from: entry.state, submission: entry.submission, reason: erasure };
    try {
      await journal.close(entry.id, 'cleaned-up', {}, transaction =>
        activity.recordIn(transaction, { kind: 'leftover-removed', ...subjectOf(entry), facts }),
      );
      activity.note();
    } finally {
      await journal.release(entry.id);
    }
  }
}
