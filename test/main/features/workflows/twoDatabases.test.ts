import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { osUser } from '../../../../src/main/base/actor.ts';
import { openEngine } from '../../../../src/main/features/workflows/engine/engine.ts';
import { openWorkflowDesk, type WorkflowDesk } from './desk.ts';

const USERS = 20;
const actors = { tenant: null, there: osUser(), elsewhere: osUser() };
let desk: WorkflowDesk;
const folders: string[] = [];
beforeEach(async () => {
  desk = await openWorkflowDesk({ users: USERS });
});
afterEach(async () => {
  await desk.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-two-'));
  folders.push(folder);
  return folder;
};
/** Copies a database of the desk, as a backup does. */
function copy(name: 'keydesk.db' | 'directory.db', folder = newFolder()): string {
  const source = new DatabaseSync(join(desk.folder, name), { readOnly: true });
  source.prepare('VACUUM INTO ?').run(join(folder, name));
  source.close();
  return folder;
}

function change(folder: string, name: string, sql: string): void {
  const raw = new DatabaseSync(join(folder, name));
  raw.exec(sql);
  raw.close();
}

/** Lets an engine do everything that there is to do in a data folder. */
function workThrough(folder: string): void {
  const engine = openEngine({ folder, version: migrations.length });
  for (const task of [
    () => engine.attend(actors),
    engine.announce,
    () => engine.step(actors),
    () => engine.pass(actors),
  ]) {
    while (task());
  }
  engine.close();
}

/** The user names of what a folder's database has in a table, sorted. */
function namesIn(folder: string, table: 'assignment' | 'workflow_run' | 'event'): string[] {
  const raw = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  const only = table === 'event' ? "WHERE type = 'user.imported'" : '';
  const rows = raw.prepare(`SELECT user_principal_name AS name FROM ${table} ${only} ORDER BY 1`).all();
  raw.close();
  return rows.map(({ name }) => String(name));
}

const name = (n: number) => desk.user(n).userPrincipalName;
const comeBack = (n: number) => {
  const entry = desk.simulator.state.changes[n];
  if (entry !== undefined) entry.removed = false;
  desk.simulator.tenant.changeUser(name(n), {});
};
const statesOf = async (n: number) =>
  (await desk.runs({ user: desk.user(n).id })).map(({ state, reason }) => reason ?? state);

describe('which users were announced', () => {
  beforeEach(async () => {
    await desk.create();
    await desk.import();
    await desk.workflows.work();
  });

  test('is restored with keydesk.db: users whom it does not know are announced, and no user twice', async () => {
    const restored = copy('keydesk.db');
    desk.simulator.tenant.addUsers(3);
    await desk.import();
    await desk.workflows.work();
    copy('directory.db', restored);
    expect(namesIn(restored, 'workflow_run')).toHaveLength(USERS);
    for (let i = 0; i < 2; i++) {
      workThrough(restored);
      for (const table of ['event', 'workflow_run', 'assignment'] as const) {
        expect(namesIn(restored, table)).toEqual(namesIn(desk.folder, table));
      }
    }
    expect(namesIn(restored, 'workflow_run')).toHaveLength(USERS + 3);
  });

  test('is not believed of an older directory.db, whose next users get the numbers of others', async () => {
    const restored = copy('directory.db');
    desk.simulator.tenant.addUsers(3);
    await desk.import();
    await desk.workflows.work();
    copy('keydesk.db', restored);
    workThrough(restored);
    expect(namesIn(restored, 'event')).toHaveLength(USERS + 3);
    // The restored directory imports two of them again, and one whom no one knows.
    change(
      restored,
      'directory.db',
      `INSERT INTO imports (id, tenant, full, started_at, finished_at) VALUES ('later', 1, 0, '2099', '2099');
       INSERT INTO users (tenant, id, upn, display_name, enabled, guest, sort_key, search, first_import, first_seen_at, changed_at, seen)
       SELECT 1, column1, column2, 'A', 1, 0, 'a', 'a', 2, '2099', '2099', 1
       FROM (VALUES ('${desk.user(21).id}', '${name(21)}'), ('${desk.user(22).id}', '${name(22)}'), ('new', 'new@contoso.example'))`,
    );
    workThrough(restored);
    expect(namesIn(restored, 'event')).toEqual([...namesIn(desk.folder, 'event'), 'new@contoso.example'].sort());
    expect(namesIn(restored, 'assignment')).toContain('new@contoso.example');
  });

  test('is kept when the directory is lost and imported again', async () => {
    const before = await desk.runs();
    change(
      desk.folder,
      'directory.db',
      `PRAGMA foreign_keys = OFF; DELETE FROM users; DELETE FROM imports; DELETE FROM tenants; DELETE FROM groups;
       DELETE FROM group_users; INSERT INTO users_search (users_search) VALUES ('delete-all')`,
    );
    desk.simulator.tenant.addUsers(1);
    await desk.import();
    await desk.workflows.work();
    const runs = await desk.runs();
    expect(runs).toHaveLength(before.length + 1);
    expect(runs).toEqual(expect.arrayContaining(before));
  });

  test('of versions before workflows is not made up: their users are new to no workflow, those lost by a restore are', () => {
    const upgraded = copy('directory.db', copy('keydesk.db'));
    change(
      upgraded,
      'keydesk.db',
      'DELETE FROM announced_user; DELETE FROM announced_place; DELETE FROM event; DELETE FROM workflow_run',
    );
    change(
      upgraded,
      'directory.db',
      `UPDATE tenants SET announced = (SELECT max(n) FROM users);
       UPDATE users SET first_seen_at = '2001-01-01T00:00:00.000Z' WHERE n <= 15`,
    );
    workThrough(upgraded);
    expect(namesIn(upgraded, 'event')).toHaveLength(USERS - 15);
    expect(namesIn(upgraded, 'workflow_run')).toHaveLength(USERS - 15);
  });
});

describe('how far Run now has come', () => {
  test.each([
    ['is kept in the directory that it is about', undefined, USERS - 15],
    ['is not believed of a directory that was imported again', 'another', USERS],
  ])('%s', async (_, imported, expected) => {
    const { id } = await desk.create({ name: 'All' });
    await desk.workflows.setEnabled(id, false);
    await desk.import();
    await desk.workflows.work();
    await desk.workflows.setEnabled(id, true);
    const known = "(SELECT import FROM announced_place WHERE tenant = 'tenant')";
    change(
      desk.folder,
      'keydesk.db',
      `INSERT INTO workflow_pass (id, workflow_n, version, place, import, started_at)
       SELECT 'pass', n, version, 15, ${imported === undefined ? known : `'${imported}'`}, '2026' FROM workflow`,
    );
    await desk.workflows.work();
    expect(namesIn(desk.folder, 'workflow_run')).toHaveLength(expected);
  });
});

describe('a user who left and came back', () => {
  test('before the event was made is announced', async () => {
    await desk.create();
    await desk.import();
    desk.simulator.tenant.removeUser(name(9));
    await desk.import();
    await desk.workflows.work();
    expect(await statesOf(9)).toEqual([]);
    comeBack(9);
    await desk.import();
    await desk.workflows.work();
    expect(await statesOf(9)).toEqual(['assigned']);
  });

  test('before the event was handled is announced again, once', async () => {
    await desk.create();
    await desk.import();
    const engine = openEngine({ folder: desk.folder, version: migrations.length });
    while (engine.announce());
    engine.close();
    desk.simulator.tenant.removeUser(name(9));
    await desk.import();
    await desk.workflows.work();
    expect(await statesOf(9)).toEqual(['left']);
    for (let i = 0; i < 2; i++) {
      comeBack(9);
      await desk.import();
      await desk.workflows.work();
    }
    expect((await statesOf(9)).sort()).toEqual(['assigned', 'left']);
    expect(namesIn(desk.folder, 'event').filter(each => each === name(9))).toHaveLength(2);
  });

  test('after the event was handled is not new', async () => {
    await desk.create();
    await desk.import();
    await desk.workflows.work();
    desk.simulator.tenant.removeUser(name(9));
    await desk.import();
    await desk.workflows.work();
    comeBack(9);
    await desk.import();
    await desk.workflows.work();
    expect(await statesOf(9)).toEqual(['assigned']);
  });
});

describe('a directory that cannot be read', () => {
  const activated = async (n: number, provision = async () => undefined) => {
    await desk.happen('security-key.activated', desk.user(n), { activationId: `a${n}` });
    return desk.workflows.fulfill(desk.user(n).id, provision);
  };
  const damage = () => writeFileSync(join(desk.folder, 'directory.db'), 'no database at all, '.repeat(400));

  test('stops no activation, no list and no new workflow; what it is needed for waits and says why', async () => {
    damage();
    await desk.create({ name: 'Of activations', trigger: 'security-key-activated' });
    expect(await desk.workflows.list()).toHaveLength(1);
    expect(await activated(3)).toEqual({ assignmentId: expect.any(String) });
    expect(await desk.assignments()).toMatchObject([{ user_principal_name: name(3), state: 'pending' }]);
    await expect(desk.workflows.work()).rejects.toMatchObject({
      code: 'database-damaged',
      params: { file: join(desk.folder, 'directory.db') },
    });
    const draft = { group: null, trigger: 'user-imported', existing: 'skip' } as const;
    await expect(desk.workflows.preview(draft)).rejects.toMatchObject({ code: 'database-damaged' });
  });

  test('in the middle stops no activation either: who is in which groups is asked again later', async () => {
    await desk.import();
    await desk.create({ name: 'Everybody', trigger: 'security-key-activated' });
    await desk.create({ name: 'Some', trigger: 'security-key-activated', group: desk.group('Everybody') });
    await desk.workflows.work();
    // The pages of the users: what the engine has read before is not read again.
    const folder = copy('directory.db', copy('keydesk.db'));
    const raw = new DatabaseSync(join(folder, 'directory.db'));
    const pages = raw
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name IN ('users_id', 'group_users_user')")
      .all();
    const size = Number(raw.prepare('PRAGMA page_size').get()?.page_size);
    raw.exec('PRAGMA journal_mode = DELETE');
    raw.close();
    const { openSync, writeSync, closeSync } = await import('node:fs');
    const file = openSync(join(folder, 'directory.db'), 'r+');
    for (const { rootpage } of pages) writeSync(file, Buffer.alloc(size, 0xff), 0, size, (Number(rootpage) - 1) * size);
    closeSync(file);
    const { id, userPrincipalName } = desk.user(3);
    change(
      folder,
      'keydesk.db',
      `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
       VALUES ('e', 'security-key.activated', '2026-01-01', 'tenant', '${id}', '${userPrincipalName}', '{}')`,
    );
    const engine = openEngine({ folder, version: migrations.length });
    engine.attend(actors, { tenant: 'tenant', userId: id });
    engine.close();
    expect(namesIn(folder, 'assignment')).toEqual([userPrincipalName]);
    const state = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
    const runs = state.prepare('SELECT state FROM workflow_run ORDER BY workflow_n').all();
    state.close();
    expect(runs.map(row => row.state)).toEqual(['assigned', 'retrying']);
  });
});

describe('a person who activates a key', () => {
  test('waits for no batch: neither imported users nor Run now nor a preview', async () => {
    await desk.create({ name: 'New' });
    const { id } = await desk.create({ name: 'All', trigger: 'security-key-activated' });
    await desk.import();
    await desk.workflows.work();
    await desk.store.database.write(async transaction => {
      for (let n = 0; n < 6000; n++) {
        const event = { type: 'user.imported', at: '2026-01-01', tenant: 'tenant', data: '{}' };
        const about = { id: `many-${n}`, user_id: `stranger-${n}`, user_principal_name: `s${n}@contoso.example` };
        await transaction
          .insertInto('event')
          .values({ ...event, ...about })
          .execute();
      }
    });
    const batch = desk.workflows.work();
    await desk.workflows.runNow(id);
    const left = async () => {
      const { seq } = await desk.store.database
        .selectFrom('engine_place')
        .select('seq')
        .where('name', '=', 'events')
        .executeTakeFirstOrThrow();
      const newest = await desk.store.database
        .selectFrom('event')
        .select(of => of.fn.max('seq').as('seq'))
        .executeTakeFirstOrThrow();
      return Number(newest.seq) - seq;
    };
    await desk.store.database.updateTable('assignment').set({ state: 'expired' }).execute();
    await desk.happen('security-key.activated', desk.user(3), { activationId: 'a' });
    let waiting = 0;
    const answer = await desk.workflows.fulfill(desk.user(3).id, async () => {
      waiting = await left();
    });
    expect(answer).not.toBeNull();
    expect(waiting).toBeGreaterThan(3000);
    await batch;
    expect(await left()).toBe(0);
  });

  test('has what a batch would have assigned them, once', async () => {
    await desk.create({ name: 'New' });
    await desk.import();
    const engine = openEngine({ folder: desk.folder, version: migrations.length });
    while (engine.announce());
    engine.attend(actors, { tenant: 'tenant', userId: desk.user(15).id });
    engine.close();
    expect(namesIn(desk.folder, 'assignment')).toEqual([name(15)]);
    await desk.workflows.work();
    expect(namesIn(desk.folder, 'assignment').filter(each => each === name(15))).toHaveLength(1);
    expect(namesIn(desk.folder, 'workflow_run')).toHaveLength(USERS);
    // The same of Run now.
    const { id } = await desk.create({ name: 'Second', existing: 'backup' });
    await desk.workflows.runNow(id);
    await desk.workflows.work();
    expect((await desk.runs({ workflowId: id, user: desk.user(15).id })).length).toBe(1);
  });
});

test('the place of announced users is committed with their events', async () => {
  await desk.create();
  await desk.import();
  const other = openRecord(desk.folder);
  await other.close();
  change(
    desk.folder,
    'keydesk.db',
    "CREATE TRIGGER cut BEFORE INSERT ON announced_place BEGIN SELECT RAISE(ABORT, 'cut'); END",
  );
  await expect(desk.workflows.work()).rejects.toThrow();
  expect(namesIn(desk.folder, 'event')).toEqual([]);
  change(desk.folder, 'keydesk.db', 'DROP TRIGGER cut');
  await desk.workflows.work();
  expect(namesIn(desk.folder, 'event')).toHaveLength(USERS);
});
