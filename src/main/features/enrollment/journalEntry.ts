import type { Insertable, Selectable, Updateable } from 'kysely';
import type { JournalState, Submission, Unfinished } from '../../../contract/enrollment/schema.ts';
import { type Failure, failureSchema } from '../../../contract/errors/failure.ts';
import type { LogSubject } from '../../services/activity/activity.ts';
import type { JournalTable } from './tables.ts';

export type JournalEntry = Selectable<JournalTable> & { state: JournalState; submission: Submission };

/** What is known of an enrollment when its creation options have arrived. */
export type NewJournalEntry = Pick<
  Insertable<JournalTable>,
  | 'tenant'
  | 'user_id'
  | 'user_principal_name'
  | 'key_id'
  | 'key_aaguid'
  | 'rp_id'
  | 'user_handle'
  | 'challenge_expires_at'
  | 'display_name'
  | 'key_identity'
>;

/** The columns of an entry that may change together with its state. */
export type EntryChange = Omit<Updateable<JournalTable>, 'id' | 'state' | 'error' | 'updated_at'>;

/** Returns the user and the key of an entry, for the activity log. */
export function logSubjectOf(
  entry: Pick<JournalEntry, 'tenant' | 'user_id' | 'user_principal_name' | 'key_id' | 'key_aaguid'>,
): LogSubject {
  return {
    tenant: entry.tenant,
    user: { id: entry.user_id, userPrincipalName: entry.user_principal_name },
    key: { id: entry.key_id, aaguid: entry.key_aaguid },
  };
}

/** Returns whether an entry needs no further work. */
export function isSettled({ state }: Pick<JournalEntry, 'state'>): boolean {
  return state === 'done' || state === 'cleaned-up';
}

/** Returns an entry in the contract's shape. @param pinLost whether its key has a random PIN that nobody saw */
export function toUnfinished(entry: JournalEntry, pinLost: boolean): Unfinished {
  return {
    enrollmentId: entry.id,
    startedAt: entry.started_at,
    state: entry.state,
    submission: entry.submission,
    tenant: entry.tenant,
    userId: entry.user_id,
    userPrincipalName: entry.user_principal_name,
    keyAaguid: entry.key_aaguid,
    keyNamed: entry.key_identity !== null,
    pinLost,
    error: failureOfEntry(entry),
  };
}

/** Returns why the enrollment stopped; null if unknown, or if only a newer Keydesk knows the error. */
export function failureOfEntry({ error }: JournalEntry): Failure | null {
  return failureSchema.safeParse(JSON.parse(error ?? 'null')).data ?? null;
}

/** Returns a row as an entry. The table's CHECK constraints hold `state` and `submission` to the contract's lists. */
export function toEntry(row: Selectable<JournalTable>): JournalEntry {
  return row as JournalEntry;
}
