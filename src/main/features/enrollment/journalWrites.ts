import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode } from '../../../contract/errors/failure.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { type EntryChange, type JournalEntry, type NewJournalEntry, toEntry } from './journalEntry.ts';
import { FREE } from './journalReads.ts';
import type { JournalTable } from './tables.ts';

/** What the operations on the journal share. */
export interface JournalContext {
  readonly database: Store['database'];
  readonly instance: Instance;
  readonly log: (message: string) => void;
  /** As SharedRecord.awaySince. */
  readonly awaySince: () => number;
  /**
   * The entries that this process works on. `instance` is not enough: this process may have released an entry that it could not write to.
   */
  readonly working: Set<string>;
  /** Ends of enrollments that could not be written yet, by the entry's id. */
  readonly owed: Map<string, Updateable<JournalTable>>;
}

/** Must be the exact condition of the index journal_unfinished. Bound values would not match the index. */
const UNFINISHED = sql<boolean>`state NOT IN ('done', 'cleaned-up')`;

/** Writes a new entry. Returns its id. */
export async function beginEntry(
  { database, instance, working, awaySince }: JournalContext,
  entry: NewJournalEntry,
): Promise<string> {
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
      away_since: awaySince(),
      // Until the passkey is on record (owed.ts).
      owes_assignment: 1,
    })
    .execute();
  working.add(id);
  return id;
}

/** Changes an entry of this process. @throws KeydeskError unfinished-in-use */
export async function updateEntry(...change: Parameters<typeof updateOwn>): Promise<void> {
  const { numUpdatedRows } = await updateOwn(...change);
  if (numUpdatedRows !== 1n) throw new KeydeskError('unfinished-in-use');
}

/** Closes an entry of this process in one transaction with `within`. @throws KeydeskError unfinished-in-use */
export async function closeEntry(
  context: JournalContext,
  id: string,
  change: EntryChange & { readonly state: 'cleaned-up' | 'done' },
  within: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  await context.database.write(async transaction => {
    const settled = { error: null, client_data_json: null, attestation_object: null };
    const owed = change.state === 'cleaned-up' ? { owes_assignment: 0 } : {};
    await updateEntry(context, id, { ...change, ...settled, ...owed }, transaction);
    await within(transaction);
  });
  context.working.delete(id);
}

/** Records that an enrollment failed. If the write fails, it is retried later. Never rejects. */
export async function failEntry(
  context: JournalContext,
  id: string,
  failure: Failure,
  known: EntryChange & { readonly state: string },
): Promise<void> {
  const change = { ...known, error: JSON.stringify(failure) };
  try {
    await updateEntry(context, id, change);
  } catch (error) {
    context.log(`journal: entry ${id} cannot be written: ${String(error)}`);
    // If another Keydesk has claimed the entry, that Keydesk ends it.
    if (!hasCode(error, 'unfinished-in-use')) context.owed.set(id, { ...change, instance: FREE });
  }
}

/** Retries failed writes, then returns the unfinished entries that no running Keydesk works on, oldest first. */
export async function abandonedEntries(context: JournalContext): Promise<JournalEntry[]> {
  await writeOwed(context);
  const rows = context.database.selectFrom('journal').selectAll().where(UNFINISHED);
  return (await rows.orderBy('started_at').execute()).filter(row => !isOwned(context, row)).map(toEntry);
}

/** Claims an abandoned entry. Returns false if another Keydesk works on it, or has changed it since it was read. */
export async function claimEntry(context: JournalContext, entry: JournalEntry): Promise<boolean> {
  const { database, instance, working } = context;
  if (isOwned(context, entry)) return false;
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
}

/** Releases an entry of this process. Never rejects. */
export async function releaseEntry(context: JournalContext, id: string): Promise<void> {
  const { working, owed, log } = context;
  if (owed.has(id)) return;
  working.delete(id);
  const released = updateOwn(context, id, { instance: FREE });
  await released.catch(error => log(`journal: entry ${id} is not released: ${String(error)}`));
}

function updateOwn(
  { database, instance }: Pick<JournalContext, 'database' | 'instance'>,
  id: string,
  change: Updateable<JournalTable>,
  by: Kysely<Schema> = database,
) {
  return by
    .updateTable('journal')
    .set({ ...change, updated_at: now() })
    .where('id', '=', id)
    .where('instance', '=', instance.id)
    .executeTakeFirst();
}

async function writeOwed(context: JournalContext): Promise<void> {
  const { owed, working } = context;
  for (const [id, change] of owed) {
    try {
      await updateOwn(context, id, change);
    } catch {
      // The disk is still full or the database locked. The next call retries.
      return;
    }
    owed.delete(id);
    working.delete(id);
  }
}

function isOwned({ instance, working }: JournalContext, row: Selectable<JournalTable>): boolean {
  return row.instance === instance.id ? working.has(row.id) : row.instance !== FREE && instance.isAlive(row.instance);
}

function now(): string {
  return new Date().toISOString();
}
