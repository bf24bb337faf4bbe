import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import {
  type Assignment,
  type AssignmentFilter,
  type AssignmentPage,
  type AssignmentSort,
  type AssignmentState,
  assignmentStateSchema,
  assignmentStates,
  type UserAccount,
  userAccountSchema,
  userAccounts,
} from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { cursorAfter, valuesOf } from '../../base/store/cursor.ts';
import type { Store } from '../../base/store/database.ts';
import { afterCursor, type ColumnSort, cursorOf, orderBy, orderedBy, statesInOrder } from './orders.ts';
import { type AssignmentRow, toAssignment } from './records.ts';
import { conditionsOf, type Found, isByChange, type Way, waysTo } from './ways.ts';

type Database = Store['database'];

/** Returns which of these users are members of a group, directly or through other groups, as of the last import. */
export type MembersAmong = (group: string, userIds: readonly string[]) => Promise<readonly string[]>;

/** What a list shows beside its rows. */
export type AssignmentSummary = Omit<AssignmentPage, 'assignments' | 'next'>;

/** The filtered assignments of a tenant, in the database or in a snapshot of it. */
export interface FoundAssignments {
  summary(): Promise<AssignmentSummary>;
  /**
   * Returns a page.
   * @param after the cursor of the page before. An assignment that changes between two pages moves to the front of the list, so no page
   * repeats it
   * @throws KeydeskError invalid-input for a cursor of another list or order
   */
  page(limit: number, after?: string): Promise<Pick<AssignmentPage, 'assignments' | 'next'>>;
}

/** Maximum number of rows that are gathered and sorted. With more, a walk in the order of the list finds a page sooner. */
const GATHERED = 2000;

/** The order of a list. Default: the last changed first. */
export interface ListOrder {
  readonly sort?: AssignmentSort | undefined;
  readonly descending?: boolean | undefined;
}

export async function findAssignments(
  database: Database,
  tenant: string,
  { states, ...filter }: AssignmentFilter,
  membersAmong: MembersAmong,
  { sort = 'updated', descending }: ListOrder = {},
): Promise<FoundAssignments> {
  const members =
    filter.group === undefined ? undefined : await assignedMembers(database, tenant, filter.group, membersAmong);
  const found: Found = { tenant, filter, members };
  const wanted: readonly AssignmentState[] = states === undefined || states.length === 0 ? assignmentStates : states;
  const list: SortedList = { database, found, wanted, descending };
  let counted: Promise<Record<AssignmentState, number>> | undefined;
  const counts = () => {
    counted ??= countByState(database, found);
    return counted;
  };
  const total = async () => {
    const numbers = await counts();
    return wanted.reduce((sum, state) => sum + numbers[state], 0);
  };
  return {
    summary: async () => {
      const { accounts: chosen, ...rest } = filter;
      const unmarked = { ...found, filter: rest };
      const marked = await countMarked(database, unmarked);
      const inWanted = marked.filter(({ state, account }) => wanted.includes(state) && chosen?.includes(account));
      const accountOf = (account: UserAccount) => sumOf(marked.filter(each => each.account === account).map(countOf));
      return {
        total: chosen === undefined ? await total() : sumOf(inWanted.map(countOf)),
        counts: chosen === undefined ? await counts() : await countByState(database, unmarked),
        accounts: { left: accountOf('left'), disabled: accountOf('disabled') },
        workflows: await workflows(database, tenant),
      };
    },
    page: async (limit, after) => {
      const { rows, next } =
        sort === 'state' ? await pageByState(list, limit, after) : await pageBy(list, sort, total, limit, after);
      return { assignments: rows.map(toAssignment), ...(next === undefined ? {} : { next }) };
    },
  };
}

interface SortedList {
  readonly database: Database;
  readonly found: Found;
  readonly wanted: readonly AssignmentState[];
  readonly descending: boolean | undefined;
}

interface RowPage {
  readonly rows: AssignmentRow[];
  readonly next: string | undefined;
}

/** Returns a page in the order of columns. */
async function pageBy(
  { database, found, wanted, descending }: SortedList,
  sort: ColumnSort,
  total: () => Promise<number>,
  limit: number,
  after: string | undefined,
): Promise<RowPage> {
  const ordered = orderedBy(sort, descending);
  // SQLite merges the index walks and stops after the page, if each walk is already in the order of the list.
  const isInOrder = sort === 'updated' && isByChange(found);
  const isWalked = !isInOrder && (await total()) > GATHERED;
  const { ways, rest } = isWalked
    ? {
        ways: [{ index: ordered.order.index, where: [sql<boolean>`tenant = ${found.tenant}`] }],
        rest: conditionsOf(found, wanted),
      }
    : waysTo(found, { wanted, for: 'page' });
  if (ways.length === 0) return { rows: [], next: undefined };
  const parts = after === undefined ? rest : [...rest, afterCursor(ordered, after)];
  const all = union(ways.map(way => sql`SELECT * FROM ${from(way, parts)}`));
  // The order of a union names columns, and cannot compute anything from them.
  const ordinary = ways.length === 1 || ordered.order.isPlain;
  const { rows } = await sql<AssignmentRow>`${ordinary ? all : sql`SELECT * FROM (${all})`} ${orderBy(ordered)}
    LIMIT ${limit + 1}`.execute(database);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last && cursorOf(ordered, last) };
}

