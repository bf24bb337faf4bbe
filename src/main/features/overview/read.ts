import type { DirectoryState } from '../../../contract/directory/schema.ts';
import type { Overview } from '../../../contract/overview/schema.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import { dayBefore } from '../../../contract/text/days.ts';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { Coverage } from '../directory/imported.ts';
import type { OverviewContext } from './context.ts';
import { activatedIn, activationsIn, failedByCause, pendingIn } from './counts.ts';
import { lastDays, lastWeeks, type Span, spansOfAges } from './days.ts';
import { stuckOf } from './stuck.ts';

/** Reads all numbers of the overview. @throws KeydeskError not-connected */
export async function readOverview(context: OverviewContext): Promise<Overview> {
  const { store, inventory, imported } = context;
  const tenant = idOf(context.tenant);
  const now = context.now?.() ?? new Date(store.database.now());
  // Expires what is due, so that the numbers are those of the lists.
  const { counts } = await context.assignments.list({ limit: 1 });
  const [state, chosen, stock] = await Promise.all([
    imported.state(),
    chosenGroups(context),
    inventory.list({ limit: 1 }),
  ]);
  // The directory's thread counts, while this one reads the record.
  const covering = imported.coverage(chosen);
  const rest = readRecord(store.database, tenant, now);
  const [coverage, { pending, ...record }] = await Promise.all([covering, rest]);
  const stuck = await stuckOf(context, { tenant, state, counts, pending, deletionsDue: stock.deletionsDue });
  return {
    at: now.toISOString(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    imported: importedOf(state),
    ...coverageOf(coverage, chosen, state),
    ...record,
    pending,
    stuck,
    stock: { ...stock.counts, blank: stock.counts.blank - (await nameless(store.database)) },
  };
}

/** Returns the number of inventory lines that stand for all keys of a model without a serial number: they are not keys in stock. */
async function nameless(database: OverviewContext['store']['database']): Promise<number> {
  const { count } = await database
    .selectFrom('security_key')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('identified_by', '=', 'model')
    .executeTakeFirstOrThrow();
  return count;
}

async function readRecord(
  database: OverviewContext['store']['database'],
  tenant: string,
  now: Date,
): Promise<Pick<Overview, 'days' | 'weeks' | 'pending' | 'failed' | 'activations'>> {
  const [days, weeks, ages] = [lastDays(now), lastWeeks(now), spansOfAges(now)];
  const today = days.at(-1) as Span;
  const made = await activatedIn(database, tenant, [...days, ...weeks]);
  const waiting = await pendingIn(database, tenant, ages);
  return {
    days: days.map(({ last }, i) => ({ day: last, keys: made[i] ?? 0 })),
    weeks: weeks.map(({ first, last }, i) => ({ from: first ?? last, to: last, keys: made[days.length + i] ?? 0 })),
    pending: ages.map(({ age, first, last }, i) => ({ age, from: first, to: last, count: waiting[i] ?? 0 })),
    failed: await failedByCause(database, tenant),
    activations: { day: dayBefore(now, 0), count: await activationsIn(database, tenant, today) },
  };
}

/** Returns the ids of the groups that enabled workflows and profiles name. */
async function chosenGroups({ workflows, profiles, log }: OverviewContext): Promise<string[]> {
  const unread = (error: unknown): never[] => {
    // A profile of a newer Keydesk cannot be read. The overview shows the largest groups all the same.
    log(`overview: ${String(error)}`);
    return [];
  };
  const ofWorkflows = (await workflows.list()).flatMap(({ state, group }: Workflow) =>
    state === 'enabled' && group !== null ? [group.id] : [],
  );
  const ofProfiles = (await profiles.list().catch(unread)).flatMap(({ groups }: Profile) => groups.map(({ id }) => id));
  return [...new Set([...ofWorkflows, ...ofProfiles])];
}

function importedOf({ usersAt, groupsAt, registrationsAt, failure, refused }: DirectoryState): Overview['imported'] {
  const times = { users: usersAt, groups: groupsAt, registrations: registrationsAt } as const;
  return {
    usersAt,
    groupsAt,
    registrationsAt,
    missing: (['users', 'groups', 'registrations'] as const).filter(part => times[part] === null),
    failure: failure ?? refused[0]?.failure ?? null,
  };
}

function coverageOf(
  { targeted, covered, unknown, groups, departments, otherDepartments }: Coverage,
  chosen: readonly string[],
  { usersAt }: Pick<DirectoryState, 'usersAt'>,
): Pick<Overview, 'coverage' | 'groups' | 'departments' | 'otherDepartments'> {
  return {
    coverage: usersAt === null ? null : { targeted, covered, unknown },
    groups: groups.map(group => ({ ...group, chosen: chosen.includes(group.id) })),
    departments: [...departments],
    otherDepartments,
  };
}
