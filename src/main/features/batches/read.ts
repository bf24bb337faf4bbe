import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import {
  type Batch,
  type BatchRow,
  batchStates,
  existingKeyChoices,
  type RowQuery,
  type RowState,
  rowStates,
} from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Schema } from '../../base/store/schema.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';
import { toRow } from './toRow.ts';

/** Returns the batches of the tenant, the newest first. */
export async function readBatches(context: BatchContext): Promise<Batch[]> {
  const rows = await context.store.database
    .selectFrom('batch')
    .selectAll()
    .where('tenant', '=', idOf(context.tenant))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return Promise.all(rows.map(row => withCounts(context, row)));
}

/** Returns one batch of the tenant. @throws KeydeskError batch-not-found */
export async function readBatch(context: BatchContext, id: string): Promise<Batch> {
  return withCounts(context, await findBatch(context, id));
}

/** Returns one batch of the tenant without counting its rows. @throws KeydeskError batch-not-found */
export async function findBatch(
  { store: { database }, tenant }: Pick<BatchContext, 'store' | 'tenant'>,
  id: string,
): Promise<Selectable<Schema['batch']>> {
  const row = await database
    .selectFrom('batch')
    .selectAll()
    .where('tenant', '=', idOf(tenant))
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new KeydeskError('batch-not-found', { id });
  return row;
}

/** Holds for rows whose check could not read everything (rules.ts). */
export const checkedInPart = sql<boolean>`error IS NOT NULL AND error ->> 'code' = 'batch-checked-in-part'`;

async function withCounts(
  { store: { database }, instance, pins }: BatchContext,
  row: Selectable<Schema['batch']>,
): Promise<Batch> {
  const found = await database
    .selectFrom('batch_row')
    .select([
      'state',
      ({ fn }) => fn.countAll<number>().as('count'),
      sql<number>`count(*) FILTER (WHERE ${checkedInPart})`.as('inPart'),
    ])
    .where('batch_id', '=', row.id)
    .groupBy('state')
    .execute();
  const counts = countsOf(state => found.find(of => of.state === state)?.count ?? 0);
  return {
    id: row.id,
    name: row.name,
    // A Keydesk that was killed leaves its batch running.
    state: row.state === 'running' && !instance.isAlive(row.instance) ? 'paused' : z.enum(batchStates).parse(row.state),
    existing: z.enum(existingKeyChoices).parse(row.existing),
    profile: row.profile,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    checkedInPart: found.find(of => of.state === 'waiting-for-key')?.inPart ?? 0,
    pinsKept: await pins.countOf(row.id),
  };
}

function countsOf(count: (state: RowState) => number): Record<RowState, number> {
  const counts: Partial<Record<RowState, number>> = {};
  for (const state of rowStates) counts[state] = count(state);
  return counts as Record<RowState, number>;
}

const cursor = z.tuple([z.number(), z.string()]);

/** Returns a page of the rows of a batch in the order of their lines. @throws KeydeskError invalid-input for a cursor of another list */
export async function readRows(
  context: BatchContext,
  { id, states, limit, after, offset }: RowQuery,
): Promise<{ rows: BatchRow[]; next?: string }> {
  let query = context.store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', id)
    .orderBy('line')
    .orderBy('id')
    .limit(limit + 1)
    .offset(offset);
  if (states !== undefined) query = query.where('state', 'in', states);
  if (after !== undefined) {
    const [line, rowId] = parseCursor(after);
    query = query.where(of => of(of.refTuple('line', 'id'), '>', of.tuple(line, rowId)));
  }
  const found = await query.execute();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await describeRows(context, page),
    ...(found.length > limit && last !== undefined ? { next: JSON.stringify([last.line, last.id]) } : {}),
  };
}

/** Returns rows in the contract's shape. */
export async function describeRows({ pins }: Pick<BatchContext, 'pins'>, rows: readonly Row[]): Promise<BatchRow[]> {
  const kept = await pins.keptAmong(rows.map(({ id }) => id));
  return rows.map(row => toRow(row, kept.has(row.id)));
}

/** Returns one row of a batch of the tenant. @throws KeydeskError batch-not-found, batch-row-not-found */
export async function readRow(context: BatchContext, id: string, rowId: string): Promise<Row> {
  await findBatch(context, id);
  const row = await context.store.database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', id)
    .where('id', '=', rowId)
    .executeTakeFirst();
  if (row === undefined) throw new KeydeskError('batch-row-not-found', { id: rowId });
  return row;
}

function parseCursor(after: string): [number, string] {
  try {
    return cursor.parse(JSON.parse(after));
  } catch (error) {
    throw new KeydeskError('invalid-input', {}, { cause: error });
  }
}