/** Returns a page in the order of the states: the rows of one state after those of another, the last changed first. */
async function pageByState(list: SortedList, limit: number, after: string | undefined): Promise<RowPage> {
  const states = statesInOrder(list.wanted, list.descending);
  const direction = list.descending === true ? 'down' : 'up';
  const [name, state, place] = after === undefined ? [] : valuesOf(after, 3);
  const begin = state === undefined ? 0 : states.indexOf(state as AssignmentState);
  if (begin < 0 || (after !== undefined && name !== `state ${direction}`)) {
    throw new KeydeskError('invalid-input', { detail: 'no-place' });
  }
  const rows: AssignmentRow[] = [];
  for (const each of states.slice(begin)) {
    const inState = { ...list, wanted: [each], descending: undefined };
    const from = each === state && place !== '' ? place : undefined;
    const part = await pageBy(inState, 'updated', async () => Number.POSITIVE_INFINITY, limit - rows.length, from);
    rows.push(...part.rows);
    if (part.next !== undefined) return { rows, next: cursorAfter([`state ${direction}`, each, part.next]) };
    const following = states[states.indexOf(each) + 1];
    if (rows.length === limit) {
      return { rows, next: following && cursorAfter([`state ${direction}`, following, '']) };
    }
  }
  return { rows, next: undefined };
}

function union(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join([...parts], sql` UNION ALL `);
}

function from({ index, where }: Way, rest: readonly Expression<SqlBool>[]): RawBuilder<unknown> {
  const table = index === undefined ? sql`assignment NOT INDEXED` : sql`assignment INDEXED BY ${sql.ref(index)}`;
  return sql`${table} WHERE ${sql.join([...where, ...rest], sql` AND `)}`;
}

/** Number of rows that an export reads at once. */
const PART = 1000;

/** Returns all found assignments, in parts. */
export async function* allOf(found: Pick<FoundAssignments, 'page'>): AsyncGenerator<Assignment[]> {
  for (let after: string | undefined; ; ) {
    const { assignments, next } = await found.page(PART, after);
    yield assignments;
    if (next === undefined) return;
    after = next;
  }
}

async function countByState(database: Database, found: Found): Promise<Record<AssignmentState, number>> {
  const rows = await countedRows(database, found);
  const counts = Object.fromEntries(assignmentStates.map(state => [state, 0])) as Record<AssignmentState, number>;
  for (const { state, count } of rows) counts[state as AssignmentState] += count;
  return counts;
}

interface Marked {
  readonly account: UserAccount;
  readonly state: AssignmentState;
  readonly count: number;
}

const countOf = ({ count }: Marked) => count;

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Counts the assignments of users who have left or are disabled, which are few. */
async function countMarked(database: Database, { filter, ...found }: Found): Promise<Marked[]> {
  const all = { ...found, filter: { ...filter, accounts: [...userAccounts] } };
  const { ways, rest } = waysTo(all, { wanted: assignmentStates, for: 'count' });
  const counted = ways.map(
    way => sql`SELECT account, state, count(*) AS count FROM ${from(way, rest)} GROUP BY account, state`,
  );
  const { rows } = await sql<Record<'account' | 'state', string> & { count: number }>`${union(counted)}`.execute(
    database,
  );
  return rows.map(({ account, state, count }) => ({
    account: userAccountSchema.parse(account),
    state: assignmentStateSchema.parse(state),
    count,
  }));
}

async function countedRows(database: Database, found: Found): Promise<{ state: string; count: number }[]> {
  if (isWhole(found)) {
    const counts = database.selectFrom('assignment_count').select(['state', 'count']);
    return counts.where('tenant', '=', found.tenant).execute();
  }
  const { ways, rest } = waysTo(found, { wanted: assignmentStates, for: 'count' });
  if (ways.length === 0) return [];
  const counted = ways.map(way => sql`SELECT state, count(*) AS count FROM ${from(way, rest)} GROUP BY state`);
  return (await sql<{ state: string; count: number }>`${union(counted)}`.execute(database)).rows;
}

/** Returns whether a filter, apart from its states, includes every assignment of the tenant. */
function isWhole({ filter: { text, ...filter } }: Found): boolean {
  return (text ?? '').trim() === '' && Object.values(filter).every(value => value === undefined);
}

async function assignedMembers(
  database: Database,
  tenant: string,
  group: string,
  membersAmong: MembersAmong,
): Promise<readonly string[]> {
  const users = await database
    .selectFrom('assignment')
    .select('user_id')
    .distinct()
    .where('tenant', '=', tenant)
    .execute();
  return membersAmong(
    group,
    users.map(({ user_id }) => user_id),
  );
}

/** Returns the workflows of the assignments. Looks up each name in the index, instead of reading all assignments. */
async function workflows(database: Database, tenant: string): Promise<{ id: string; name: string }[]> {
  const ofTenant = sql`assignment INDEXED BY assignment_workflow WHERE tenant = ${tenant} AND workflow_id IS NOT NULL`;
  const { rows } = await sql<{ id: string; name: string }>`SELECT id, coalesce(name, id) AS name FROM (
    WITH RECURSIVE named (name, id, n) AS (
      SELECT * FROM (SELECT workflow_name, workflow_id, rowid FROM ${ofTenant} ORDER BY workflow_name, workflow_id LIMIT 1)
      UNION ALL
      SELECT a.workflow_name, a.workflow_id, a.rowid FROM named CROSS JOIN assignment a
      WHERE a.rowid = coalesce(
        (SELECT rowid FROM ${ofTenant} AND workflow_name IS named.name AND workflow_id > named.id ORDER BY workflow_id LIMIT 1),
        (SELECT rowid FROM ${ofTenant} AND workflow_name > coalesce(named.name, '') ORDER BY workflow_name, workflow_id LIMIT 1)))
    SELECT name, id FROM named)`.execute(database);
  return rows;
}
