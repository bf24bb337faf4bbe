import { randomUUID } from 'node:crypto';
import { type Insertable, type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { JournalState, Submission, Unfinished } from '../../contract/enrollment.ts';
import { type Failure, failureSchema } from '../../contract/failure.ts';
import type { Subject } from '../activity/activity.ts';
import type { Store } from '../store/database.ts';
import type { Instance } from '../store/instance.ts';
import type { JournalTable, Schema } from '../store/schema.ts';

export type JournalEntry = Selectable<JournalTable> & { state: JournalState; submission: Submission };

/** What is known of an enrollment when its creationOptions have come. */
export type NewEntry = Pick<
  Insertable<JournalTable>,
  | 'connection'
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

type EntryChange = Omit<Updateable<JournalTable>, 'id' | 'state' | 'error' | 'updated_at'>;

/**
 * The record of every enrollment, written ahead of each act that cannot be taken back, so that a cut at any point
 * leaves enough to finish or to clean up. PINs are never in it.
 */
export interface Journal {
  begin(entry: NewEntry): Promise<string>;
  /** Moves an entry to a state, with what became known. Throws when the entry is not there. */
  advance(id: string, state: JournalState, change?: EntryChange): Promise<void>;
  /** Entra has the passkey under this method id. */
  registered(id: string, methodId: string): Promise<void>;
  /** Ends a proven enrollment in one transaction with `within`, which writes its entry in the activity log. */
  finish(
    id: string,
    within: (transaction: Kysely<Schema>) => Promise<void>,
    options?: { readonly recovered?: boolean },
  ): Promise<void>;
  /** Closes an entry that a person, or the right key, showed to be settled, in one transaction with `within`. */
  close(
    id: string,
    state: 'cleaned-up' | 'done',
    change: EntryChange,
    within: (transaction: Kysely<Schema>) => Promise<void>,
  ): Promise<void>;
  /** Resolves when all that was written is on the disk: what a power cut must not make forgotten waits for it. */
  flush(): Promise<void>;
  /** Records an end that is not a good one. */
  fail(
    id: string,
    state: 'cleaned-up' | 'needs-attention' | 'registered' | 'credential-created',
    failure: Failure,
    known?: EntryChange,
  ): Promise<void>;
  get(id: string): Promise<JournalEntry | undefined>;
  /** Entries of a user that recovery finished after their own run had ended badly: nobody has seen them succeed. */
  recovered(connection: string, userId: string): Promise<JournalEntry[]>;
  /**
   * Credentials that were registered for a user since a time, in ms since the epoch, and whose assignment still lives. Entra's own
   * list may not have them yet.
   */
  registeredSince(connection: string, userId: string, since: number): Promise<Uint8Array[]>;
  /** Whether a credential belongs to another entry, in whatever state but cleaned up. */
  isOnRecord(credentialId: Uint8Array, exceptId: string): Promise<boolean>;
  /** Entries that are not done or cleaned up and that no living Keydesk is working on, oldest first. */
  abandoned(): Promise<JournalEntry[]>;
  /** Takes an abandoned entry over; false when another Keydesk was faster. */
  claim(entry: JournalEntry): Promise<boolean>;
  /** Lets go of an entry whose work is over for now, so that a later recovery may take it up. */
  release(id: string): Promise<void>;
}

const FREE = '';
/** Word for word the condition of the index journal_unfinished, which bound values would not match. */
const UNFINISHED = sql<boolean>`state NOT IN ('done', 'cleaned-up')`;

export function openJournal({ database, flush }: Store, instance: Instance): Journal {
  const update = async (id: string, change: Updateable<JournalTable>, by: Kysely<Schema> = database) => {
    const result = await by
      .updateTable('journal')
      .set({ ...change, updated_at: now() })
      .where('id', '=', id)
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) throw new Error(`no journal entry ${id}`);
  };
  const close: Journal['close'] = (id, state, change, within) =>
    database.transaction().execute(async transaction => {
      const settled = { error: null, client_data_json: null, attestation_object: null };
      await update(id, { ...change, ...settled, state }, transaction);
      await within(transaction);
    });
  return {
    begin: async entry => {
      const id = randomUUID();
      await database
        .insertInto('journal')
        .values({
          ...entry,
          id,
          instance: instance.id,
          started_at: now(),
          updated_at: now(),
          state: 'options-fetched',
          submission: 'none',
        })
        .execute();
      return id;
    },
    advance: (id, state, change = {}) => update(id, { ...change, state, error: null }),
    registered: (id, methodId) => update(id, { state: 'registered', error: null, method_id: methodId }),
    finish: (id, within, { recovered = false } = {}) => close(id, 'done', { recovered: recovered ? 1 : 0 }, within),
    close,
    flush,
    fail: (id, state, failure, known = {}) => update(id, { ...known, state, error: JSON.stringify(failure) }),
    get: async id => typed(await database.selectFrom('journal').selectAll().where('id', '=', id).executeTakeFirst()),
    recovered: async (connection, userId) => {
      const rows = await database
        .selectFrom('journal')
        .selectAll()
        .where('connection', '=', connection)
        .where('user_id', '=', userId)
        .where('state', '=', 'done')
        .where('recovered', '=', 1)
        .execute();
      return rows.flatMap(row => typed(row) ?? []);
    },
    registeredSince: async (connection, userId, since) => {
      const rows = await database
        .selectFrom('journal')
        .innerJoin('assignment', 'assignment.enrollment_id', 'journal.id')
        .select('journal.credential_id')
        .where('journal.connection', '=', connection)
        .where('journal.user_id', '=', userId)
        .where('journal.updated_at', '>=', new Date(since).toISOString())
        .where('assignment.state', '=', 'active')
        .execute();
      return rows.flatMap(({ credential_id }) => credential_id ?? []);
    },
    isOnRecord: async (credentialId, exceptId) => {
      const row = await database
        .selectFrom('journal')
        .select('id')
        .where('credential_id', '=', credentialId)
        .where('id', '<>', exceptId)
        .where('state', '<>', 'cleaned-up')
        .executeTakeFirst();
      return row !== undefined;
    },
    abandoned: async () => {
      const rows = await database.selectFrom('journal').selectAll().where(UNFINISHED).orderBy('started_at').execute();
      return rows.flatMap(row => (isOwned(row, instance) ? [] : (typed(row) ?? [])));
    },
    claim: async entry => {
      const result = await database
        .updateTable('journal')
        .set({ instance: instance.id })
        .where('id', '=', entry.id)
        .where('instance', '=', entry.instance)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    release: id => update(id, { instance: FREE }),
  };
}

/** Whom and what an entry is about, as the activity log tells it. */
export function subjectOf(entry: JournalEntry): Subject {
  return {
    user: { id: entry.user_id, userPrincipalName: entry.user_principal_name },
    key: { id: entry.key_id, aaguid: entry.key_aaguid },
  };
}

/** A journal entry as the window lists it. */
export function toUnfinished(entry: JournalEntry): Unfinished {
  return {
    enrollmentId: entry.id,
    startedAt: entry.started_at,
    state: entry.state,
    submission: entry.submission,
    userId: entry.user_id,
    userPrincipalName: entry.user_principal_name,
    keyAaguid: entry.key_aaguid,
    error: failureOfEntry(entry),
  };
}

/** Why the enrollment stopped; null where nothing is known, also after an error that only a newer Keydesk knows. */
export function failureOfEntry({ error }: JournalEntry): Failure | null {
  return error === null ? null : (failureSchema.safeParse(JSON.parse(error)).data ?? null);
}

function isOwned(row: Selectable<JournalTable>, instance: Instance): boolean {
  return row.instance !== FREE && instance.isAlive(row.instance);
}

/** The table's CHECK constraints hold `state` and `submission` to the contract's lists. */
function typed(row: Selectable<JournalTable> | undefined): JournalEntry | undefined {
  return row as JournalEntry | undefined;
}

function now(): string {
  return new Date().toISOString();
}
