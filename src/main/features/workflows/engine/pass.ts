import type { Whom } from './calls.ts';
import { type HandlerParts, outcomeOf } from './handle.ts';
import type { WorkflowVersion } from './matcher.ts';
import type { DirectoryTenant, People, Person } from './people.ts';

interface PassRow {
  readonly id: string;
  readonly workflow_n: number;
  readonly version: number;
  readonly place: number;
  readonly import: string | null;
}

/** Maximum number of users per step. Most of them may be in no group of the workflow. */
const USERS = 300;

/** Continues the oldest pass over all users, with the version of the workflow that it began with. */
export function continuePass(parts: HandlerParts): boolean {
  const { db, people, matcher, now } = parts;
  const pass = db
    .prepare(
      'SELECT id, workflow_n, version, place, import FROM workflow_pass WHERE finished_at IS NULL ORDER BY started_at',
    )
    .get() as unknown as PassRow | undefined;
  if (pass === undefined) return false;
  // If the workflow was disabled or deleted, the pass stops at its place.
  const workflow = matcher.version(pass.workflow_n, pass.version);
  const tenant = workflow === undefined ? undefined : people?.tenant(workflow.tenant);
  const users = tenant === undefined ? [] : (people?.after(tenant, placeIn(people, tenant, pass), USERS) ?? []);
  if (workflow !== undefined && tenant !== undefined) {
    for (const person of users) runFor(parts, pass, workflow, tenant, person);
  }
  const last = users.at(-1);
  if (last === undefined) {
    db.prepare('UPDATE workflow_pass SET finished_at = ? WHERE id = ?').run(new Date(now()).toISOString(), pass.id);
  } else {
    const upTo = tenant === undefined ? null : (people?.lastImport(tenant) ?? null);
    db.prepare('UPDATE workflow_pass SET place = ?, import = ? WHERE id = ?').run(last.n, upTo, pass.id);
  }
  return true;
}

/**
 * Returns the place of a pass in this directory. A directory that was imported again or restored numbers users differently: the pass starts
 * again, and skips users who already have a run.
 */
function placeIn(people: People, tenant: DirectoryTenant, pass: PassRow): number {
  return pass.import === null || people.hasImport(tenant, pass.import) ? pass.place : 0;
}

/** Handles one user for the tenant's running passes, ahead of its turn. The passes skip the user later. */
export function passAhead(parts: HandlerParts, { tenant: tenantKey, userId }: Whom): void {
  const { db, people, matcher } = parts;
  const passes = db
    .prepare(
      'SELECT id, workflow_n, version, place, import FROM workflow_pass WHERE finished_at IS NULL ORDER BY started_at',
    )
    .all() as unknown as PassRow[];
  if (passes.length === 0) return;
  const tenant = people?.tenant(tenantKey);
  const person = tenant === undefined ? undefined : people?.find(tenant, userId);
  if (people === undefined || tenant === undefined || person === undefined || person.left) return;
  for (const pass of passes) {
    const workflow = matcher.version(pass.workflow_n, pass.version);
    if (workflow?.tenant !== tenantKey || person.n <= placeIn(people, tenant, pass)) continue;
    runFor(parts, pass, workflow, tenant, person);
  }
}

function runFor(
  { matcher, rows }: HandlerParts,
  { id }: Pick<PassRow, 'id'>,
  workflow: WorkflowVersion,
  tenant: DirectoryTenant,
  person: Person,
): void {
  if (!matcher.matches(workflow, tenant, person)) return;
  const older = matcher
    .enabled(workflow.tenant, workflow.trigger)
    .find(other => other.n < workflow.n && matcher.matches(other, tenant, person));
  rows.run(workflow, { id, user: person }, outcomeOf(workflow, older, person, rows));
}
