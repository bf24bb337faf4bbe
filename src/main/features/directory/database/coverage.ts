import type { DatabaseSync } from 'node:sqlite';
import type { Covered, Department } from '../../../../contract/directory/schema.ts';
import type { DeskTables } from './desk.ts';
import type { GroupReader } from './groupReader.ts';
import { bitOf } from './kinds.ts';

/** Number of groups and of departments in a result. */
export const MOST_GROUPS = 20;
export const MOST_DEPARTMENTS = 30;

/**
 * Who should have a security key, and who has one. Everybody who is present, enabled and no guest should have one. A user has one if Entra
 * has reported it, or if Keydesk has made one that is active.
 */
export interface Coverage extends Covered {
  /** Targeted users of whom no report says which passkeys they have, and who have none of Keydesk. */
  readonly unknown: number;
  /** The named groups, and the largest others. A group includes the users of the groups inside it. */
  readonly groups: readonly (Covered & { readonly id: string; readonly name: string })[];
  /** Those with the most targeted users. */
  readonly departments: readonly (Covered & { readonly department: string | null })[];
  readonly otherDepartments: number;
}

export const nothingCovered: Coverage = {
  targeted: 0,
  covered: 0,
  unknown: 0,
  groups: [],
  departments: [],
  otherDepartments: 0,
};

const TARGETED = 1;
const COVERED = 2;

/** Counts the coverage of a tenant. Reads each targeted user once, so it needs a thread that nobody waits for. */
export function coverageOf(
  db: DatabaseSync,
  desk: DeskTables,
  groups: GroupReader,
  tenant: { readonly n: number; readonly key: string },
  named: readonly string[],
): Coverage {
  const rows = arrays<[n: number, kinds: number | null, department: string | null]>(
    db,
    `SELECT n, kinds, nullif(department, '') FROM users
     WHERE tenant = ? AND left_at IS NULL AND enabled = 1 AND guest = 0`,
    tenant.n,
  );
  const made = new Set(desk.activeUsers(tenant.n, tenant.key));
  const marks = new Map<number, number>();
  const byDepartment = new Map<string | null, Counted & { department: string | null }>();
  const all: Counted & { unknown: number } = { targeted: 0, covered: 0, unknown: 0 };
  for (const [n, kinds, department] of rows) {
    const isCovered = made.has(n) || ((kinds ?? 0) & bitOf('security-key')) !== 0;
    marks.set(n, isCovered ? TARGETED | COVERED : TARGETED);
    count(all, isCovered);
    if (kinds === null && !isCovered) all.unknown += 1;
    // As SQLite's NOCASE, by which the list of a department is filtered.
    const name = department?.replaceAll(/[A-Z]/g, letter => letter.toLowerCase()) ?? null;
    const known = byDepartment.get(name) ?? { department, targeted: 0, covered: 0 };
    count(known, isCovered);
    byDepartment.set(name, known);
  }
  const departments = [...byDepartment.values()].toSorted((one, other) => other.targeted - one.targeted);
  return {
    ...all,
    groups: coveredGroups(db, groups, tenant.n, marks, named),
    departments: departments.slice(0, MOST_DEPARTMENTS),
    otherDepartments: Math.max(0, departments.length - MOST_DEPARTMENTS),
  };
}

interface Counted {
  targeted: number;
  covered: number;
}

function count(counted: Counted, isCovered: boolean): void {
  counted.targeted += 1;
  if (isCovered) counted.covered += 1;
}

function coveredGroups(
  db: DatabaseSync,
  groups: GroupReader,
  tenant: number,
  marks: ReadonlyMap<number, number>,
  named: readonly string[],
): Coverage['groups'] {
  const largest = arrays<[id: string]>(
    db,
    `SELECT g.id FROM (SELECT group_n, count(*) AS users FROM group_users GROUP BY group_n) m JOIN groups g ON g.n = m.group_n
     WHERE g.tenant = ? AND g.left_at IS NULL AND g.display_name IS NOT NULL ORDER BY m.users DESC, g.n LIMIT ?`,
    tenant,
    MOST_GROUPS,
  ).map(([id]) => id);
  const members = db.prepare('SELECT user_n FROM group_users WHERE group_n = ?');
  members.setReturnArrays(true);
  return [...new Set([...named, ...largest])].slice(0, MOST_GROUPS).flatMap(id => {
    const group = groups.one(tenant, id);
    if (group === undefined) return [];
    const counted = { id, name: group.displayName, targeted: 0, covered: 0 };
    const seen = new Set<number>();
    for (const inner of groups.inside(tenant, id)) {
      for (const [user] of members.all(inner) as unknown as [number][]) {
        const mark = marks.get(user) ?? 0;
        if (mark === 0 || seen.has(user)) continue;
        seen.add(user);
        count(counted, (mark & COVERED) !== 0);
      }
    }
    return counted.targeted > 0 || named.includes(id) ? [counted] : [];
  });
}

/** Returns the departments of present users, those with the most users first. */
export function departmentsOf(db: DatabaseSync, tenant: number, limit: number): Department[] {
  return db
    .prepare(
      `SELECT nullif(department, '') AS department, count(*) AS users FROM users WHERE tenant = ? AND left_at IS NULL
       GROUP BY nullif(department, '') COLLATE NOCASE ORDER BY users DESC LIMIT ?`,
    )
    .all(tenant, limit) as unknown as Department[];
}

function arrays<Row>(db: DatabaseSync, text: string, ...values: (string | number)[]): Row[] {
  const statement = db.prepare(text);
  statement.setReturnArrays(true);
  return statement.all(...values) as unknown as Row[];
}
