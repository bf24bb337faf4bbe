import { randomUUID } from 'node:crypto';
import { type Insertable, type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { JournalState, Submission, Unfinished } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, failureSchema, hasCode } from '../../../contract/errors/failure.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { JournalTable, Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Subject } from '../../services/activity/activity.ts';

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
 * leaves enough to finish or to clean up. PINs are never in it. An entry is changed only by the Keydesk that has begun or claimed
 * it: every change says so, and fails with unfinished-in-use where another one has taken the entry over.
 */
export interface Journal {
  /** Writes a new entry, and returns its id. */
  begin(entry: NewEntry): Promise<string>;
  /** Moves an entry to a state, with what became known. @throws KeydeskError unfinished-in-use */
  advance(id: string, state: JournalState, change?: EntryChange): Promise<void>;
  /** Entra has the passkey under this method id. */
  registered(id: string, methodId: string): Promise<void>;
  /** Ends a proven enrollment in one transaction with `within`, which writes its entry in the activity log. */
  finish(
    id: string,
    within: (transaction: Transaction) => Promise<void>,
    options?: { readonly recovered?: boolean },
  ): Promise<void>;
  /** Closes an entry that a person, or the right key, showed to be settled, in one transaction with `within`. */
  close(
    id: string,
    state: 'cleaned-up' | 'done',
    change: EntryChange,
    within: (transaction: Transaction) => Promise<void>,
  ): Promise<void>;
  /** Resolves when all that was written is on the disk: what a power cut must not make forgotten waits for it. */
  flush(): Promise<void>;
  /** Records an end that is not a good one. What cannot be written now is written later: see `owes`. Never rejects. */
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
  /** Whether another Keydesk is about to register a passkey for this user. */
  runsElsewhere(connection: string, userId: string): Promise<boolean>;
  /** Whether a credential belongs to another entry, in whatever state but cleaned up. */
  isOnRecord(credentialId: Uint8Array, exceptId: string): Promise<boolean>;
  /**
   * Entries that are not done or cleaned up and that no living Keydesk is working on, oldest first. Before it looks, it writes
   * what is owed.
   */
  abandoned(): Promise<JournalEntry[]>;
  /** Whether the end of an enrollment still cannot be written. Its entry is left alone until it is. */
  owes(): boolean;
  /** Takes an abandoned entry over as it was read; false when another Keydesk works on it, or has changed it since. */
  claim(entry: JournalEntry): Promise<boolean>;
  /**
   * Lets go of an entry whose work is over for now, so that a later recovery may take it up. Where that cannot be written, this
   * process takes it up all the same, and others once it has ended. Never rejects.
   */
  release(id: string): Promise<void>;
}

const FREE = '';
/** Word for word the condition of the index journal_unfinished, which bound values would not match. */
const UNFINISHED = sql<boolean>`state NOT IN ('done', 'cleaned-up')`;

