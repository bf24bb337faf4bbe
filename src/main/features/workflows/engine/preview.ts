import type { DatabaseSync } from 'node:sqlite';
import {
  countedByDefault,
  type Preview,
  type PreviewRequest,
  type SkipReason,
} from '../../../../contract/workflows/schema.ts';
import { decide } from './decide.ts';
import { liveByUser } from './live.ts';
import type { Matcher, WorkflowVersion } from './matcher.ts';
import type { People } from './people.ts';

/** Number of users per read. */
const USERS = 1000;

/** Returns what a workflow would do if it ran for all users of the directory now. */
export function previewOf(
  { db, people, matcher }: { db: DatabaseSync; people: People | undefined; matcher: Matcher },
  key: string,
  { id, ...request }: PreviewRequest,
): Preview {
  const tenant = people?.tenant(key);
  if (people === undefined || tenant === undefined || tenant.users_at === null) {
    return { users: 0, primary: 0, backup: 0, skipped: {}, asOf: null };
  }
  // An unsaved workflow will be the newest one. A disabled one keeps its age.
  const self = id === undefined ? undefined : db.prepare('SELECT n FROM workflow WHERE id = ?').get(id);
  const others = matcher.enabled(key, request.trigger).filter(({ n }) => self === undefined || n < Number(self.n));
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
