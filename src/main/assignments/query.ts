import { type Expression, type SqlBool, sql } from 'kysely';
import {
  type Assignment,
  type AssignmentFilter,
  type AssignmentPage,
  type AssignmentState,
  assignmentStates,
} from '../../contract/assignments.ts';
import { cursorAfter, valuesOf } from '../store/cursor.ts';
import type { Store } from '../store/database.ts';
import { contains } from '../store/foldedText.ts';
import { toAssignment } from './records.ts';

type Database = Store['database'];

const SEARCHED = [
  'user_principal_name',
  'display_name',
  'passkey_name',
  'key_product',
  'key_serial',
  'workflow_name',
] as const;

/** Which of these users are in a group by any way, as imported. */
export type MembersAmong = (group: string, userIds: readonly string[]) => Promise<readonly string[]>;

/** What a list shows beside its rows. */
export type AssignmentSummary = Omit<AssignmentPage, 'assignments' | 'next'>;

/** The assignments of a tenant that a filter lets through, in one record or in a snapshot of it. */
export interface FoundAssignments {
  summary(): Promise<AssignmentSummary>;
  /**
   * Those that changed last first.
   * @param after where a page ended: an assignment that changes meanwhile moves to the front, and comes twice in no list
   * @throws KeydeskError invalid-input for a place of another list
   */
  page(limit: number, after?: string): Promise<Pick<AssignmentPage, 'assignments' | 'next'>>;
}

export async function findAssignments(
  database: Database,
  tenant: string,
  { states, ...filter }: AssignmentFilter,
  membersAmong: MembersAmong,
): Promise<FoundAssignments> {
  const members =
    filter.group === undefined ? undefined : await assignedMembers(database, tenant, filter.group, membersAmong);
  const where = conditions(tenant, filter, members);
  const wanted: readonly AssignmentState[] = states === undefined || states.length === 0 ? assignmentStates : states;
  return {
    summary: async () => {
      const counts = await countByState(database, where);
      const total = wanted.reduce((sum, state) => sum + counts[state], 0);
      return { total, counts, workflows: await workflows(database, tenant) };
    },
    page: async (limit, after) => {
      const rows = await database
        .selectFrom('assignment')
        .selectAll()
        .where(where)
        // Without the condition the index by time is walked.
        .$if(wanted.length < assignmentStates.length, query => query.where('state', 'in', [...wanted]))
        .$if(after !== undefined, query => query.where(isAfter(after ?? '')))
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      const assignments = rows.slice(0, limit);
      const last = assignments.at(-1);
      const next = rows.length > limit && last !== undefined ? { next: cursorAfter([last.updated_at, last.id]) } : {};
      return { assignments: assignments.map(toAssignment), ...next };
    },
  };
}

/** Rows that an export reads together. */
const PART = 1000;

/** All that was found, in parts. */
export async function* allOf(found: Pick<FoundAssignments, 'page'>): AsyncGenerator<Assignment[]> {
  for (let after: string | undefined; ; ) {
    const { assignments, next } = await found.page(PART, after);
    yield assignments;
    if (next === undefined) return;
    after = next;
  }
}

function isAfter(cursor: string): Expression<SqlBool> {
  const [updatedAt, id] = valuesOf(cursor, 2);
  // The first half lets SQLite begin at the place in its index.
  return sql<boolean>`(updated_at <= ${updatedAt} AND (updated_at < ${updatedAt} OR id > ${id}))`;
}

async function countByState(database: Database, where: Expression<SqlBool>): Promise<Record<AssignmentState, number>> {
  const rows = await database
    .selectFrom('assignment')
    .select(['state', sql<number>`count(*)`.as('count')])
    .where(where)
    .groupBy('state')
    .execute();
  const counts = Object.fromEntries(assignmentStates.map(state => [state, 0])) as Record<AssignmentState, number>;
  for (const { state, count } of rows) counts[state as AssignmentState] = count;
  return counts;
}

function conditions(
  tenant: string,
  { user, text, key, workflow, from, to }: Omit<AssignmentFilter, 'states'>,
  members: readonly string[] | undefined,
): Expression<SqlBool> {
  const parts = [sql<boolean>`tenant = ${tenant}`];
  if (user !== undefined) parts.push(sql`(user_id = ${user} OR user_principal_name = ${user} COLLATE NOCASE)`);
  if (key !== undefined) parts.push(sql`(key_serial = ${key} OR key_aaguid = ${key} OR security_key_id = ${key})`);
  if (workflow !== undefined) parts.push(sql`workflow_id = ${workflow}`);
  if (from !== undefined) parts.push(sql`updated_at >= ${new Date(from).toISOString()}`);
  if (to !== undefined) parts.push(sql`updated_at < ${new Date(to).toISOString()}`);
  if (members !== undefined) parts.push(sql`user_id IN (SELECT value FROM json_each(${JSON.stringify(members)}))`);
  const words = text?.trim() ?? '';
  if (words !== '') parts.push(sql<boolean>`${contains(SEARCHED, words)}`);
  return sql<boolean>`${sql.join(parts, sql` AND `)}`;
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

async function workflows(database: Database, tenant: string): Promise<{ id: string; name: string }[]> {
  const rows = await database
    .selectFrom('assignment')
    .select(['workflow_id', 'workflow_name'])
    .distinct()
    .where('tenant', '=', tenant)
    .where('workflow_id', 'is not', null)
    .orderBy('workflow_name')
    .execute();
  return rows.flatMap(({ workflow_id: id, workflow_name: name }) => (id === null ? [] : [{ id, name: name ?? id }]));
}
