import type { DatabaseSync } from 'node:sqlite';
import { stepsOn } from '../../../base/store/steps.ts';
import { appender } from '../../../services/activity/append.ts';
import { moving } from '../../assignments/moves.ts';
import type { AssignmentRow } from '../../assignments/records.ts';
import { waitAgain } from '../../assignments/waitAgain.ts';
import { LONGEST_WAIT } from './backOff.ts';
import { type Actors, actorIn } from './calls.ts';
import { type HandlerParts, occasionOf, outcomeOf, strange } from './handle.ts';
import type { WorkflowVersion } from './matcher.ts';

interface RunRow {
  readonly n: number;
  readonly workflow_n: number;
  readonly version: number;
  readonly occasion: string;
  readonly user_id: string;
  readonly user_principal_name: string;
  readonly assignment_id: string | null;
  readonly attempts: number;
  readonly tenant: string;
}

type AssignmentVersion = Pick<
  AssignmentRow,
  'id' | 'state' | 'enrollment_id' | 'purpose' | 'created_at' | 'expires_at'
>;

/** Maximum number of runs in one step. */
const RUNS = 50;

/**
 * Retries due runs, oldest first, each with the version of its workflow that it began with. Returns whether there may be more.
 * @param deskTime the time by which assignments expire, in ms since the epoch
 */
export function retryRuns(parts: HandlerParts, actors: Actors, deskTime: number): boolean {
  const { db } = parts;
  const now = parts.now();
  const at = new Date(now).toISOString();
  const due = db
    .prepare(
      `SELECT r.n, workflow_n, r.version, occasion, user_id, user_principal_name, assignment_id, attempts, tenant
       FROM workflow_run r JOIN workflow w ON w.n = r.workflow_n WHERE next_at <= ? OR next_at > ? ORDER BY r.n LIMIT ?`,
    )
    .all(now, now + LONGEST_WAIT, RUNS) as unknown as RunRow[];
  const settle = db.prepare('UPDATE workflow_run SET state = ?, next_at = NULL, updated_at = ? WHERE n = ?');
  const again = assignmentRetrier(db, actors, { at, deskTime });
  for (const run of due) {
    const state = run.assignment_id === null ? undefined : again(run, run.assignment_id);
    if (state !== undefined) {
      settle.run(state, at, run.n);
      continue;
    }
    const workflow = parts.matcher.version(run.workflow_n, run.version);
    // The workflow is disabled or deleted: it must not act, and a person decides about the run.
    if (workflow === undefined) settle.run('attention', at, run.n);
    else decideAgain(parts, run, workflow);
  }
  return due.length === RUNS;
}

function decideAgain({ people, matcher, rows, now }: HandlerParts, run: RunRow, workflow: WorkflowVersion): void {
  const tenant = people?.tenant(run.tenant);
  const person = tenant === undefined ? undefined : people?.find(tenant, run.user_id);
  const occasion = occasionOf({ id: run.occasion, ...run }, person);
  if (tenant === undefined || person === undefined) {
    rows.again(run.n, workflow, occasion, strange(run.user_principal_name, run.attempts + 1, now()));
    return;
  }
  if (!matcher.matches(workflow, tenant, person)) {
    rows.again(run.n, workflow, occasion, { skip: 'not-in-group' });
    return;
  }
  const older = matcher
    .enabled(run.tenant, workflow.trigger)
    .find(other => other.n < workflow.n && matcher.matches(other, tenant, person));
  rows.again(run.n, workflow, occasion, outcomeOf(workflow, older, person, rows));
}

/**
 * Returns a function that moves a failed assignment to pending, as **Try again** does. It returns the state of the run, or undefined if the
 * assignment has ended and the workflow has to decide again.
 */
function assignmentRetrier(
  db: DatabaseSync,
  actors: Actors,
  { at, deskTime }: { readonly at: string; readonly deskTime: number },
): (run: RunRow, assignmentId: string) => string | undefined {
  const find = db.prepare(
    'SELECT id, state, enrollment_id, purpose, created_at, expires_at FROM assignment WHERE id = ?',
  );
  const perform = stepsOn(db);
  const append = appender(db);
  return (run, assignmentId) => {
    const assignment = find.get(assignmentId) as AssignmentVersion | undefined;
    const { state } = assignment ?? {};
    if (state === 'active') return 'registered';
    if (state === 'pending' || state === 'provisioning') return 'assigned';
    if (assignment === undefined || state !== 'failed') return undefined;
    const { purpose } = assignment;
    const actor = actorIn(actors, run.tenant);
    const expiry = waitAgain(assignment, deskTime);
    if (perform(moving(assignment, 'pending', { reason: 'retried', ...expiry }, at)) === undefined) return undefined;
    append({
      at,
      kind: 'assignment-changed',
      result: 'done',
      actor_kind: actor.kind,
      actor: actor.name,
      tenant: run.tenant,
      user_id: run.user_id,
      user_principal_name: run.user_principal_name,
      key_id: null,
      key_aaguid: null,
      key_serial: null,
      cause: null,
      correlation_id: run.occasion,
      request_ids: '[]',
      facts: JSON.stringify({
        assignmentId,
        purpose,
        from: 'failed',
        to: 'pending',
        reason: 'retried',
      }),
    });
    return 'assigned';
  };
}
