import type { DatabaseSync } from 'node:sqlite';
import { countedByDefault, type Preview, type PreviewRequest, type SkipReason } from '../../../contract/workflows.ts';
import { decide, type LiveAssignment } from './decide.ts';
import type { Matcher, WorkflowVersion } from './matcher.ts';
import type { People } from './people.ts';

/** Read at once. */
const USERS = 1000;

/** What would be if the workflow ran for everybody who is in the directory now. */
export function previewOf(
  { db, people, matcher }: { db: DatabaseSync; people: People | undefined; matcher: Matcher },
  key: string,
  { id, ...request }: PreviewRequest,
): Preview {
  const tenant = people?.tenant(key);
  if (people === undefined || tenant === undefined || tenant.users_at === null) {
    return { users: 0, primary: 0, backup: 0, skipped: {}, asOf: null };
  }
  const all = matcher.enabled(key, request.trigger);
  const self = all.find(workflow => workflow.id === id);
  const others = all.filter(({ n }) => self === undefined || n < self.n);
  const { counted = countedByDefault, ...rest } = request;
  const about: WorkflowVersion = { n: 0, id: '', tenant: key, version: 0, since: 0, name: '', counted, ...rest };
  const live = liveByUser(db, key);
  const skipped: Partial<Record<SkipReason, number>> = {};
  const counts = { users: 0, primary: 0, backup: 0 };
  for (let place = 0, page = people.after(tenant, place, USERS); page.length > 0; ) {
    for (const person of page) {
      place = person.n;
      if (!matcher.matches(about, tenant, person)) continue;
      counts.users++;
      const older = others.some(other => matcher.matches(other, tenant, person));
      const decision = older ? { skip: 'older-workflow' as const } : decide(person, live.get(person.id) ?? [], about);
      if ('assign' in decision) counts[decision.assign]++;
      else skipped[decision.skip] = (skipped[decision.skip] ?? 0) + 1;
    }
    page = people.after(tenant, place, USERS);
  }
  return { ...counts, skipped, asOf: tenant.users_at };
}

function liveByUser(db: DatabaseSync, tenant: string): Map<string, LiveAssignment[]> {
  const rows = db
    .prepare(
      `SELECT user_id, purpose, state FROM assignment
       WHERE tenant = ? AND state IN ('pending', 'provisioning', 'active', 'failed')`,
    )
    .all(tenant) as unknown as (LiveAssignment & { user_id: string })[];
  return Map.groupBy(rows, row => row.user_id);
}
