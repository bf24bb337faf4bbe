import type { Kysely } from 'kysely';
import type { Instance } from '../../base/store/instance.ts';
import type { Schema } from '../../base/store/schema.ts';
import { type JournalEntry, toEntry } from './journalEntry.ts';

/** The value of `instance` in an entry that no Keydesk works on. */
export const FREE = '';

/** Returns an entry by its id; undefined if there is none. */
export async function readEntry(from: Kysely<Schema>, id: string): Promise<JournalEntry | undefined> {
  const row = await from.selectFrom('journal').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toEntry(row);
}

/** Returns the entries of a user that recovery finished after the enrollment had failed. */
export async function recoveredEntries(from: Kysely<Schema>, tenant: string, userId: string): Promise<JournalEntry[]> {
  const rows = await from
    .selectFrom('journal')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('user_id', '=', userId)
    .where('state', '=', 'done')
    .where('recovered', '=', 1)
    .execute();
  return rows.map(toEntry);
}

/** Returns the credentials that were registered for a user since a time, in ms, and whose assignment is active. */
export async function registeredSince(
  from: Kysely<Schema>,
  tenant: string,
  userId: string,
  since: number,
): Promise<Uint8Array[]> {
  const rows = await from
    .selectFrom('journal')
    .innerJoin('assignment', 'assignment.enrollment_id', 'journal.id')
    .select('journal.credential_id')
    .where('journal.tenant', '=', tenant)
    .where('journal.user_id', '=', userId)
    .where('journal.updated_at', '>=', new Date(since).toISOString())
    .where('assignment.state', '=', 'active')
    .execute();
  return rows.flatMap(({ credential_id }) => credential_id ?? []);
}

/** Returns the unfinished entries of a user whose passkey Entra has or may have, and whose key has not signed in with it yet. */
export async function unprovenEntries(from: Kysely<Schema>, tenant: string, userId: string): Promise<JournalEntry[]> {
  const rows = await from
    .selectFrom('journal')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('user_id', '=', userId)
    .where('state', 'in', ['credential-created', 'registered', 'needs-attention'])
    .where('credential_id', 'is not', null)
    .where(of => of.or([of('method_id', 'is not', null), of('submission', '=', 'unknown')]))
    .execute();
  return rows.map(toEntry);
}

/** Returns whether another Keydesk is about to register a passkey for this user. */
export async function runsElsewhere(
  from: Kysely<Schema>,
  instance: Instance,
  tenant: string,
  userId: string,
): Promise<boolean> {
  const rows = await from
    .selectFrom('journal')
    .select('instance')
    .where('tenant', '=', tenant)
    .where('user_id', '=', userId)
    .where('state', 'in', ['options-fetched', 'key-prepared', 'credential-created'])
    .execute();
  return rows.some(row => row.instance !== FREE && row.instance !== instance.id && instance.isAlive(row.instance));
}

/** Returns the latest entry of a credential in a tenant; undefined if there is none. */
export async function entryOfCredential(
  from: Kysely<Schema>,
  tenant: string,
  credentialId: Uint8Array,
): Promise<JournalEntry | undefined> {
  const row = await from
    .selectFrom('journal')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .where('tenant', '=', tenant)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  return row && toEntry(row);
}

/** Returns whether a credential belongs to another entry that is not cleaned up. */
export async function isOnRecord(from: Kysely<Schema>, credentialId: Uint8Array, exceptId: string): Promise<boolean> {
  const row = await from
    .selectFrom('journal')
    .select('id')
    .where('credential_id', '=', credentialId)
    .where('id', '<>', exceptId)
    .where('state', '<>', 'cleaned-up')
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns whether the latest enrollment on a key has set its PIN and did not end. */
export async function hasLeftPin(from: Kysely<Schema>, identity: string): Promise<boolean> {
  const row = await from
    .selectFrom('journal')
    .select(['state', 'pin_set'])
    .where('key_identity', '=', identity)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  return row !== undefined && row.state !== 'done' && row.pin_set === 1;
}
