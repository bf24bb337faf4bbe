import { type Expression, type SqlBool, sql } from 'kysely';
import {
  type AssignmentFilter,
  type AssignmentState,
  type AssignmentTime,
  assignmentStates,
  type UserAccount,
} from '../../../contract/assignments/schema.ts';
import { contains } from '../../base/store/foldedText.ts';

const SEARCHED = [
  'user_principal_name',
  'display_name',
  'passkey_name',
  'key_product',
  'key_serial',
  'workflow_name',
] as const;

type Condition = Expression<SqlBool>;

/** A walk along one index, or along the whole table if no index is named. The ways of one list never return the same row twice. */
export interface Way {
  readonly index: string | undefined;
  readonly where: readonly Condition[];
}

/** The query: a filter without its states, and the members of its group who have an assignment. */
export interface Found {
  readonly tenant: string;
  readonly filter: Omit<AssignmentFilter, 'states'>;
  readonly members: readonly string[] | undefined;
}

interface Purpose {
  readonly wanted: readonly AssignmentState[];
  readonly for: 'page' | 'count';
}

/** Maximum number of users whose assignments are looked up one by one. */
const FEW = 1000;

/** The condition by which rows are looked up. */
type Lead = 'account' | 'user' | 'members' | 'cause' | 'key' | 'workflow' | 'none';

/** The column of each time of an assignment. */
const timeColumns = {
  updated: 'updated_at',
  created: 'created_at',
  activated: 'activated_at',
} as const satisfies Record<AssignmentTime, string>;

/**
 * Returns the ways to the assignments that a filter includes, and the further conditions for each row. Uses the condition that leaves the
 * fewest rows.
 */
export function waysTo(found: Found, purpose: Purpose): { ways: readonly Way[]; rest: readonly Condition[] } {
  const lead = leadOf(found, purpose);
  return { ways: waysBy[lead](found, purpose), rest: restOf(found, lead) };
}

/** Returns all conditions of a filter, for rows that an index finds in the order of a list. */
export function conditionsOf(found: Found, wanted: readonly AssignmentState[]): Condition[] {
  const { user } = found.filter;
  const states = wanted.length === assignmentStates.length ? [] : [inStates(wanted)];
  const named = sql<boolean>`(user_id = ${user ?? ''} OR user_principal_name = ${user ?? ''} COLLATE NOCASE)`;
  return [...restOf(found, undefined), ...states, ...(user === undefined ? [] : [named])];
}

/** Returns whether the ways to the rows are in the order of the last change. */
export function isByChange({ filter }: Found): boolean {
  return (filter.time ?? 'updated') === 'updated' || (filter.from === undefined && filter.to === undefined);
}

function inStates(wanted: readonly AssignmentState[]): Condition {
  return sql<boolean>`state IN (${sql.join(wanted)})`;
}

function leadOf({ filter, members }: Found, purpose: Purpose): Lead {
  if (filter.user !== undefined) return 'user';
  // Few users leave or are disabled while they have an assignment.
  if (filter.accounts !== undefined) return 'account';
  if (members !== undefined && (members.length <= FEW || purpose.for === 'count')) return 'members';
  if (filter.cause !== undefined) return 'cause';
  if (filter.key !== undefined) return 'key';
  return filter.workflow === undefined ? 'none' : 'workflow';
}

const waysBy: Readonly<Record<Lead, (found: Found, purpose: Purpose) => Way[]>> = {
  user: (found, purpose) => {
    const { user = '' } = found.filter;
    const isNamed = sql<boolean>`user_principal_name = ${user} COLLATE NOCASE`;
    return [
      narrow(found, purpose, 'assignment_user', [sql`user_id = ${user}`]),
      narrow(found, purpose, 'assignment_named', [isNamed, sql`user_id <> ${user}`]),
    ];
  },
  account: (found, purpose) => [narrow(found, purpose, 'assignment_account', ofAccounts(found.filter.accounts))],
  members: (found, purpose) => [narrow(found, purpose, 'assignment_user', memberOf(found.members))],
  key: (found, purpose) => {
    const { key = '' } = found.filter;
    const ofOthers = sql<boolean>`key_aaguid IS NOT ${key}`;
    const isKey = sql<boolean>`security_key_id = ${key}`;
    return [
      narrow(found, purpose, 'assignment_serial', [sql`key_serial = ${key}`, ofOthers]),
      narrow(found, purpose, 'assignment_security_key', [isKey, ofOthers, sql`key_serial IS NOT ${key}`]),
      ...wide(found, purpose, 'assignment_model', [sql`key_aaguid = ${key}`]),
    ];
  },
  cause: (found, { wanted }) =>
    wanted.includes('failed') ? [ofTenant(found, 'assignment_cause', [IS_FAILED, hasCause(found.filter.cause)])] : [],
  workflow: (found, purpose) => wide(found, purpose, 'assignment_made_by', ofWorkflow(found.filter.workflow)),
  none: (found, purpose) => {
    const isPage = purpose.for === 'page';
    if (!isByChange(found)) return byTime(found, purpose);
    if (isPage && purpose.wanted.length === assignmentStates.length) return [ofTenant(found, 'assignment_updated')];
    // A count with a search text reads every row. The whole table is faster for that than an index.
    const looksAtAll = !isPage && !isEmpty(found.filter.text);
    return looksAtAll ? [ofTenant(found, undefined)] : wide(found, purpose, 'assignment_state');
  },
};

