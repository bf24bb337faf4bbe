import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { osUser } from '../../../../src/main/base/actor.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { createDefinitions } from '../../../../src/main/features/workflows/definitions.ts';
import { openEngine } from '../../../../src/main/features/workflows/engine/engine.ts';
import { openWorkflowDesk, type WorkflowDesk } from './desk.ts';

let desk: WorkflowDesk;
let other: Store;
beforeEach(async () => {
  desk = await openWorkflowDesk({ users: 20 });
  other = openRecord(desk.folder);
});
afterEach(async () => {
  await other.close();
  await desk.close();
});

const TENANT = 'tenant';
const draft = { name: 'Activated', group: null, trigger: 'security-key-activated', existing: 'skip' } as const;
const elsewhere = () => createDefinitions(other.database, async () => true);

/** Runs `then` once, right after this process has read something that matches: another Keydesk is quicker than its next step. */
async function afterRead(sql: RegExp, then: () => Promise<unknown>): Promise<void> {
  const { all } = StatementSync.prototype;
  const done = Promise.withResolvers<void>();
  let began = false;
  StatementSync.prototype.all = function (this: StatementSync, ...values: never[]) {
    const rows = (all as (...values: never[]) => never).apply(this, values);
    if (!began && sql.test(this.sourceSQL)) {
      began = true;
      then().then(() => done.resolve(), done.reject);
    }
    return rows;
  };
  try {
    await done.promise;
  } finally {
    StatementSync.prototype.all = all;
  }
}

describe('two Keydesks on one data folder', () => {
  test('an event for a workflow that the other has just made is handled, although this one knew of no workflow', async () => {
    await desk.import();
    await desk.happen('security-key.activated', desk.user(1));
    // This one looks now and then; it finds no workflow, and then the other makes one and its event happens.
    await afterRead(/select "n" from "workflow"/, async () => {
      await elsewhere().create(TENANT, draft, true);
      await desk.happen('security-key.activated', desk.user(2), { activationId: 'a' });
    });
    await expect.poll(async () => (await desk.runs()).length, { timeout: 5000 }).toBe(1);
    expect(await desk.runs()).toMatchObject([{ state: 'assigned', user: { id: desk.user(2).id } }]);
  });

  test('run a workflow now at the same time: each user gets one run', async () => {
    await desk.import();
    const { id } = await desk.create({ trigger: 'security-key-activated' });
    await Promise.all([desk.workflows.runNow(id), elsewhere().runNow(TENANT, id)]);
    await desk.workflows.work();
    const runs = await desk.runs();
    expect(runs).toHaveLength(20);
    expect(new Set(runs.map(({ user }) => user.id)).size).toBe(20);
  });

  test('work through the same events at the same time: each is handled once', async () => {
    await desk.create({ trigger: 'user-imported' });
    await desk.import();
    const engine = openEngine({ folder: desk.folder, version: migrations.length });
    const actors = { tenant: TENANT, there: osUser(), elsewhere: osUser() };
    const steps = async () => {
      for (let more = true; more; await undefined) {
        more = [engine.announce(), engine.step(actors), engine.retry(actors)].some(Boolean);
      }
    };
    await Promise.all([desk.workflows.work(), steps()]);
    await desk.workflows.work();
    engine.close();
    expect(await desk.runs()).toHaveLength(20);
    const events = await desk.store.database.selectFrom('event').select('type').execute();
    expect(events.filter(({ type }) => type === 'user.imported')).toHaveLength(20);
    expect((await desk.activity.verify()).failure).toBeNull();
  });
});

test('the engine and the import stop when a newer Keydesk has migrated their databases', async () => {
  await desk.create({ trigger: 'user-imported' });
  await desk.import();
  const stamp = (file: string, version: number) => {
    const raw = new DatabaseSync(join(desk.folder, file), { timeout: 5000 });
    raw.exec(`PRAGMA user_version = ${version}`);
    raw.close();
  };
  stamp('keydesk.db', migrations.length + 1);
  await expect(desk.workflows.work()).rejects.toMatchObject({ code: 'database-newer' });
  expect(await desk.assignments()).toEqual([]);
  stamp('keydesk.db', migrations.length);
  stamp('directory.db', 99);
  await expect(desk.import(true)).rejects.toThrow('database-newer');
});
