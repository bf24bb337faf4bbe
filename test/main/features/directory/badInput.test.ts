import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Contract } from '../../../../src/contract/contract.ts';
import { type UserFilter, userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { startCore } from '../../../../src/main/app/core.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { testServices } from '../../app/shellServices.ts';
import { failureOf } from '../../services/graph/failure.ts';
import { delayUsers, openImportDesk } from './tenant.ts';

const directory = (folder: string) => join(folder, 'directory.db');

describe('a disk that is full in mid-import', () => {
  test('is named, what is there is listed and searched meanwhile, and with room again the import goes on', async () => {
    const desk = await openImportDesk({ users: 200, threadModule: new URL('./fullDisk.ts', import.meta.url) });
    onTestFinished(() => desk.close());
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 200 } });
    desk.simulator.tenant.addUsers(2500);
    for (let i = 0; i < 2; i++) {
      expect(await desk.import()).toMatchObject({
        kind: 'failed',
        failure: { code: 'disk-full', params: { file: directory(desk.folder) } },
      });
      // By one that can write no more than the import can.
      const page = await desk.read.ask('page', 'tenant', userFilterSchema.parse({}), 0, 50);
      expect(page).toMatchObject({ total: 200, more: false });
      expect(page.rows).toHaveLength(50);
      expect(await desk.names({ search: 'e000017' })).toEqual(['user17@contoso.example']);
      expect(await desk.names({ search: 'user', guest: true, sort: 'department', descending: true })).toHaveLength(6);
      expect(await desk.read.ask('groups', 'tenant', 'every', 9)).toMatchObject([{ displayName: 'Everybody' }]);
    }
    await desk.restart();
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 2500 } });
    expect(await desk.read.ask('state', 'tenant')).toMatchObject({ users: 2700, unfinished: false, failure: null });
    expect(await desk.names({ search: 'e002017' })).toEqual(['user2017@contoso.example']);
  });
});

describe('a directory that a newer Keydesk wrote', () => {
  test('is refused and left as it is', async () => {
    const desk = await openImportDesk({ users: 20 });
    onTestFinished(() => desk.close());
    const newer = new DatabaseSync(directory(desk.folder));
    newer.exec('PRAGMA journal_mode = WAL; CREATE TABLE later (x); PRAGMA user_version = 999');
    newer.close();
    const before = readFileSync(directory(desk.folder));
    expect(await failureOf(() => desk.read.ask('state', 'tenant'))).toMatchObject({ code: 'database-newer' });
    expect(await desk.import()).toMatchObject({ kind: 'failed', failure: { code: 'database-newer' } });
    expect(readFileSync(directory(desk.folder))).toEqual(before);
  });
});

test('users of every kind of name come whole through an import, are found, and found again in the next one', async () => {
  const desk = await openImportDesk({ users: 10 });
  onTestFinished(() => desk.close());
  const { tenant } = desk.simulator;
  const names = [
    { displayName: 'محمد الأمين \u202Eevil', department: 'قسم' },
    { displayName: '👩🏽‍💻 Dev 🦊' },
    { displayName: `Lang${'ø'.repeat(296)}` },
    { displayName: 'Nobody’s Mail', mail: null },
  ];
  for (const [i, change] of names.entries()) tenant.changeUser(`user${i + 1}@contoso.example`, change);
  expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 10 } });
  const page = (part: Partial<UserFilter>) => desk.read.ask('page', 'tenant', userFilterSchema.parse(part), 0, 10);
  for (const [search, expected] of [
    ['محمد', names[0]],
    ['👩🏽‍💻', names[1]],
    ['langøøø', names[2]],
    ['nobody’s', names[3]],
  ] as const) {
    const { rows, total } = await page({ search });
    expect(total, search).toBe(1);
    expect(rows[0]).toMatchObject(expected ?? {});
  }
  expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 0, changed: 0 } });
});

describe('Keydesk closed in mid-import', () => {
  test('has stopped it as a person would, with what was read, and the next one goes on there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-closed-'));
    const graph = await startGraphSimulator({ users: 6000 });
    graph.state.behavior.reportLimit = false;
    delayUsers(graph, { after: 4, ms: 5000 });
    onTestFinished(async () => {
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const first = await open(folder, graph);
    let end: unknown;
    let closing: Promise<void> | undefined;
    for await (const event of await first.client.directory.import({ full: false })) {
      end = event;
      if (event.kind === 'progress' && event.counts.new > 2000) closing ??= first.close();
    }
    await closing;
    expect(end).toMatchObject({ kind: 'stopped' });

    const second = await open(folder, graph);
    onTestFinished(() => second.close());
    const { users, ...state } = await second.client.directory.state();
    expect(state).toMatchObject({ unfinished: true, failure: null, importing: false });
    expect(users).toBeGreaterThan(2000);
    expect(users).toBeLessThan(6000);
    expect(await second.client.directory.imports({ limit: 5 })).toMatchObject([{ finishedAt: null, failure: null }]);
    const entries = async () => (await second.client.activity.list({ limit: 9 })).entries;
    expect(await entries()).toMatchObject([{ kind: 'directory-imported', result: 'cancelled', cause: null }]);
    for await (const event of await second.client.directory.import({ full: false })) end = event;
    expect(end).toMatchObject({ kind: 'done', counts: { new: 6000 } });
    expect(await second.client.directory.state()).toMatchObject({ users: 6000, unfinished: false });
  });
});

describe('two Keydesks on one data folder', () => {
  test('import one at a time, see each other’s result and settings, and write one whole log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-two-'));
    const graph = await startGraphSimulator({ users: 1500 });
    // One is still at it when the other asks.
    graph.faults.add({ path: 'userRegistrationDetails', delayMs: 2000 });
    const [one, two] = [await open(folder, graph), await open(folder, graph)];
    onTestFinished(async () => {
      await Promise.all([one.close(), two.close()]);
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    });
    let refused: unknown;
    let last: unknown;
    for await (const event of await one.client.directory.import({ full: false })) {
      if (event.kind === 'progress' && refused === undefined) {
        for await (const other of await two.client.directory.import({ full: false })) refused = other;
      }
      last = event;
    }
    expect(last).toMatchObject({ kind: 'done', counts: { new: 1500 } });
    expect(refused).toMatchObject({ kind: 'failed', failure: { code: 'import-running' } });
    expect(await two.client.directory.state()).toMatchObject({ users: 1500, unfinished: false, failure: null });

    await Promise.all([one.client.settings.set({ theme: 'dark' }), two.client.settings.set({ importEvery: 60 })]);
    const settings = { theme: 'dark', importEvery: 60 };
    expect(await one.client.settings.get()).toMatchObject(settings);
    expect(await two.client.settings.get()).toMatchObject(settings);
    // An entry that finds the database locked by the other Keydesk is written a moment later.
    await vi.waitFor(async () => {
      const { entries } = await one.client.activity.list({ limit: 50 });
      expect(entries.filter(({ kind }) => kind === 'settings-changed')).toHaveLength(2);
      expect(entries.filter(({ kind }) => kind === 'directory-imported')).toHaveLength(1);
    }, 15_000);
    expect(await two.client.activity.verify({})).toMatchObject({ failure: null });
  });
});

async function open(
  folder: string,
  graph: GraphSimulator,
): Promise<{ client: ContractRouterClient<Contract>; close: () => Promise<void> }> {
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
    services: testServices('loopback'),
  });
  return { client: createRouterClient(core.router), close: core.close };
}
