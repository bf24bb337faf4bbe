import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import readExcelFile from 'read-excel-file/node';
import { afterEach, describe, expect, test } from 'vitest';
import type { AssignmentQuery } from '../../../../src/contract/assignments/schema.ts';
import { userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { dayStart } from '../../../../src/contract/text/days.ts';
import { type Desk, enrollAt, openDesk, PIN } from '../enrollment/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
const upn = (n: number) => `user${n}@contoso.example`;

async function importAll(): Promise<void> {
  for await (const event of await desk.client.directory.import({ full: true })) {
    if (event.kind === 'failed') throw new Error(event.failure.code);
  }
}
const usersOf = async (filter: object) =>
  (await desk.client.directory.users({ filter: userFilterSchema.parse(filter), offset: 0, limit: 1000 })).rows.length;
const assignmentsOf = async (query: Partial<AssignmentQuery>) => (await desk.client.assignments.list(query)).total;
const TARGETED = { enabled: true, guest: false };

/** Moves an assignment into the past, as if it was made so many days ago. */
function age(id: string, days: number): void {
  const record = new DatabaseSync(join(desk.folder, 'keydesk.db'));
  record.function('fold', text => text);
  const at = new Date(Date.now() - days * 86_400_000).toISOString();
  record.prepare('UPDATE assignment SET created_at = ? WHERE id = ?').run(at, id);
  record.close();
}

describe('coverage', () => {
  test('is unknown before an import, and says what is missing', async () => {
    desk = await openDesk();
    const overview = await desk.client.overview.get();
    expect(overview).toMatchObject({ coverage: null, groups: [], departments: [] });
    expect(overview.imported).toMatchObject({ usersAt: null, missing: ['users', 'groups', 'registrations'] });
  });

  test('counts who is enabled and no guest; a key made here counts at once; each number is that of its list', async () => {
    desk = await openDesk({ pin: PIN });
    await importAll();
    const before = await desk.client.overview.get();
    expect(before.imported.missing).toEqual([]);
    expect(before.coverage?.targeted).toBe(await usersOf(TARGETED));
    expect(before.coverage?.targeted).toBeLessThan(await usersOf({}));
    const [user] = (
      await desk.client.directory.users({
        filter: userFilterSchema.parse({ ...TARGETED, securityKey: false }),
        offset: 0,
        limit: 1,
      })
    ).rows;
    const { result } = await enrollAt(desk, { user: user?.userPrincipalName ?? '', pin: given });
    expect(result).toBeDefined();

    const { coverage, groups, departments } = await desk.client.overview.get();
    expect(coverage?.covered).toBe((before.coverage?.covered ?? 0) + 1);
    expect(coverage?.covered).toBe(await usersOf({ ...TARGETED, securityKey: true }));
    expect((coverage?.targeted ?? 0) - (coverage?.covered ?? 0)).toBe(
      await usersOf({ ...TARGETED, securityKey: false }),
    );
    expect(groups.length).toBeGreaterThan(3);
    for (const { id, targeted, covered } of groups) {
      expect(targeted).toBe(await usersOf({ ...TARGETED, group: id }));
      expect(covered).toBe(await usersOf({ ...TARGETED, group: id, securityKey: true }));
    }
    expect(departments.length).toBeGreaterThan(3);
    for (const { department, targeted, covered } of departments) {
      expect(targeted).toBe(await usersOf({ ...TARGETED, department }));
      expect(covered).toBe(await usersOf({ ...TARGETED, department, securityKey: true }));
    }
  });

  test('begins with the group of an enabled workflow, even if it is a small one', async () => {
    desk = await openDesk();
    await importAll();
    const all = await desk.client.directory.groups({ search: '' });
    const small = all.toSorted((one, other) => one.members - other.members)[0];
    if (small === undefined) throw new Error('no group');
    await desk.client.workflows.create({
      name: 'W',
      group: { id: small.id, name: small.displayName },
      trigger: 'security-key-activated',
      existing: 'skip',
      language: 'en',
    } as never);
    const { groups } = await desk.client.overview.get();
    expect(groups[0]).toMatchObject({ id: small.id, chosen: true });
    expect(groups.filter(({ chosen }) => chosen)).toHaveLength(1);
  });
});

describe('what is made, pending, failed and stuck', () => {
  test('keys count on the day on which they became active, also after they were revoked', async () => {
    desk = await openDesk({ pin: PIN });
    await enrollAt(desk, { pin: given });
    const [active] = (await desk.client.assignments.list({ states: ['active'] })).assignments;
    await desk.client.assignments.revoke({ id: active?.id ?? '' });
    const { days, weeks, stock } = await desk.client.overview.get();
    const [today, week] = [days.at(-1), weeks.at(-1)];
    // Setting the PIN of the desk's key has made and deleted one, too.
    expect(today).toMatchObject({ keys: 2 });
    expect(week).toMatchObject({ keys: 2 });
    expect(days.slice(0, -1).every(({ keys }) => keys === 0)).toBe(true);
    const [from, to] = [dayStart(today?.day ?? '') ?? '', dayStart(today?.day ?? '', 1) ?? ''];
    expect(await assignmentsOf({ time: 'activated', from, to })).toBe(2);
    expect(await assignmentsOf({ time: 'activated', to: from })).toBe(0);
    // A line for all keys of a model without a serial number is not a key in stock.
    const { counts, keys } = await desk.client.inventory.list({});
    const nameless = keys.filter(({ identifiedBy }) => identifiedBy === 'model').length;
    expect(nameless).toBe(1);
    expect(stock).toEqual({ ...counts, blank: counts.blank - nameless });
  });

  test('pending assignments have an age in days, and each age is its list', async () => {
    desk = await openDesk();
    const made = [];
    for (const n of [1, 2, 3, 4]) made.push(await desk.client.assignments.assign({ user: upn(n) }));
    age(made[1]?.id ?? '', 3);
    age(made[2]?.id ?? '', 10);
    age(made[3]?.id ?? '', 40);
    const { pending, stuck } = await desk.client.overview.get();
    expect(pending.map(each => [each.age, each.count])).toEqual([
      ['today', 1],
      ['days-1', 1],
      ['days-7', 1],
      ['days-30', 1],
    ]);
    for (const { from, to, count } of pending) {
      const span = { to: dayStart(to, 1) ?? '', ...(from === null ? {} : { from: dayStart(from) ?? '' }) };
      expect(await assignmentsOf({ states: ['pending'], time: 'created', ...span })).toBe(count);
    }
    expect(stuck).toEqual([{ kind: 'pending-long', count: 1 }]);
  });

  test('failed assignments are counted by their cause, and the cause is a filter of the list', async () => {
    desk = await openDesk({ pin: PIN });
    desk.graph.faults.add({ method: 'POST', path: 'fido2Methods', status: 400 });
    const { failure } = await enrollAt(desk, { pin: given });
    const code = failure?.error.code ?? '';
    const { failed, stuck } = await desk.client.overview.get();
    expect(failed).toEqual([{ code, count: 1 }]);
    expect(stuck).toContainEqual({ kind: 'assignments-failed', count: 1 });
    expect(await assignmentsOf({ cause: code })).toBe(1);
    expect(await assignmentsOf({ cause: 'none' })).toBe(0);
    expect(await assignmentsOf({ cause: code, states: ['pending'] })).toBe(0);
  });
});

describe('the export', () => {
  const bytesOf = async (format: 'csv' | 'xlsx') => {
    const parts = [];
    for await (const part of await desk.client.overview.export({ format })) parts.push(Buffer.from(part, 'base64'));
    return Buffer.concat(parts);
  };

  test('has all tables in one CSV, and one sheet for each in a workbook', async () => {
    desk = await openDesk();
    await importAll();
    await desk.client.assignments.assign({ user: upn(1) });
    const { coverage, departments } = await desk.client.overview.get();
    const csv = (await bytesOf('csv')).toString();
    expect(csv.startsWith('\ufefftable,targeted,withSecurityKey,percent,unknown\n')).toBe(true);
    expect(csv).toContain(`coverage,${coverage?.targeted},${coverage?.covered},`);
    expect(csv).toContain('pending,today,');
    expect(csv.match(/\ufeff/g)).toHaveLength(1);
    const sheets = await readExcelFile(await bytesOf('xlsx'));
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      'coverage',
      'groups',
      'departments',
      'days',
      'weeks',
      'pending',
      'failed',
      'stuck',
      'activations',
      'stock',
      'imported',
    ]);
    expect(sheets[2]?.data.slice(1).map(row => row[1])).toEqual(departments.map(({ targeted }) => targeted));
  });
});
