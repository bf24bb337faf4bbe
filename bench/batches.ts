/** Batches: a large file, the time between a key and the next one, and several keys at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRouterClient } from '@orpc/server';
import { parse } from 'csv-parse/sync';
import type { LiveBatch } from '../src/contract/batches/live.ts';
import { startCore } from '../src/main/app/core.ts';
import { startGraphSimulator } from '../src/simulator/graph/server.ts';
import { freePort } from '../test/freePort.ts';
import { testServices } from '../test/main/app/shellServices.ts';
import { openBusDesk } from '../test/main/services/keys/busDesk.ts';
import { type Figure, median } from './figure.ts';
import type { KeyAnswer, KeyQuestion } from './keyPeer.ts';
import { startPeer } from './peer.ts';

const ROWS = 10_000;
const DESK_KEYS = 40;
const AT_ONCE = 8;
const ROUNDS = 5;
/** What a command takes on a real key, in ms, at the least: an RSA or EC operation of a security key takes 50 to 400. */
const REAL = 60;
const random = { kind: 'random-digits', length: 8 } as const;

export async function batchFigures(): Promise<Figure[]> {
  return [await largeFile(), ...(await keysInTurn()), await severalKeys(), await severalKeys(REAL)];
}

/** The users of the simulated tenant that may have a passkey, by their numbers. */
function usable(count: number): string[] {
  const numbers = Array.from({ length: count * 2 }, (_, n) => n + 1).filter(n => n % 29 !== 0 && n % 37 !== 0);
  return numbers.slice(0, count).map(n => `user${n}@contoso.example`);
}

/** Reading, resolving and checking, compared with parsing the same file and one indexed look-up a row. */
async function largeFile(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const graph = await startGraphSimulator({ users: ROWS * 2 });
  const options = { graphUrl: graph.url, version: 'v1.0' as const, token: graph.token };
  const core = await startCore({ dataFolder: folder, practice: false, graph: options, services: testServices() });
  const client = createRouterClient(core.router);
  for await (const _ of await client.directory.import({ full: true }));
  const text = ['user,name', ...usable(ROWS).map((user, n) => `${user},Key ${n}`)].join('\n');
  const content = Buffer.from(text).toString('base64');
  // The policy is cached by the first check.
  const rows = [{ line: 1, user: 'user1', serial: null, name: null, profile: null }];
  const first = await client.batches.create({ source: { kind: 'rows', rows } });
  await client.batches.check({ id: first.id });

  const began = performance.now();
  const file = await client.batches.read({ content });
  const { id } = await client.batches.create({ source: { kind: 'rows', rows: file.rows } });
  const { counts } = await client.batches.check({ id });
  const value = performance.now() - began;
  if (counts['waiting-for-key'] !== ROWS) throw new Error(`not all rows passed: ${JSON.stringify(counts)}`);
  await core.close();
  await graph.close();
  const floor = { name: 'parsing and a look-up a row', value: parseAndLookUp(folder, text) };
  rmSync(folder, { recursive: true, force: true });
  return { name: `${ROWS} rows read, resolved and checked`, value, unit: 'ms', floor, goal: 3 };
}

function parseAndLookUp(folder: string, text: string): number {
  const database = new DatabaseSync(join(folder, 'directory.db'), { readOnly: true });
  const began = performance.now();
  const found = database.prepare('SELECT * FROM users WHERE tenant = ? AND upn = ? COLLATE NOCASE');
  for (const { user } of parse(text, { columns: true }) as { user: string }[]) found.get(1, user);
  const took = performance.now() - began;
  database.close();
  return took;
}

