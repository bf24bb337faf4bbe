import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type AssignmentSort, type AssignmentState, assignmentStates } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { cursorAfter, valuesOf } from '../../base/store/cursor.ts';
import type { AssignmentRow } from './records.ts';

/** An order of a list. Its columns all go the same way, and equal rows are ordered by id, so that no row is on two pages. */
interface Order {
  readonly columns: readonly RawBuilder<unknown>[];
  readonly valuesOf: (row: AssignmentRow) => readonly string[];
  /** Whether it is by columns alone, and not by values that are computed from them. */
  readonly isPlain: boolean;
  /** Whether its index has the largest values first. */
  readonly falls: boolean;
  /** The index that has the rows in this order. Without one, all rows are read: each index would make every new assignment slower. */
  readonly index: string | undefined;
}

/** Every order but `state`, which goes through the states one after the other (query.ts). */
export type ColumnSort = Exclude<AssignmentSort, 'state'>;

const orders: Readonly<Record<ColumnSort, Order>> = {
  updated: {
    columns: [sql`updated_at`],
    valuesOf: row => [row.updated_at],
    isPlain: true,
    falls: true,
    index: 'assignment_updated',
  },
  created: {
    columns: [sql`created_at`],
    valuesOf: row => [row.created_at],
    isPlain: true,
    falls: true,
    index: 'assignment_created',
  },
  user: {
    columns: [sql`display_name COLLATE NOCASE`],
    valuesOf: row => [row.display_name],
    isPlain: false,
    falls: false,
    index: 'assignment_by_user',
  },
  key: {
    columns: [sql`coalesce(key_product, key_aaguid, '')`, sql`coalesce(key_serial, '')`],
    valuesOf: row => [row.key_product ?? row.key_aaguid ?? '', row.key_serial ?? ''],
    isPlain: false,
    falls: false,
    index: undefined,
  },
  source: {
    columns: [sql`source`, sql`coalesce(workflow_name, '')`, sql`purpose`],
    valuesOf: row => [row.source, row.workflow_name ?? '', row.purpose],
    isPlain: false,
    falls: false,
    index: undefined,
  },
};

/** An order with its direction. */
export interface Ordered {
  readonly order: Order;
  readonly sort: ColumnSort;
  readonly descending: boolean;
}

/** Returns an order. Its usual direction is the newest first for times, and A first for the others. */
export function orderedBy(sort: ColumnSort, descending: boolean | undefined): Ordered {
  const order = orders[sort];
  return { order, sort, descending: descending ?? order.falls };
}

/** Returns the ORDER BY of an order. */
export function orderBy({ order, descending }: Ordered): RawBuilder<unknown> {
  const way = sql.raw(descending ? 'DESC' : 'ASC');
  const columns = order.columns.map(column => sql`${column} ${way}`);
  return sql`ORDER BY ${sql.join(columns)}, id ${sql.raw(isForward(order, descending) ? 'ASC' : 'DESC')}`;
}

/** The index has the ids in rising order, so that a list against its direction has them falling. */
function isForward(order: Order, descending: boolean): boolean {
  return order.falls === descending;
}

/** Returns the cursor after a row. It names the order, unless that is the usual one. */
export function cursorOf({ order, sort, descending }: Ordered, row: AssignmentRow): string {
  return cursorAfter([...nameOf(sort, descending), ...order.valuesOf(row), row.id]);
}

/** Returns the condition of the rows after a cursor. @throws KeydeskError invalid-input for a cursor of another order */
export function afterCursor({ order, sort, descending }: Ordered, cursor: string): Expression<SqlBool> {
  const name = nameOf(sort, descending);
  const values = valuesOf(cursor, name.length + order.columns.length + 1);
  if (name.some((part, i) => part !== values[i])) throw new KeydeskError('invalid-input', { detail: 'no-place' });
  const places = values.slice(name.length);
  const idIsAfter = sql<boolean>`id ${sql.raw(isForward(order, descending) ? '>' : '<')} ${places.at(-1)}`;
  const beyond = sql.raw(descending ? '<' : '>');
  // The first condition lets SQLite start at the right place in its index.
  return order.columns.reduceRight<Expression<SqlBool>>(
    (rest, column, i) =>
      sql<boolean>`(${column} ${beyond}= ${places[i]} AND (${column} ${beyond} ${places[i]} OR ${rest}))`,
    idIsAfter,
  );
}

function nameOf(sort: ColumnSort, descending: boolean): string[] {
  return sort === 'updated' && descending ? [] : [`${sort} ${descending ? 'down' : 'up'}`];
}

/** Returns the states in the order of a list by state. */
export function statesInOrder(wanted: readonly AssignmentState[], descending = false): AssignmentState[] {
  const rising = assignmentStates.filter(state => wanted.includes(state));
  return descending ? rising.toReversed() : rising;
}
