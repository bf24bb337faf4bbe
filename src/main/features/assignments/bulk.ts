import type {
  AssignmentChoice,
  BulkAction,
  BulkPart,
  BulkRequest,
  BulkRow,
} from '../../../contract/assignments/schema.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { Assignments } from './assignments.ts';
import { type AssignmentContext, afterSettling, changedError, tenantOf } from './context.ts';
import { openList } from './list.ts';
import { type Move, moveAssignment } from './moves.ts';
import { allOf } from './query.ts';
import { type AssignmentRow, toAssignment } from './records.ts';
import { waitAgain } from './waitAgain.ts';

/** Number of assignments that change in one transaction, and of rows in one part of the stream. */
const PART = 50;

interface Chosen {
  readonly id: string;
  /** Null if there is no assignment with this id. */
  readonly user: BulkRow['user'];
}

/**
 * Does the same with many assignments, in parts. Never throws because of one assignment: its row names the failure. After an abort the rest
 * is as it was.
 * @throws KeydeskError not-connected, and storage errors
 */
export async function* bulk(
  context: AssignmentContext,
  assign: Assignments['assign'],
  { action, which }: BulkRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<BulkPart> {
  const chosen = await chosenOf(context, which);
  yield { rows: [], done: 0, total: chosen.length };
  for (let from = 0; from < chosen.length && signal?.aborted !== true; from += PART) {
    const part = chosen.slice(from, from + PART);
    const rows = action === 'assign' ? await assignAgain(assign, part, signal) : await moveAll(context, action, part);
    yield { rows, done: Math.min(from + PART, chosen.length), total: chosen.length };
  }
}

/** Returns the assignments of a choice at this moment, without the others of their users. */
export async function chosenOf(context: AssignmentContext, which: AssignmentChoice): Promise<Chosen[]> {
  if ('ids' in which) {
    const ids = [...new Set(which.ids)];
    const known = new Map((await rowsOf(context, ids)).map(row => [row.id, userOf(row)]));
    return ids.map(id => ({ id, user: known.get(id) ?? null }));
  }
  const except = new Set(which.except);
  const list = await openList(context, which.filter);
  try {
    const chosen: Chosen[] = [];
    for await (const part of allOf(list)) {
      for (const { id, user } of part) if (!except.has(id)) chosen.push({ id, user });
    }
    return chosen;
  } finally {
    list.close();
  }
}

function userOf(row: AssignmentRow): BulkRow['user'] {
  return toAssignment(row).user;
}

function rowsOf(context: AssignmentContext, ids: readonly string[]): Promise<AssignmentRow[]> {
  return context.ledger.database
    .selectFrom('assignment')
    .selectAll()
    .where('tenant', '=', tenantOf(context))
    .where('id', 'in', [...ids])
    .execute();
}

/** The state to which an action moves an assignment, and what it writes. */
const moves = {
  cancel: { to: 'cancelled', of: (): Move => ({ reason: 'cancelled-by-staff' }) },
  retry: {
    to: 'pending',
    of: (row: AssignmentRow, now: number): Move => ({ reason: 'retried', ...waitAgain(row, now) }),
  },
} as const satisfies Record<Exclude<BulkAction, 'assign'>, unknown>;

/** Moves assignments in one transaction, with their entries of the activity log. */
async function moveAll(
  context: AssignmentContext,
  action: keyof typeof moves,
  part: readonly Chosen[],
): Promise<BulkRow[]> {
  const { to, of } = moves[action];
  const outcomes = new Map<string, Pick<BulkRow, 'outcome' | 'failure'>>();
  await afterSettling(context, () =>
    context.ledger.change(async transaction => {
      outcomes.clear();
      const rows = await transaction
        .selectFrom('assignment')
        .selectAll()
        .where('tenant', '=', tenantOf(context))
        .where(
          'id',
          'in',
          part.map(({ id }) => id),
        )
        .execute();
      const changes = [];
      for (const row of rows) {
        const change = await moveAssignment(transaction, row, to, of(row, context.time.now()));
        changes.push(change);
        if (change !== undefined) outcomes.set(row.id, { outcome: 'done', failure: null });
        else if (row.state === to) outcomes.set(row.id, { outcome: 'unchanged', failure: null });
        else outcomes.set(row.id, failed(toFailure(changedError(row))));
      }
      return changes;
    }),
  );
  const missing = (id: string) => failed({ code: 'assignment-not-found', params: { id } });
  return part.map(({ id, user }) => ({ id, user, ...(outcomes.get(id) ?? missing(id)) }));
}

/** Gives users an assignment again, one after the other. */
async function assignAgain(
  assign: Assignments['assign'],
  part: readonly Chosen[],
  signal: AbortSignal | undefined,
): Promise<BulkRow[]> {
  const rows: BulkRow[] = [];
  for (const { id, user } of part) {
    if (signal?.aborted === true) break;
    const outcome =
      user === null
        ? failed({ code: 'assignment-not-found', params: { id } })
        : await assign({ user: user.id }).then(() => ({ outcome: 'done' as const, failure: null }), refused);
    rows.push({ id, user, ...outcome });
  }
  return rows;
}

/** A user who has a pending assignment needs no other one. An interrupted run may have made it. */
function refused(error: unknown): Pick<BulkRow, 'outcome' | 'failure'> {
  const failure = toFailure(error);
  const waits = hasCode(error, 'assignment-exists') && failure.params.state === 'pending';
  return waits ? { outcome: 'unchanged', failure: null } : failed(failure);
}

function failed(failure: Failure): Pick<BulkRow, 'outcome' | 'failure'> {
  return { outcome: 'failed', failure };
}