/** One key after the other at a desk, each with a new software key in this process and the tenant on loopback. */
async function keysInTurn(): Promise<Figure[]> {
  const desk = await openBusDesk(undefined, DESK_KEYS * 2);
  await desk.client.profiles.create({ name: 'Random', pin: random, isDefault: true });
  const { client } = desk;
  const rows = usable(DESK_KEYS).map((user, n) => ({ line: n + 1, user, serial: null, name: null, profile: null }));
  const { id } = await client.batches.create({ source: { kind: 'rows', rows } });
  await client.batches.check({ id });
  await client.batches.start({ id, interactive: false });
  const [toTouch, toReady]: [number[], number[]] = [[], []];
  for (let n = 0; n < DESK_KEYS; n++) {
    const key = await desk.key();
    key.setTouch('manual');
    const began = performance.now();
    const plugged = desk.plug(key, `SN${n}`);
    const at = (condition: (live: LiveBatch) => boolean) => timeOf(client, id, began, condition);
    const mine = (live: LiveBatch) => live.keys.find(({ serial }) => serial === `SN${n}`);
    const [ready, touch] = await Promise.all([
      at(live => mine(live)?.row !== null && mine(live) !== undefined),
      at(live => mine(live)?.interaction.kind === 'touch'),
      plugged,
    ]);
    toReady.push(ready);
    toTouch.push(touch);
    key.setTouch('auto');
    key.touch();
    await at(live => live.batch.counts.done > n);
  }
  await desk.close();
  return [
    {
      name: 'a key plugged in until its touch, with key and tenant',
      value: median(toTouch),
      unit: 'ms',
      note: 'goal 50 ms of its own',
    },
    { name: 'a key plugged in until it has its row', value: median(toReady), unit: 'ms', note: 'goal 100 ms' },
  ];
}

type Client = Awaited<ReturnType<typeof openBusDesk>>['client'];

async function timeOf(client: Client, id: string, began: number, is: (live: LiveBatch) => boolean): Promise<number> {
  for await (const live of await client.batches.watch({ id })) if (is(live)) break;
  return performance.now() - began;
}

/**
 * Several keys at once, each in a process of its own, compared with one. Bare software keys compute all the time, so they measure the cores
 * of the machine. The slow ones leave them idle as real keys do, which compute by themselves.
 * @param slow how much longer each command of a key takes, in ms
 */
async function severalKeys(slow?: number): Promise<Figure> {
  const peers = Array.from({ length: AT_ONCE }, () => startPeer<KeyQuestion, KeyAnswer>('keyPeer.ts'));
  const freshKeys = (count: number) =>
    Promise.all(
      peers.slice(0, count).map(async peer => {
        const replyPort = await freePort();
        const { port } = await peer.ask({ replyPort, ...(slow === undefined ? {} : { slow }) });
        return `${port}:${replyPort}`;
      }),
    );
  const [one, all]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    one.push(await timeAll(await freshKeys(1)));
    all.push(await timeAll(await freshKeys(AT_ONCE)));
  }
  for (const peer of peers) peer.close();
  const floor = { name: 'one key', value: median(one) };
  const pace = slow === undefined ? '' : `, ${slow} ms a command`;
  return {
    name: `${AT_ONCE} keys at once${pace}, until all are done`,
    value: median(all),
    unit: 'ms',
    floor,
    goal: 1.3,
  };
}

/** Returns how long a batch takes that has a key for each of its rows. The first batch only wakes everything up. */
async function timeAll(udpKeys: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const graph = await startGraphSimulator({ users: 40 });
  const options = { graphUrl: graph.url, version: 'v1.0' as const, token: graph.token };
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: options,
    udpKeys: [...udpKeys],
    services: testServices(),
  });
  const client = createRouterClient(core.router);
  await client.profiles.create({ name: 'Random', pin: random, isDefault: true });
  const rows = usable(udpKeys.length).map((user, n) => ({
    line: n + 1,
    user,
    serial: null,
    name: null,
    profile: null,
  }));
  const { id } = await client.batches.create({ source: { kind: 'rows', rows } });
  await client.batches.check({ id });
  // At a desk the key host runs since the start of Keydesk, which bench/coldStart.ts measures.
  for await (const keys of await client.keys.watch()) if (keys.length === udpKeys.length) break;
  const began = performance.now();
  await client.batches.start({ id, interactive: false });
  const took = await timeOf(client, id, began, ({ batch }) => batch.counts.done === rows.length);
  await core.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
  return took;
}
