import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ImportEvent } from '../../../../src/contract/directory/schema.ts';
import { startCore } from '../../../../src/main/app/core.ts';
import type { ShellServices } from '../../../../src/main/app/shellServices.ts';
import {
  type ScheduledImport,
  type ScheduleParts,
  scheduleImports,
} from '../../../../src/main/features/directory/import/schedule.ts';
import { startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { testServices } from '../../app/shellServices.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-01-01T12:00:00Z');

type Change = Partial<ScheduledImport & Pick<ScheduleParts, 'every' | 'log'>>;

function open({ every = () => 30, log = () => undefined, ...change }: Change = {}) {
  let now = NOON;
  let runs = 0;
  const schedule = scheduleImports({
    every,
    bind: () => ({ lastAt: async () => null, reachable: async () => true, run: async () => runs++, ...change }),
    log,
    clock: () => now,
  });
  onTestFinished(() => schedule.close());
  return {
    later: async (minutes: number) => {
      now += minutes * MINUTE;
      await schedule.look();
      return runs;
    },
  };
}

describe('the schedule', () => {
  test('imports at once where nothing was ever imported, and then every so often', async () => {
    const { later } = open();
    expect(await later(0)).toBe(1);
    expect(await later(29)).toBe(1);
    expect(await later(1)).toBe(2);
  });

  test('counts from the last import, by whomever it was', async () => {
    const { later } = open({ lastAt: async () => new Date(NOON).toISOString() });
    expect(await later(29)).toBe(0);
    expect(await later(1)).toBe(1);
  });

  test('is not fooled by an import whose time lies ahead, from a wrong clock: one that fails is not repeated at each look', async () => {
    const { later } = open({ lastAt: async () => new Date(NOON + 1000 * 60 * MINUTE).toISOString() });
    expect(await later(0)).toBe(1);
    expect(await later(29)).toBe(1);
    expect(await later(1)).toBe(2);
  });

  test('does nothing where it is off, and waits for a tenant that answers', async () => {
    expect(await open({ every: () => null }).later(1000)).toBe(0);
    let there = false;
    const { later } = open({ reachable: async () => there });
    expect(await later(60)).toBe(0);
    there = true;
    expect(await later(1)).toBe(1);
  });

  test('tries one that failed again after the same time, and no sooner', async () => {
    let tried = 0;
    const told: string[] = [];
    const run = async () => {
      tried++;
      throw new Error('nothing works');
    };
    const { later } = open({ run, log: message => void told.push(message) });
    await later(0);
    await later(1);
    expect(tried).toBe(1);
    await later(29);
    expect(tried).toBe(2);
    expect(told).toEqual(Array(2).fill('scheduled import: nothing works'));
  });
});

async function openCore(kind: ShellServices['kind'], users = 300) {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-schedule-'));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ importEvery: 5 }));
  const graph = await startGraphSimulator({ users });
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
    services: testServices(kind),
  });
  onTestFinished(async () => {
    await core.close();
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { graph, client: createRouterClient(core.router) };
}

const patient = { timeout: 15_000, interval: 100 };

describe('while Keydesk runs', () => {
  test('the directory comes by itself, and leaves one entry', async () => {
    const { client } = await openCore('loopback');
    await expect.poll(() => client.directory.state(), patient).toMatchObject({ users: 300, unfinished: false });
    await expect
      .poll(async () => (await client.activity.list({ limit: 5 })).entries.map(({ kind }) => kind), patient)
      .toEqual(['directory-imported']);
  });

  test('who asks for an import joins the one that runs, and may stop it', async () => {
    const { client } = await openCore('loopback', 8000);
    await expect.poll(async () => (await client.directory.state()).importing, patient).toBe(true);
    const seen: ImportEvent[] = [];
    for await (const event of await client.directory.import({ full: false })) {
      seen.push(event);
      if (event.kind === 'progress' && event.counts.new > 0) break;
    }
    expect(seen.every(({ kind }) => kind === 'progress')).toBe(true);
    await expect
      .poll(() => client.directory.state(), patient)
      .toMatchObject({ importing: false, unfinished: true, failure: null });
  });

  test('one that fails says so in the state, and goes on when somebody asks', async () => {
    const { client, graph } = await openCore('loopback');
    graph.faults.add({ path: '/users/delta', status: 403, times: 100 });
    await expect.poll(() => client.directory.state(), patient).toMatchObject({ failure: { code: 'graph-forbidden' } });
    graph.faults.clear();
    let last: ImportEvent | undefined;
    for await (const event of await client.directory.import({ full: false })) last = event;
    expect(last).toMatchObject({ kind: 'done' });
    expect(await client.directory.state()).toMatchObject({ failure: null, users: 300 });
  });

  test('a command imports nothing unasked', async () => {
    const { client } = await openCore('cli');
    await new Promise(resolve => setTimeout(resolve, 4000));
    expect(await client.directory.state()).toMatchObject({ usersAt: null, importing: false, unfinished: false });
  });
});
