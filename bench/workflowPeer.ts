/**
 * Runs the engine of workflows in a process of its own, so that memory and event loop are those of a core that does
 * nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import { osUser } from '../src/main/base/actor.ts';
import { openDirectoryDatabase } from '../src/main/features/directory/database/open.ts';
import { DirectoryWriter } from '../src/main/features/directory/database/writer.ts';
import { startWorkflows } from '../src/main/features/workflows/workflowEngine.ts';
import { openActivity } from '../src/main/services/activity/activityLog.ts';
import { newState } from '../src/simulator/graph/state.ts';
import { Tenant } from '../src/simulator/graph/tenant.ts';
import { answerQuestions } from './peer.ts';

export type WorkflowQuestion = { readonly users: number; readonly workflows: number };
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
const TABLES = ['workflow_run', 'assignment', 'event', 'activity'] as const;

answerQuestions<WorkflowQuestion, WorkflowAnswer>(async ({ users, workflows: count }) => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const groups = fillDirectory(folder, users, count);
  const store = openRecord(folder);
  const actor = osUser();
  const log = openActivity({ folder, store, osUser: actor, log: () => undefined });
  const engine = startWorkflows({
    folder,
    store,
    instance: { id: 'here', isAlive: () => true, isPresent: () => true, mayLead: () => 0, close: () => undefined },
    activity: log,
    bind: () => ({ tenant: TENANT, there: actor, elsewhere: actor }),
    imported: { onImported: () => () => undefined },
    announce: false,
    log: message => process.stderr.write(`${message}\n`),
  });
  const workflows = engine.of({
    tenant: { id: TENANT },
    activity: log.of({ id: TENANT, signedIn: () => null }),
    imported: { group: async id => ({ id, displayName: id, members: 0 }) },
  });
  for (const group of groups) {
    await workflows.create({ name: group.name, group, trigger: 'user-imported', existing: 'skip' });
  }
  publishAll(folder, users);
  const place = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  const known = Number(place.prepare('SELECT max(seq) AS n FROM event').get()?.n);
  place.close();
  await delay(200);
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
  await engine.close();
  await log.close();
  await store.close();
  const plain = writePlainly(folder, known);
  rmSync(folder, { recursive: true, force: true });
  const { runs, assignments, plainMs } = plain;
  const growth = (peak - before) / 1024 / 1024;
  return { ms, runs, assignments, plainMs, growth, longestDelay: loop.max / 1e6 };
});

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

function publishAll(folder: string, users: number): void {
  const tenant = new Tenant(newState(TENANT, users, TENANT));
  const database = new DatabaseSync(join(folder, 'keydesk.db'));
  const insert = database.prepare(
    `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data) VALUES (?, 'user.imported', ?, ?, ?, ?, '{}')`,
  );
  database.exec('BEGIN');
  for (let n = 1; n <= users; n++) {
    const { id, userPrincipalName } = tenant.user(n);
    insert.run(`event ${n}`, new Date().toISOString(), TENANT, id, userPrincipalName);
  }
  database.exec('COMMIT');
  database.close();
}

/**
 * Inserts the rows that the engine wrote into a database with the same tables and indexes, with one transaction per
 * 1,000 users.
 */
function writePlainly(folder: string, known: number): { runs: number; assignments: number; plainMs: number } {
  const source = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  const rows = TABLES.map(table => {
    const of =
      table === 'event' ? `WHERE seq > ${known}` : table === 'activity' ? "WHERE kind = 'passkey-assigned'" : '';
    return source.prepare(`SELECT * FROM ${table} ${of}`).all();
  });
  source.close();
  const target = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const store = openRecord(target);
  const database = new DatabaseSync(join(target, 'keydesk.db'), { enableForeignKeyConstraints: false });
  database.exec('PRAGMA synchronous = NORMAL');
  const inserts = TABLES.map((table, i) => {
    const columns = Object.keys(rows[i]?.[0] ?? {});
    return database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
  });
  const values = rows.map(list => list.map(row => Object.values(row)));
  const began = performance.now();
  const longest = Math.max(...values.map(list => list.length));
  for (let from = 0; from < longest; from += CHUNK) {
    database.exec('BEGIN');
    for (const [i, insert] of inserts.entries()) {
      for (const row of values[i]?.slice(from, from + CHUNK) ?? []) insert.run(...row);
    }
    database.exec('COMMIT');
  }
  const plainMs = performance.now() - began;
  database.close();
  void store.close();
  rmSync(target, { recursive: true, force: true });
  return { runs: rows[0]?.length ?? 0, assignments: rows[1]?.length ?? 0, plainMs };
}
