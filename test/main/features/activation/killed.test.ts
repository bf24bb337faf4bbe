import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ActivationEvent } from '../../../../src/contract/activation/schema.ts';
import { startCore } from '../../../../src/main/app/core.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { createSoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../../src/simulator/key/udp.ts';
import { freePort } from '../../../freePort.ts';
import { programs } from '../../../programs.ts';
import { testServices } from '../../app/shellServices.ts';
import { openReceiver, type Receiver } from '../webhooks/receiver.ts';
import type { StationOptions } from './station.ts';

// Each station is a process of its own, and there are many.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 120_000 });

const USERS = 100;
/** More writes than a station makes. */
const MOST = 60;
/** Stations side by side: they mostly wait. */
const LANES = 3;
const killedAt = pathToFileURL(join(import.meta.dirname, '../../../killedAt.ts')).href;

let folder: string;
let graph: GraphSimulator;
let receiver: Receiver;
let webhookSecret: string;
const codes: { id: string; user: string; code: string }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-killed-'));
  [graph, receiver] = await Promise.all([startGraphSimulator({ users: USERS, privileged: true }), openReceiver()]);
  const core = await startCore({
    dataFolder: join(folder, 'prepared'),
    practice: false,
    graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
    services: testServices(),
  });
  const client = createRouterClient(core.router);
  for await (const _ of await client.directory.import({ full: true })) {
    // Until it is done.
  }
  // The choice that would make a second passkey of a second event.
  const trigger = 'security-key-activated';
  await client.workflows.create({ name: 'Own keys', group: null, trigger, existing: 'backup' });
  const types = ['security-key.activated', 'passkey.assigned', 'passkey.registered', 'passkey.failed'] as const;
  ({ secret: webhookSecret } = await client.webhooks.add({ url: receiver.url, types: [...types], fields: ['userId'] }));
  for (let n = 1; n < USERS; n++) {
    const { id, userPrincipalName: user, userType, accountEnabled } = graph.tenant.user(n);
    if (userType === 'Guest' || !accountEnabled) continue;
    codes.push({ id, user, code: (await client.activation.codes.make({ user })).code });
  }
  await core.close();
});
afterAll(async () => {
  await receiver.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

type StationEvent = ActivationEvent | { type: 'log'; failure: object | null };

/** A user with a code and a blank key before a station whose data folder is as it was prepared. */
async function openScene() {
  const person = codes.pop();
  if (person === undefined) throw new Error('no user is left');
  const data = join(folder, person.id);
  cpSync(join(folder, 'prepared'), data, { recursive: true });
  const key = await createSoftwareKey({ profile: 'full' });
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  const { url: graphUrl, token } = graph;
  const pins: StationOptions['pins'] = ['8264917350', '5093817264'];
  const udpKey = `${udp.port}:${replyPort}`;
  const options: StationOptions = { folder: data, graphUrl, token, udpKey, webhookSecret, ...person, pins };
  return {
    person,
    key,
    /** Activates the key, and is killed at a write; to the end without one. */
    activate: async (point?: string) => {
      const args = [
        '--disable-warning=ExperimentalWarning',
        '--import',
        killedAt,
        programs.station,
        JSON.stringify(options),
      ];
      const child = spawn(process.execPath, args, {
        env: { ...process.env, KEYDESK_KILLED_AT: point ?? '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
      const lines = out.split('\n').filter(line => line !== '');
      return {
        killed: child.signalCode === 'SIGKILL',
        events: lines.map(line => JSON.parse(line) as StationEvent),
      };
    },
    all: (sql: string) => {
      const database = new DatabaseSync(join(data, 'keydesk.db'), { readOnly: true });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
    close: async () => {
      await udp.close();
      await key.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

/** Kills a station at a point and has the user come again; false where it ended before. */
async function killAndComeAgain(point: string): Promise<boolean> {
  const scene = await openScene();
  const { killed, events } = await scene.activate(point);
  const told = killed ? (await scene.activate()).events : events;
  const end = told.find(({ type }) => type === 'done' || type === 'failed');
  // Where the passkey was made before the end, the code has done its work.
  if (end?.type === 'failed') expect(end, point).toMatchObject({ failure: { code: 'activation-code-used' } });
  else expect(end, point).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
  expect(told.at(-1), point).toEqual({ type: 'log', failure: null });
  expectOnce(scene, point);
  await scene.close();
  return killed;
}

function expectOnce({ person, key, all }: Scene, point: string): void {
  expect(
    graph.state.methods.filter(({ userId }) => userId === person.id),
    point,
  ).toHaveLength(1);
  expect(key.state().credentialCount, point).toBe(1);
  expect(all('SELECT state, purpose FROM assignment'), point).toEqual([{ state: 'active', purpose: 'primary' }]);
  expect(all('SELECT state FROM workflow_run'), point).toEqual([{ state: 'registered' }]);
  expect(all('SELECT finished_at IS NOT NULL AS finished FROM activation'), point).toEqual([{ finished: 1 }]);
  expect(all(`SELECT used_at IS NOT NULL AS used FROM activation_code WHERE user_id = '${person.id}'`), point).toEqual([
    { used: 1 },
  ]);

  const events = all("SELECT id, type FROM event WHERE type NOT LIKE 'user.%' ORDER BY seq");
  const types = events.map(({ type }) => type).filter(type => type !== 'passkey.failed');
  expect(types, point).toEqual(['security-key.activated', 'passkey.assigned', 'passkey.registered']);
  expect(events.length - types.length, point).toBeLessThanOrEqual(1);
  const sent = receiver.messages
    .map(({ body }) => JSON.parse(body) as { id: string; subject: string })
    .filter(({ subject }) => subject === person.id);
  expect([...new Set(sent.map(({ id }) => id))], point).toEqual(events.map(({ id }) => id));

  const log = all('SELECT kind, facts FROM activity ORDER BY seq');
  const count = (kind: string) => log.filter(entry => entry.kind === kind).length;
  // The key has no serial number, so an activation that goes on names the key that it goes on with.
  const activated = log.filter(({ kind }) => kind === 'key-activated').map(({ facts }) => JSON.parse(String(facts)));
  expect(
    activated.map(({ continued }) => continued ?? false),
    point,
  ).toEqual([false, true].slice(0, activated.length));
  expect(new Set(activated.map(({ activationId }) => activationId)).size, point).toBe(1);
  expect(count('passkey-assigned'), point).toBe(1);
  const changes = log.filter(({ kind }) => kind === 'assignment-changed').map(({ facts }) => JSON.parse(String(facts)));
  expect([...changes.map(({ from }) => from), 'active'], point).toEqual(['pending', ...changes.map(({ to }) => to)]);
}

/** At one write after the other, until there is none. */
async function everywhere(pointOf: (n: number) => string): Promise<number> {
  let next = 1;
  let kills = 0;
  const lane = async () => {
    while (next <= MOST) {
      const killed = await killAndComeAgain(pointOf(next++)).catch(error => {
        next = MOST + 1;
        throw error;
      });
      if (killed) kills++;
      else next = MOST + 1;
    }
  };
  for (const end of await Promise.allSettled(Array.from({ length: LANES }, lane))) {
    if (end.status === 'rejected') throw end.reason;
  }
  return kills;
}

describe('a station that is killed in the middle of an activation', () => {
  test('after any of its writes leaves one passkey, told of once', async () => {
    expect(await everywhere(n => `main:after:${n}`)).toBeGreaterThan(15);
  });

  test('with what the key or Entra has just done not written yet, too', async () => {
    expect(await everywhere(n => `main:before:${n}:update "journal"`)).toBe(5);
    expect(await everywhere(n => `main:before:${n}:insert into "journal"`)).toBe(1);
  });

  test('after any step of the workflows’ engine, too', async () => {
    expect(await everywhere(n => `engine:after:${n}`)).toBeGreaterThan(2);
  });
});
