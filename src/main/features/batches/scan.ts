import { sql } from 'kysely';
import type { BatchRow } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';
import { findBatch, readRow } from './read.ts';
import { notWaiting, type RowScope, shownRow } from './rowActions.ts';
import { storedFailure } from './toRow.ts';

/** Number of imported users that a scanned text may match. */
const ENOUGH = 10;

/**
 * Moves a row before all others, by its expected serial number or its user. A row that has failed or was skipped waits again, because its user is here now.
 * @param text as a scanner reads it from a key or a badge
 * @throws KeydeskError batch-row-unmatched, batch-user-ambiguous; batch-row-busy if the row has its key already, or gets it now; the error of its check
 */
export async function putFirst(scope: RowScope, id: string, text: string): Promise<BatchRow> {
  const { context } = scope;
  await findBatch(context, id);
  const exact = await rowsNamed(context, id, text);
  const found = exact.length > 0 ? exact : await rowsOfName(context, id, text);
  const row = found.find(({ state }) => state === 'waiting-for-key') ?? (await waitingAgain(scope, id, found, text));
  await context.store.database
    .updateTable('batch_row')
    .set(of => ({
      place: of
        .selectFrom('batch_row')
        // Below 1 also in a file whose first row is on line 2: only a row that a person has put first is there (moves.ts).
        .select(sql<number>`min(min(place), 1) - 1`.as('first'))
        .where('batch_id', '=', id),
    }))
    .where('id', '=', row.id)
    .where('state', '=', 'waiting-for-key')
    .execute();
  return shownRow(scope, id, row.id);
}

/** Puts a row back. Returns it as its check left it. @throws KeydeskError batch-row-unmatched, batch-row-busy; the error of its check */
async function waitingAgain(scope: RowScope, id: string, found: readonly Row[], text: string): Promise<Row> {
  const [first] = found;
  if (first === undefined) throw new KeydeskError('batch-row-unmatched', { text });
  const left = found.find(({ state }) => state === 'failed' || state === 'skipped');
  if (left === undefined) throw notWaiting(first);
  await scope.retry(id, { ids: [left.id] });
  await scope.check(id, new AbortController().signal);
  const row = await readRow(scope.context, id, left.id);
  if (row.state === 'waiting-for-key') return row;
  const error = storedFailure(row.error);
  throw error === null ? notWaiting(row) : new KeydeskError(error.code, error.params);
}

/** Returns the rows of a display name, as the screen shows it. @throws KeydeskError batch-user-ambiguous if several users have it */
async function rowsOfName({ store: { database } }: BatchContext, id: string, text: string): Promise<Row[]> {
  const found = await database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', id)
    // lower() knows the letters of ASCII only.
    .where(({ or, eb, fn }) =>
      or([eb('display_name', '=', text), eb(fn<string>('lower', ['display_name']), '=', text.toLowerCase())]),
    )
    .orderBy('place')
    .execute();
  const names = new Set(found.flatMap(({ user_principal_name }) => user_principal_name ?? []));
  if (names.size > 1) throw new KeydeskError('batch-user-ambiguous', { user: text, names: [...names].join(', ') });
  return found;
}

/** Returns the rows with that serial number or user. Mail addresses and employee ids are those of the imported directory. */
async function rowsNamed({ store: { database }, imported }: BatchContext, id: string, text: string): Promise<Row[]> {
  const wanted = text.toLowerCase();
  const { rows } = await imported.users({ search: text, state: 'present', sort: 'name', descending: false }, 0, ENOUGH);
  const users = rows.filter(({ mail, employeeId }) => [mail, employeeId].some(name => name?.toLowerCase() === wanted));
  return database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', id)
    .where(({ or, eb, fn }) =>
      or([
        eb('serial', '=', wanted),
        eb('user_id', 'in', [text, ...users.map(user => user.id)]),
        eb(fn<string>('lower', ['user_principal_name']), '=', wanted),
        eb(fn<string>('lower', ['typed']), '=', wanted),
      ]),
    )
    .orderBy('place')
    .execute();
}
