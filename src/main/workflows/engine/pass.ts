import { type HandlerParts, outcomeOf } from './handle.ts';

interface PassRow {
  readonly id: string;
  readonly workflow_n: number;
  readonly version: number;
  readonly place: number;
}

/** So many users are looked at in one step; most may be in no group of the workflow. */
const USERS = 300;

/** Goes on with the oldest pass over all users, by the version of the workflow that it began with. */
export function continuePass({ db, people, matcher, rows }: HandlerParts): boolean {
  const pass = db
    .prepare('SELECT id, workflow_n, version, place FROM workflow_pass WHERE finished_at IS NULL ORDER BY started_at')
    .get() as unknown as PassRow | undefined;
  if (pass === undefined) return false;
  // Disabled or deleted meanwhile, it stops where it is.
  const workflow = matcher.version(pass.workflow_n, pass.version);
  const tenant = workflow === undefined ? undefined : people?.tenant(workflow.tenant);
  const users = workflow === undefined || tenant === undefined ? [] : (people?.after(tenant, pass.place, USERS) ?? []);
  if (workflow !== undefined && tenant !== undefined) {
    const others = matcher.enabled(workflow.tenant, workflow.trigger).filter(({ n }) => n < workflow.n);
    for (const person of users) {
      if (!matcher.matches(workflow, tenant, person)) continue;
      const older = others.find(other => matcher.matches(other, tenant, person));
      rows.run(workflow, { id: pass.id, user: person }, outcomeOf(workflow, older, person, rows));
    }
  }
  const last = users.at(-1);
  if (last === undefined) {
    db.prepare('UPDATE workflow_pass SET finished_at = ? WHERE id = ?').run(new Date().toISOString(), pass.id);
  } else db.prepare('UPDATE workflow_pass SET place = ? WHERE id = ?').run(last.n, pass.id);
  return true;
}
