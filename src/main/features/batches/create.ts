import { randomUUID } from 'node:crypto';
import { type Insertable, sql } from 'kysely';
import {
  type Batch,
  type BatchCreate,
  MAX_BATCH_NAME,
  MAX_ROWS,
  type RowInput,
} from '../../../contract/batches/schema.ts';
import type { UserFilter } from '../../../contract/directory/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { BatchContext } from './context.ts';
import { readBatch } from './read.ts';
import { readBatchFile } from './reading/readFile.ts';
import type { Uploads } from './reading/uploads.ts';
import type { BatchRowTable } from './tables.ts';

/** Number of rows in one INSERT. */
const PART = 5000;
/** Number of assignments in one page. */
const PAGE = 200;

export type NewRow = Pick<Insertable<BatchRowTable>, 'line' | 'typed' | 'serial' | 'name' | 'profile'>;

/**
 * Creates a batch with a row for each user of its source. Checks nothing yet.
 * @throws KeydeskError batch-empty, batch-file-gone, profile-not-found, list-too-long
 */
export function createBatch(
  context: BatchContext,
  uploads: Pick<Uploads, 'get'>,
  { name, source, existing, profile }: BatchCreate,
): Promise<Batch> {
  return context.activity.during('batch-created', async subject => {
    if (profile !== undefined) await context.profiles.show(profile);
    const rows = await rowsOf(context, uploads, source);
    if (rows.length === 0) throw new KeydeskError('batch-empty');
    const id = randomUUID();
    const now = isoNow(context.store.database);
    const title = name ?? (await groupName(context, source)) ?? now.slice(0, 16).replace('T', ' ');
    subject.facts = { batch: title, rows: rows.length, existing, profile: profile ?? null };
    await context.store.database.write(async transaction => {
      const values = {
        id,
        tenant: idOf(context.tenant),
        name: title,
        state: 'draft',
        existing,
        profile: profile ?? null,
      };
      await transaction
        .insertInto('batch')
        .values({ ...values, created_at: now, updated_at: now })
        .execute();
      await insertRows(transaction, id, rows);
    });
    return readBatch(context, id);
  });
}

/** Returns the name of the group that a batch is made from. */
async function groupName({ imported }: BatchContext, source: BatchCreate['source']): Promise<string | undefined> {
  const group = source.kind === 'group' ? await imported.group(source.groupId) : undefined;
  return group && [...group.displayName].slice(0, MAX_BATCH_NAME).join('');
}

/** Adds rows to a batch. They are not checked yet. */
export async function insertRows(transaction: Transaction, id: string, rows: readonly NewRow[]): Promise<void> {
  // The table is in the order of the ids. In their order, thousands of new rows fill few pages of it.
  const ids = rows.map(() => randomUUID()).toSorted();
  for (let at = 0; at < rows.length; at += PART) {
    const part = rows.slice(at, at + PART);
    const values = JSON.stringify(
      part.map(({ line, typed, serial, name, profile }, n) => [ids[at + n], line, typed, serial, name, profile]),
    );
    await sql`
      INSERT INTO batch_row (id, batch_id, line, place, typed, serial, name, profile, state)
      SELECT of.value ->> 0, ${id}, of.value ->> 1, of.value ->> 1, of.value ->> 2, of.value ->> 3, of.value ->> 4, of.value ->> 5, 'waiting'
      FROM json_each(${values}) of`.execute(transaction);
  }
}

/** Returns the rows of a source. @throws KeydeskError batch-file-gone, batch-group-unknown, list-too-long */
export async function rowsOf(
  context: BatchContext,
  uploads: Pick<Uploads, 'get'>,
  source: BatchCreate['source'],
): Promise<NewRow[]> {
  const rows = await allRowsOf(context, uploads, source);
  // The users of a group and of a filter are not read to their end.
  const isCut = source.kind === 'group' || source.kind === 'filter';
  refuseTooMany(rows.length, isCut);
  return rows;
}

/** @param isCut whether `count` is only a part of all @throws KeydeskError list-too-long */
export function refuseTooMany(count: number, isCut = false): void {
  if (count <= MAX_ROWS) return;
  throw new KeydeskError('list-too-long', { what: 'rows', most: MAX_ROWS, count: isCut ? null : count });
}

async function allRowsOf(
  context: BatchContext,
  uploads: Pick<Uploads, 'get'>,
  source: BatchCreate['source'],
): Promise<NewRow[]> {
  switch (source.kind) {
    case 'upload':
      return (await readBatchFile(uploads.get(source.upload), source)).rows.map(toNewRow);
    case 'rows':
      return source.rows.map(toNewRow);
    case 'group':
      return membersOf(context, source.groupId);
    case 'pending':
      return pendingUsers(context);
    case 'filter':
      return usersOf(context, source.filter, new Set(source.except));
  }
}

/** Serial numbers are compared without regard to case: keys and labels print them differently. */
function toNewRow({ line, user, serial, name, profile }: RowInput): NewRow {
  return { line, typed: user, serial: serial?.toLowerCase() ?? null, name, profile };
}

/** @throws KeydeskError batch-group-unknown */
async function membersOf({ imported }: BatchContext, group: string): Promise<NewRow[]> {
  if ((await imported.group(group)) === undefined) throw new KeydeskError('batch-group-unknown', { group });
  return usersOf({ imported }, { search: '', state: 'present', group, sort: 'name', descending: false });
}

/** Reads one row more than a batch may have, so that the caller notices a list that is too long. */
async function usersOf(
  { imported }: Pick<BatchContext, 'imported'>,
  filter: UserFilter,
  except: ReadonlySet<string> = new Set(),
): Promise<NewRow[]> {
  const rows: NewRow[] = [];
  for await (const users of imported.allUsers(filter)) {
    for (const { id } of users) if (!except.has(id)) rows.push(rowOf(rows.length + 1, id));
    if (rows.length > MAX_ROWS) break;
  }
  return rows;
}

async function pendingUsers({ assignments }: BatchContext): Promise<NewRow[]> {
  const rows: NewRow[] = [];
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = await assignments.list({
      states: ['pending'],
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const { user } of page.assignments) {
      if (!seen.has(user.id)) rows.push(rowOf(rows.length + 1, user.id));
      seen.add(user.id);
    }
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

function rowOf(line: number, user: string): NewRow {
  return { line, typed: user, serial: null, name: null, profile: null };
}
