import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type UserFilter, userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';
import { DirectoryReader } from '../../../../src/main/features/directory/database/reader.ts';
import { DirectoryWriter } from '../../../../src/main/features/directory/database/writer.ts';
import { exportUsers } from '../../../../src/main/features/directory/exportUsers.ts';
import type { UserNews } from '../../../../src/main/services/graph/delta.ts';

const TENANT = 'tenant';
let folder: string;
let database: DatabaseSync;
let reader: DirectoryReader;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-reader-'));
  database = openDirectoryDatabase(folder);
  reader = new DirectoryReader(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function importAll(users: readonly UserNews[]): void {
  const writer = new DirectoryWriter(database);
  writer.begin(TENANT, true);
  const all = () => writer.write(TENANT, { phase: 'users', items: users }, { next: undefined, delta: 'later' });
  if (all()?.doubt === undefined) return;
  writer.restart(TENANT, 'users', true);
  all();
}

const user = (n: number, displayName: string, more: object = {}): UserNews => ({
  id: `id-${n}`,
  userPrincipalName: `u${n}@contoso.example`,
  displayName,
  ...more,
});
const find = (part: Partial<UserFilter> = {}, offset = 0, limit = 50) =>
  reader.page(TENANT, userFilterSchema.parse(part), offset, limit);
const names = (part: Partial<UserFilter> = {}) => find(part).rows.map(row => row.displayName);

describe('search', () => {
  beforeEach(() =>
    importAll([
      user(1, 'Zoë Müller', { department: 'Research and Development' }),
      user(2, 'Anna-Lena Großmann', { employeeId: 'E0042', mail: null }),
      user(3, 'أحمد الراشد'),
      user(4, '🦊 Fox'),
      user(5, 'N'.repeat(300)),
      user(6, 'O\'Brien "Q" \\ %_*'),
      user(7, '', { mail: 'only.mail@contoso.example' }),
    ]),
  );

  test.each([
    ['zoe', 'Zoë Müller'],
    ['MULLER', 'Zoë Müller'],
    ['dev res', 'Zoë Müller'],
    ['lena', 'Anna-Lena Großmann'],
    ['e0042', 'Anna-Lena Großmann'],
    ['أحمد', 'أحمد الراشد'],
    ['🦊', '🦊 Fox'],
    ['nnnnnnnnnn', 'N'.repeat(300)],
    ["o'brien", 'O\'Brien "Q" \\ %_*'],
    ['"q"', 'O\'Brien "Q" \\ %_*'],
    ['only.mail', 'u7@contoso.example'],
    ['u3@contoso', 'أحمد الراشد'],
  ])('finds %s', (search, name) => {
    expect(names({ search })).toEqual([name]);
  });

  test.each(['uller', 'zoe nobody', '%', 'NEAR(a b)'])(
    'finds no user for %s, or all users if nothing is left of it',
    search => {
      const expected = search === '%' ? 7 : 0;
      expect(find({ search }).total).toBe(expected);
    },
  );

  test('takes what stands before an @ as it is, and what stands after it as begun', () => {
    importAll(Array.from({ length: 120 }, (_, n) => user(n, `Name ${n}`)));
    expect(find({ search: 'u1' }).total).toBe(31);
    for (const search of ['u1@', 'U1@cont', 'name u1@contoso.example', 'u1@contoso.example'])
      expect(names({ search }), search).toEqual(['Name 1']);
    expect(find({ search: '@contoso.exa' }).total).toBe(120);
    expect(find({ search: 'u1 @contoso' }).total).toBe(31);
    expect(find({ search: 'u1@contoso.exam.ple' }).total).toBe(0);
  });

  test('an export holds every name as it is, and no formula', async () => {
    importAll([user(8, '=HYPERLINK("x")'), user(9, 'A, "B"')]);
    const imported = {
      allUsers: async function* (filter: UserFilter) {
        yield reader.byNumbers(TENANT, reader.numbers(TENANT, filter));
      },
    };
    const parts = async (format: 'csv' | 'json') => {
      let text = '';
      for await (const part of exportUsers(imported, { filter: userFilterSchema.parse({}), format })) text += part;
      return text;
    };
    const csv = await parts('csv');
    expect(csv).toContain('"\'=HYPERLINK(""x"")"');
    expect(csv).toContain('"A, ""B"""');
    expect(csv.trim().split('\n')).toHaveLength(1 + 2);
    expect(JSON.parse(await parts('json'))).toHaveLength(2);
  });
});

describe('a page', () => {
  const many = 10_000;
  beforeEach(() =>
    importAll(
      Array.from({ length: many }, (_, i) =>
        user(i, `Person ${String((i * 7919) % many).padStart(5, '0')}`, { accountEnabled: i % 3 > 0 }),
      ),
    ),
  );

  test('at any place is what the whole list has there, however it was found', () => {
    const whole = Array.from({ length: many }, (_, i) => `Person ${String(i).padStart(5, '0')}`);
    for (const offset of [0, 450, 9000, 9990]) {
      const page = find({}, offset, 50);
      expect(page.total).toBe(many);
      expect(page.rows.map(row => row.displayName)).toEqual(whole.slice(offset, offset + 50));
    }
    expect(find({ descending: true }, 9990, 50).rows.at(-1)?.displayName).toBe('Person 00000');
  });

  test('of a search with many matches begins at once and tells the number when it is known', () => {
    const first = find({ search: 'person' });
    expect(first).toMatchObject({ total: 50, more: true });
    expect(find({ search: 'person' }, 9000)).toMatchObject({ total: many, more: false });
    expect(find({ search: 'person' })).toMatchObject({ total: many, more: false });
    expect(find({ search: 'person', enabled: false }, 600).total).toBe(Math.ceil(many / 3));
  });

  test('is of what was imported last, never of what is remembered', () => {
    find({}, 9000);
    const writer = new DirectoryWriter(database);
    writer.write(TENANT, { phase: 'groups', items: [] }, { next: undefined, delta: 'x' });
    writer.write(TENANT, { phase: 'registrations', items: [] }, { next: undefined, delta: undefined });
    writer.begin(TENANT, false);
    writer.write(TENANT, { phase: 'users', items: [user(0, 'Aaron')] }, { next: undefined, delta: 'x' });
    expect(find().rows[0]?.displayName).toBe('Aaron');
  });
});

test('the same user twice on a page, and partly told, is one user', () => {
  importAll([
    user(1, 'Anna', { department: 'Sales' }),
    { id: 'id-1', displayName: 'Anna B' },
    { id: 'id-1', department: null },
  ]);
  expect(find()).toMatchObject({
    total: 1,
    rows: [{ displayName: 'Anna B', department: null, userPrincipalName: 'u1@contoso.example' }],
  });
});

test('a user whom one import tells twice is new once, and changed only in a later one', () => {
  const writer = new DirectoryWriter(database);
  const end = { next: undefined, delta: 'x' };
  const tell = (...items: UserNews[]) => {
    const { import: running } = writer.begin(TENANT, false);
    writer.write(TENANT, { phase: 'users', items }, end);
    const next = writer.write(TENANT, { phase: 'groups', items: [] }, end);
    if (next !== undefined) writer.write(TENANT, { phase: 'registrations', items: [] }, end);
    return writer.counts(running);
  };
  expect(tell(user(1, 'Anna'), user(2, 'Berta'), user(1, 'Anna B'))).toMatchObject({ new: 2, changed: 0 });
  expect(tell(user(1, 'Anna C'))).toMatchObject({ new: 0, changed: 1 });
});

test('an unknown member appears as soon as the user is imported', () => {
  const writer = new DirectoryWriter(database);
  writer.begin(TENANT, true);
  writer.write(TENANT, { phase: 'users', items: [] }, { next: undefined, delta: 'a' });
  const group = {
    id: 'g',
    displayName: 'Group',
    'members@delta': [{ id: 'id-1', '@odata.type': '#microsoft.graph.user' }],
  };
  writer.write(TENANT, { phase: 'groups', items: [group] }, { next: undefined, delta: 'b' });
  writer.write(TENANT, { phase: 'registrations', items: [] }, { next: undefined, delta: undefined });
  expect(find({ group: 'g' }).total).toBe(0);
  writer.begin(TENANT, false);
  writer.write(TENANT, { phase: 'users', items: [user(1, 'Late')] }, { next: undefined, delta: 'c' });
  writer.write(TENANT, { phase: 'groups', items: [] }, { next: undefined, delta: 'd' });
  expect(names({ group: 'g' })).toEqual(['Late']);
});

test('one data folder keeps several tenants apart', () => {
  importAll([user(1, 'Here')]);
  const writer = new DirectoryWriter(database);
  writer.begin('other', true);
  writer.write('other', { phase: 'users', items: [user(1, 'There')] }, { next: undefined, delta: 'x' });
  expect(names()).toEqual(['Here']);
  expect(reader.page('other', userFilterSchema.parse({ search: 'there' }), 0, 10).total).toBe(1);
  expect(find({ search: 'there' }).total).toBe(0);
});
