/**
 * Runs the engine of workflows in a process of its own, so that memory and event loop are those of a core that does
 * nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import { sharedTables } from '../src/main/app/record/sharedTables.ts';
import { osUser } from '../src/main/base/actor.ts';
import { openDirectoryDatabase } from '../src/main/features/directory/database/open.ts';
import { DirectoryWriter } from '../src/main/features/directory/database/writer.ts';
import { startWorkflows } from '../src/main/features/workflows/workflowEngine.ts';
import { openActivity } from '../src/main/services/activity/activityLog.ts';
import { openSharedRecord } from '../src/main/services/record/sharedRecord.ts';
import { newState } from '../src/simulator/graph/state.ts';
import { Tenant } from '../src/simulator/graph/tenant.ts';
import { answerQuestions } from './peer.ts';
import { insertInPostgres, insertInSqlite, writtenRows } from './plainInserts.ts';
import { makeRecord, means } from './record/make.ts';

export interface WorkflowQuestion {
  readonly users: number;
  readonly workflows: number;
  /** The addresses of two empty databases, if the desk is to share a record: its record, and one for the plain inserts. */
  readonly urls?: readonly [string, string];
}
export interface WorkflowAnswer {
  /** The time for matching and assigning, from the first event to the last, in ms. */
  readonly ms: number;
  readonly runs: number;
  readonly assignments: number;
  /** The time for plainly inserting the same rows, in ms. */
  readonly plainMs: number;
  /** In MB. */
  readonly growth: number;
  /** In ms. */
  readonly longestDelay: number;
}

const TENANT = 'bench';
const CHUNK = 1000;

answerQuestions<WorkflowQuestion, WorkflowAnswer>(async ({ users, workflows: count, urls }) => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const groups = fillDirectory(folder, users, count);
  const prepared = await openEngine(folder);
  for (const group of groups) {
    await prepared.workflows.create({ name: group.name, group, trigger: 'user-imported', existing: 'skip' });
  }
  await prepared.close();
  const known = publishAll(folder, users);
  if (urls !== undefined) await makeRecord(folder, urls[0]);
  const { workflows, close } = await openEngine(folder);
  const before = process.memoryUsage.rss();
  let peak = before;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  await workflows.work();
  const ms = performance.now() - began;
  clearInterval(watch);
  loop.disable();
  await close();
  const rows = writtenRows(folder, known);
  const plainMs = urls === undefined ? await insertInSqlite(rows) : await insertInPostgres(rows, urls[1]);
  rmSync(folder, { recursive: true, force: true });
  const growth = (peak - before) / 1024 / 1024;
  const { workflow_run: runs, assignment: assignments } = rows;
  return {
    ms,
    runs: runs.length,
    assignments: assignments.length,
    plainMs,
    growth,
    longestDelay: loop.max / 1e6,
  };
});

/** Opens the engine, and the record if the folder has one, as the core does. */
async function openEngine(folder: string) {
  const log = (message: string) => void process.stderr.write(`${message}\n`);
  const store = openRecord(folder);
  const actor = osUser();
  const record = await openSharedRecord({ folder, store, means, names: sharedTables, log });
  await record.look();
  const activity = openActivity({ folder, store, osUser: actor, log: () => undefined });
  const engine = startWorkflows({
    folder,
    store,
    instance: { id: 'here', isAlive: () => true, isPresent: () => true, mayLead: () => 0, close: () => undefined },
    activity,
    bind: () => ({ tenant: TENANT, there: actor, elsewhere: actor }),
    imported: { onImported: () => () => undefined },
    announce: false,
    log,
  });
  const workflows = engine.of({
    tenant: { id: TENANT },
    activity: activity.of({ id: TENANT, signedIn: () => null }),
    imported: { group: async id => ({ id, displayName: id, members: 0 }) },
  });
  return {
    workflows,
    close: async () => {
      await engine.close();
      await activity.close();
      await record.close();
      await store.close();
    },
  };
}

/** Writes users as an import leaves them. Each is in one of the groups, and some are also in the next one. */
function fillDirectory(folder: string, users: number, count: number): { id: string; name: string }[] {
  const tenant = new Tenant(newState(TENANT, users, TENANT));
  const database = openDirectoryDatabase(folder);
  const writer = new DirectoryWriter(database);
  writer.begin(TENANT, true);
  for (let n = 1; n <= users; n += CHUNK) {
    const items = Array.from({ length: Math.min(CHUNK, users - n + 1) }, (_, i) => tenant.user(n + i));
    writer.write(TENANT, { phase: 'users', items }, { next: n + CHUNK > users ? undefined : 'more', delta: 'bench' });
  }
  const member = (n: number) => ({ id: tenant.idOf(n), '@odata.type': '#microsoft.graph.user' });
  const groups = Array.from({ length: count }, (_, i) => {
    const numbers = Array.from({ length: users }, (_, k) => k + 1);
    const own = numbers.filter(n => n % count === i || n % (count * 2) === (i + 1) % count);
    return { id: `group ${i}`, displayName: `Group ${i}`, 'members@delta': own.map(member) };
  });
  for (const [i, group] of groups.entries()) {
    const next = i + 1 < groups.length ? 'more' : undefined;
    writer.write(TENANT, { phase: 'groups', items: [group] }, { next, delta: 'bench' });
  }
  writer.write(TENANT, { phase: 'registrations', items: [] }, { next: undefined, delta: undefined });
  // Creates the events here, so that they are not part of the measured work.
  database.exec('UPDATE tenants SET announced = (SELECT max(n) FROM users)');
  database.close();
  return groups.map(({ id, displayName }) => ({ id, name: displayName }));
}

/** Returns the number of the last event before those of the users. */
function publishAll(folder: string, users: number): number {
  const tenant = new Tenant(newState(TENANT, users, TENANT));
  const database = new DatabaseSync(join(folder, 'keydesk.db'));
  const insert = database.prepare(
    `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data) VALUES (?, 'user.imported', ?, ?, ?, ?, '{}')`,
  );
  database.exec('BEGIN');
  const known = Number(database.prepare('SELECT coalesce(max(seq), 0) AS n FROM event').get()?.n);
  for (let n = 1; n <= users; n++) {
    const { id, userPrincipalName } = tenant.user(n);
    insert.run(`event ${n}`, new Date().toISOString(), TENANT, id, userPrincipalName);
  }
  database.exec('COMMIT');
  database.close();
  return known + users;
}
