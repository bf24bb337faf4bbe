import type { DatabaseSync } from 'node:sqlite';
import type { PasskeyKind } from '../../../../contract/passkeys/kinds.ts';
import type { ExistingChoice, WorkflowTrigger } from '../../../../contract/workflows/schema.ts';
import { countedOf } from '../counted.ts';
import type { DirectoryTenant, People, Person } from './people.ts';

/** One version of a workflow. */
export interface WorkflowVersion {
  readonly n: number;
  readonly id: string;
  readonly tenant: string;
  readonly version: number;
  readonly since: number;
  readonly name: string;
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly trigger: WorkflowTrigger;
  readonly existing: ExistingChoice;
  readonly counted: readonly PasskeyKind[];
}

const SELECT = `SELECT w.n, w.id, w.tenant, v.version, w.since, v.name, v.group_id, v.group_name, v.trigger, v.existing, v.counted
  FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id`;

/** Finds the workflows that match a user. */
export interface Matcher {
  /** Returns the enabled workflows of a tenant with this trigger, oldest first. */
  enabled(tenant: string, trigger: WorkflowTrigger): readonly WorkflowVersion[];
  /** Returns a version of a workflow; undefined if the workflow is deleted or disabled. */
  version(n: number, version: number): WorkflowVersion | undefined;
  /** Returns whether a user is in a workflow's group, directly or through other groups. */
  matches(workflow: WorkflowVersion, tenant: DirectoryTenant, person: Person): boolean;
}

/** Creates a matcher. It caches workflows and groups, so create a new one when another connection has written. */
export function createMatcher(db: DatabaseSync, people: People | undefined): Matcher {
  const lists = new Map<string, readonly WorkflowVersion[]>();
  const groups = new Map<string, ReadonlySet<number>>();
  let lastPerson: { n: number; groups: readonly number[] } | undefined;

  const inside = (tenant: DirectoryTenant, groupId: string): ReadonlySet<number> => {
    const key = `${tenant.n} ${groupId}`;
    const known = groups.get(key) ?? new Set(people?.inside(tenant, groupId) ?? []);
    groups.set(key, known);
    return known;
  };
  const groupsOf = (person: Person): readonly number[] => {
    if (lastPerson?.n !== person.n) lastPerson = { n: person.n, groups: people?.groupsOf(person) ?? [] };
    return lastPerson.groups;
  };

  return {
    enabled: (tenant, trigger) => {
      const key = `${trigger} ${tenant}`;
      const known =
        lists.get(key) ??
        db
          .prepare(
            `${SELECT} AND v.version = w.version
             WHERE w.enabled = 1 AND w.deleted_at IS NULL AND w.tenant = ? AND v.trigger = ? ORDER BY w.n`,
          )
          .all(tenant, trigger)
          .map(toVersion);
      lists.set(key, known);
      return known;
    },
    version: (n, version) => {
      const row = db
        .prepare(`${SELECT} WHERE w.n = ? AND v.version = ? AND w.enabled = 1 AND w.deleted_at IS NULL`)
        .get(n, version);
      return row === undefined ? undefined : toVersion(row);
    },
    matches: ({ group }, tenant, person) => {
      if (group === null) return true;
      const wanted = inside(tenant, group.id);
      return wanted.size > 0 && groupsOf(person).some(n => wanted.has(n));
    },
  };
}

function toVersion(row: Record<string, unknown>): WorkflowVersion {
  return {
    n: Number(row.n),
    id: String(row.id),
    tenant: String(row.tenant),
    version: Number(row.version),
    since: Number(row.since),
    name: String(row.name),
    group: row.group_id === null ? null : { id: String(row.group_id), name: String(row.group_name) },
    trigger: row.trigger as WorkflowTrigger,
    existing: row.existing as ExistingChoice,
    counted: countedOf(row.counted),
  };
}
