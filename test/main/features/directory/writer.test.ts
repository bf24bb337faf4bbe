import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';
import { DirectoryReader } from '../../../../src/main/features/directory/database/reader.ts';
import { DirectoryWriter } from '../../../../src/main/features/directory/database/writer.ts';
import type { UserNews } from '../../../../src/main/services/graph/delta.ts';

const TENANT = 'tenant';
const LAST = { next: undefined, delta: 'later' };
let folder: string;
let database: DatabaseSync;
let writer: DirectoryWriter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-writer-'));
  database = openDirectoryDatabase(folder);
  writer = new DirectoryWriter(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const user = (n: number): UserNews => ({ id: `id-${n}`, userPrincipalName: `u${n}@contoso.example` });
const group = (...members: object[]) => ({
  id: 'g',
  displayName: 'Group',
  'members@delta': members as { id: string }[],
});
const groupsOf = (id: string) =>
  new DirectoryReader(database).groupsOf(TENANT, id).map(({ displayName }) => displayName);

describe('pages that come without waiting for an answer', () => {
  const page = (...items: UserNews[]) => ({ phase: 'users', items }) as const;
  const damaged = { ...user(2), id: null } as unknown as UserNews;

  test('are not written behind one that was not', () => {
    writer.begin(TENANT, true);
    writer.write(TENANT, page(user(1)), { next: 'second', delta: undefined });
    expect(() => writer.write(TENANT, page(damaged), { next: 'third', delta: undefined })).toThrow('NOT NULL');
    expect(() => writer.write(TENANT, page(user(3)), LAST)).toThrow('a page before this one was not written');
  });

  test('are written again from where the import stood', () => {
    writer.begin(TENANT, true);
    writer.write(TENANT, page(user(1)), { next: 'second', delta: undefined });
    expect(() => writer.write(TENANT, page(damaged), { next: 'third', delta: undefined })).toThrow();
    writer.stop(TENANT, undefined);
    expect(writer.begin(TENANT, false)).toMatchObject({ phase: 'users', link: undefined });
    const after = writer.write(TENANT, page(user(1), user(2)), LAST);
    expect(after).toMatchObject({ phase: 'groups', counts: { new: 2 } });
  });

  test('must be of the phase where the import stands', () => {
    writer.begin(TENANT, true);
    expect(() => writer.write(TENANT, { phase: 'groups', items: [] }, LAST)).toThrow('the import stands at users');
  });
});

describe('where an import stands', () => {
  const phases = (full: boolean) => {
    const { phase, link, later } = writer.begin(TENANT, full);
    return [{ phase, link }, ...later];
  };
  const finish = () => {
    for (const phase of ['users', 'groups', 'registrations'] as const) writer.write(TENANT, { phase, items: [] }, LAST);
  };

  test('tells the phases that come after', () => {
    expect(phases(false)).toEqual([{ phase: 'users' }, { phase: 'groups' }, { phase: 'registrations' }]);
    finish();
    expect(phases(false)).toEqual([
      { phase: 'users', link: 'later' },
      { phase: 'groups', link: 'later' },
    ]);
  });

  test('is the beginning again, registrations too, where everything is to be read', () => {
    phases(false);
    finish();
    expect(phases(true)).toEqual([{ phase: 'users' }, { phase: 'groups' }, { phase: 'registrations' }]);
  });
});

describe('memberships', () => {
  const indexed = () =>
    database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'group_users_user'").all().length === 1;
  const users = () => writer.write(TENANT, { phase: 'users', items: [user(1), user(2), user(3)] }, LAST);

  test('of a first import are indexed by user when they are all there', () => {
    writer.begin(TENANT, true);
    expect(indexed()).toBe(false);
    users();
    writer.write(TENANT, { phase: 'groups', items: [group({ id: 'id-1' })] }, LAST);
    expect(indexed()).toBe(true);
    expect(groupsOf('id-1')).toEqual(['Group']);
    writer.begin(TENANT, true);
    expect(indexed()).toBe(true);
  });

  test('are indexed where the import stops in the middle, too', () => {
    writer.begin(TENANT, true);
    users();
    writer.write(TENANT, { phase: 'groups', items: [group({ id: 'id-1' })] }, { next: 'more', delta: undefined });
    writer.stop(TENANT, undefined);
    expect(indexed()).toBe(true);
    expect(groupsOf('id-1')).toEqual(['Group']);
  });

  test('are what was told of a member last', () => {
    const removed = { '@removed': { reason: 'deleted' } };
    writer.begin(TENANT, true);
    users();
    const told = group(
      { id: 'id-1' },
      { id: 'id-2', ...removed },
      { id: 'id-1', ...removed },
      { id: 'id-2' },
      { id: 'id-3' },
    );
    writer.write(TENANT, { phase: 'groups', items: [told] }, LAST);
    expect(['id-1', 'id-2', 'id-3'].map(id => groupsOf(id))).toEqual([[], ['Group'], ['Group']]);
  });

  test('of users told twice, of users not told of yet, and of devices', () => {
    writer.begin(TENANT, true);
    users();
    const device = { id: 'id-3', '@odata.type': '#microsoft.graph.device' };
    writer.write(
      TENANT,
      { phase: 'groups', items: [group({ id: 'id-1' }, { id: 'id-1' }, { id: 'id-9' }, device)] },
      LAST,
    );
    writer.write(TENANT, { phase: 'registrations', items: [] }, LAST);
    expect(['id-1', 'id-3'].map(id => groupsOf(id))).toEqual([['Group'], []]);
    writer.begin(TENANT, false);
    writer.write(TENANT, { phase: 'users', items: [user(9)] }, LAST);
    writer.write(TENANT, { phase: 'groups', items: [] }, LAST);
    expect(groupsOf('id-9')).toEqual(['Group']);
  });
});