/** Returns the way to the assignments of a time span, along the index of that time. */
function byTime(found: Found, { wanted }: Purpose): Way[] {
  const states = wanted.length === assignmentStates.length ? [] : [inStates(wanted)];
  return [ofTenant(found, found.filter.time === 'created' ? 'assignment_created' : 'assignment_activated', states)];
}

function ofTenant({ tenant }: Found, index: string | undefined, where: readonly Condition[] = []): Way {
  return { index, where: [sql`tenant = ${tenant}`, ...where] };
}

/** Returns a way with few rows. */
function narrow(found: Found, { wanted }: Purpose, index: string, where: readonly Condition[]): Way {
  const isAll = wanted.length === assignmentStates.length;
  return ofTenant(found, index, isAll ? where : [...where, inStates(wanted)]);
}

/**
 * Returns the ways over an index that has the state before the time. A page needs one walk for each state, and so does a count within a
 * time span. Every other count needs one walk.
 */
function wide(found: Found, purpose: Purpose, index: string, where: readonly Condition[] = []): Way[] {
  const { from, to } = found.filter;
  const isSpan = isByChange(found) && (from !== undefined || to !== undefined);
  if (purpose.for === 'count' && !isSpan) return [ofTenant(found, index, where)];
  return purpose.wanted.map(state => ofTenant(found, index, [...where, sql`state = ${state}`]));
}

/** Returns the conditions of a filter except the leading one. */
function restOf({ filter, members }: Found, lead: Lead | undefined): Condition[] {
  const { text, from, to, time = 'updated', key, workflow, cause, accounts } = filter;
  const at = sql.ref(timeColumns[time]);
  const parts: Condition[] = [];
  if (time === 'activated') parts.push(sql`activated_at IS NOT NULL`);
  if (from !== undefined) parts.push(sql`${at} >= ${new Date(from).toISOString()}`);
  if (to !== undefined) parts.push(sql`${at} < ${new Date(to).toISOString()}`);
  if (!isEmpty(text)) parts.push(contains(SEARCHED, text.trim()));
  if (lead !== 'account') parts.push(...ofAccounts(accounts));
  if (lead !== 'members') parts.push(...memberOf(members));
  if (lead !== 'key') parts.push(...ofKey(key));
  if (lead !== 'workflow') parts.push(...ofWorkflow(workflow));
  if (lead !== 'cause' && cause !== undefined) parts.push(IS_FAILED, hasCause(cause));
  return parts;
}

/** The condition of the partial index by cause. SQLite compares its text with the query. */
const IS_FAILED = sql<boolean>`state = 'failed'`;

/** The filter for failed assignments without a recorded cause. */
const NO_CAUSE = 'none';

function hasCause(cause: string | undefined): Condition {
  return cause === NO_CAUSE
    ? sql<boolean>`json_extract(failure, '$.code') IS NULL`
    : sql<boolean>`json_extract(failure, '$.code') = ${cause ?? ''}`;
}

function isEmpty(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === '';
}

function ofAccounts(accounts: readonly UserAccount[] | undefined): Condition[] {
  if (accounts === undefined) return [];
  // SQLite uses the partial index only if the condition repeats its own.
  return [sql`account IS NOT NULL`, sql`account IN (${accounts.length === 0 ? sql`NULL` : sql.join(accounts)})`];
}

function ofKey(key: string | undefined): Condition[] {
  return key === undefined ? [] : [sql`(key_serial = ${key} OR key_aaguid = ${key} OR security_key_id = ${key})`];
}

function ofWorkflow(workflow: string | undefined): Condition[] {
  return workflow === undefined ? [] : [sql`workflow_id = ${workflow}`];
}

function memberOf(members: readonly string[] | undefined): Condition[] {
  return members === undefined ? [] : [sql`user_id IN (SELECT value FROM json_each(${JSON.stringify(members)}))`];
}