export function openJournal(
  { database, flush }: Store,
  instance: Instance,
  log: (message: string) => void = () => undefined,
): Journal {
  /** The entries that this process works on. Its lock alone does not tell: it may have left an entry that it could not write to. */
  const working = new Set<string>();
  const owed = new Map<string, Updateable<JournalTable>>();

  const own = (id: string, change: Updateable<JournalTable>, by: Kysely<Schema> = database) =>
    by
      .updateTable('journal')
      .set({ ...change, updated_at: now() })
      .where('id', '=', id)
      .where('instance', '=', instance.id)
      .executeTakeFirst();
  const update = async (...change: Parameters<typeof own>) => {
    const { numUpdatedRows } = await own(...change);
    if (numUpdatedRows !== 1n) throw new KeydeskError('unfinished-in-use');
  };
  const close: Journal['close'] = async (id, state, change, within) => {
    await database.write(async transaction => {
      const settled = { error: null, client_data_json: null, attestation_object: null };
      await update(id, { ...change, ...settled, state }, transaction);
      await within(transaction);
    });
    working.delete(id);
  };
  const writeOwed = async () => {
    for (const [id, change] of owed) {
      try {
        await own(id, change);
      } catch {
        // The disk or the lock is still in the way: the next look tries again.
        return;
      }
      owed.delete(id);
      working.delete(id);
    }
  };
  const isOwned = (row: Selectable<JournalTable>) =>
    row.instance === instance.id ? working.has(row.id) : row.instance !== FREE && instance.isAlive(row.instance);
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
      working.add(id);
      return id;
    },
    advance: (id, state, change = {}) => update(id, { ...change, state, error: null }),
    registered: (id, methodId) => update(id, { state: 'registered', error: null, method_id: methodId }),
    finish: (id, within, { recovered = false } = {}) => close(id, 'done', { recovered: recovered ? 1 : 0 }, within),
    close,
    flush,
    fail: async (id, state, failure, known = {}) => {
      const change = { ...known, state, error: JSON.stringify(failure) };
      try {
        await update(id, change);
      } catch (error) {
        log(`journal: entry ${id} cannot be written: ${String(error)}`);
        // An entry that another Keydesk has taken over is that one's to end.
        if (!hasCode(error, 'unfinished-in-use')) owed.set(id, { ...change, instance: FREE });
      }
    },
    get: async id => {
      const row = await database.selectFrom('journal').selectAll().where('id', '=', id).executeTakeFirst();
      return row && typed(row);
    },
    recovered: async (connection, userId) => {
      const rows = await database
        .selectFrom('journal')
        .selectAll()
        .where('connection', '=', connection)
        .where('user_id', '=', userId)
        .where('state', '=', 'done')
        .where('recovered', '=', 1)
        .execute();
      return rows.map(typed);
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
    runsElsewhere: async (connection, userId) => {
      const rows = await database
        .selectFrom('journal')
        .select('instance')
        .where('connection', '=', connection)
        .where('user_id', '=', userId)
        .where('state', 'in', ['options-fetched', 'key-prepared', 'credential-created'])
        .execute();
      return rows.some(row => row.instance !== FREE && row.instance !== instance.id && instance.isAlive(row.instance));
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
    owes: () => owed.size > 0,
    abandoned: async () => {
      await writeOwed();
      const rows = await database.selectFrom('journal').selectAll().where(UNFINISHED).orderBy('started_at').execute();
      return rows.filter(row => !isOwned(row)).map(typed);
    },
    claim: async entry => {
      if (isOwned(entry)) return false;
      working.add(entry.id);
      let claimed = false;
      try {
        const result = await database
          .updateTable('journal')
          .set({ instance: instance.id })
          .where('id', '=', entry.id)
          .where('instance', '=', entry.instance)
          .where('state', '=', entry.state)
          .where('updated_at', '=', entry.updated_at)
          .executeTakeFirst();
        claimed = result.numUpdatedRows === 1n;
      } finally {
        if (!claimed) working.delete(entry.id);
      }
      return claimed;
    },
    release: async id => {
      if (owed.has(id)) return;
      working.delete(id);
      await own(id, { instance: FREE }).catch(error => log(`journal: entry ${id} is not released: ${String(error)}`));
    },
  };
}

/** Whom and what an entry is about, as the activity log tells it. */
export function subjectOf(
  entry: Pick<JournalEntry, 'connection' | 'user_id' | 'user_principal_name' | 'key_id' | 'key_aaguid'>,
): Subject {
  return {
    tenant: entry.connection,
    user: { id: entry.user_id, userPrincipalName: entry.user_principal_name },
    key: { id: entry.key_id, aaguid: entry.key_aaguid },
  };
}

/** Whether nothing is left to do for an entry. */
export function isSettled({ state }: Pick<JournalEntry, 'state'>): boolean {
  return state === 'done' || state === 'cleaned-up';
}

/** A journal entry as the window lists it. */
export function toUnfinished(entry: JournalEntry, pinLost: boolean): Unfinished {
  return {
    enrollmentId: entry.id,
    startedAt: entry.started_at,
    state: entry.state,
    submission: entry.submission,
    tenant: entry.connection,
    userId: entry.user_id,
    userPrincipalName: entry.user_principal_name,
    keyAaguid: entry.key_aaguid,
    keyNamed: entry.key_identity !== null,
    pinLost,
    error: failureOfEntry(entry),
  };
}

/** Why the enrollment stopped; null where nothing is known, also after an error that only a newer Keydesk knows. */
export function failureOfEntry({ error }: JournalEntry): Failure | null {
  return failureSchema.safeParse(JSON.parse(error ?? 'null')).data ?? null;
}

/** The table's CHECK constraints hold `state` and `submission` to the contract's lists. */
function typed(row: Selectable<JournalTable>): JournalEntry {
  return row as JournalEntry;
}

function now(): string {
  return new Date().toISOString();
}
