import { type Expression, type SqlBool, sql } from 'kysely';
import { type AssignmentFilter, type AssignmentState, assignmentStates } from '../../contract/assignments.ts';
import { contains } from '../store/foldedText.ts';

const SEARCHED = [
  'user_principal_name',
  'display_name',
  'passkey_name',
  'key_product',
  'key_serial',
  'workflow_name',
] as const;

type Condition = Expression<SqlBool>;

/** A walk along one index. Several ways to a list have no row in common. */
export interface Way {
  readonly index: string;
  readonly where: readonly Condition[];
}

/** What is looked for: a filter but for its states, and the members of its group that have an assignment. */
export interface Found {
  readonly tenant: string;
  readonly filter: Omit<AssignmentFilter, 'states'>;
  readonly members: readonly string[] | undefined;
}

interface Purpose {
  readonly wanted: readonly AssignmentState[];
  readonly for: 'page' | 'count';
}

/** The assignments of so many users are looked up one by one. */
const FEW = 1000;

/**
 * Returns the ways to the assignments that a filter lets through, and the conditions that each row has to meet besides. The condition
 * that leaves the fewest rows leads.
 */
export function waysTo(found: Found, purpose: Purpose): { ways: readonly Way[]; rest: readonly Condition[] } {
  const { tenant, filter, members } = found;
  const { user, key, workflow } = filter;
  const ofTenant = sql<boolean>`tenant = ${tenant}`;
  const rest = restOf(found);
  const states = inStates(purpose.wanted);
  const narrow = (index: string, ...where: Condition[]): Way => ({ index, where: [ofTenant, ...where, ...states] });
  const wide = (index: string, ...where: Condition[]) =>
    byState({ index, where: [ofTenant, ...where] }, found, purpose);
  if (user !== undefined) {
    const isNamed = sql<boolean>`user_principal_name = ${user} COLLATE NOCASE`;
    const ways = [
      narrow('assignment_user', sql`user_id = ${user}`),
      narrow('assignment_named', isNamed, sql`user_id <> ${user}`),
    ];
    return { ways, rest: [...rest, ...memberOf(members), ...ofKey(key), ...ofWorkflow(workflow)] };
  }
  if (members !== undefined && (members.length <= FEW || purpose.for === 'count')) {
    const ways = [narrow('assignment_user', ...memberOf(members))];
    return { ways, rest: [...rest, ...ofKey(key), ...ofWorkflow(workflow)] };
  }
  if (key !== undefined) {
    const ofOthers = sql<boolean>`key_aaguid IS NOT ${key}`;
    const ways = [
      narrow('assignment_serial', sql`key_serial = ${key}`, ofOthers),
      narrow('assignment_security_key', sql`security_key_id = ${key}`, ofOthers, sql`key_serial IS NOT ${key}`),
      ...wide('assignment_model', sql`key_aaguid = ${key}`),
    ];
    return { ways, rest: [...rest, ...memberOf(members), ...ofWorkflow(workflow)] };
  }
  const others = [...rest, ...memberOf(members)];
  if (workflow !== undefined) return { ways: wide('assignment_made_by', ...ofWorkflow(workflow)), rest: others };
  const isAll = purpose.for === 'page' && purpose.wanted.length === assignmentStates.length;
  return {
    ways: isAll ? [{ index: 'assignment_updated', where: [ofTenant] }] : wide('assignment_state'),
    rest: others,
  };
}

/**
 * A way over an index that has the state before the time: a page needs a walk for each state, and so does counting in a span of time.
 * Everything else is counted in one walk.
 */
function byState(way: Way, { filter }: Found, purpose: Purpose): Way[] {
  const isTimed = filter.from !== undefined || filter.to !== undefined;
  if (purpose.for === 'count' && !isTimed) return [way];
  return purpose.wanted.map(state => ({ ...way, where: [...way.where, sql<boolean>`state = ${state}`] }));
}

function inStates(wanted: readonly AssignmentState[]): Condition[] {
  return wanted.length === assignmentStates.length ? [] : [sql`state IN (${sql.join(wanted)})`];
}

function restOf({ filter: { text, from, to } }: Found): Condition[] {
  const parts: Condition[] = [];
  if (from !== undefined) parts.push(sql`updated_at >= ${new Date(from).toISOString()}`);
  if (to !== undefined) parts.push(sql`updated_at < ${new Date(to).toISOString()}`);
  const words = text?.trim() ?? '';
  if (words !== '') parts.push(contains(SEARCHED, words));
  return parts;
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
