import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

const PIN = '318459\n';
const killedAt = pathToFileURL(join(import.meta.dirname, '../killedAt.ts')).href;
/** As killedAt.ts reads it; nowhere, where empty. */
let killAt = '';
let folder: string;
let key: SoftwareKey;
let graph: GraphSimulator;
let udp: Awaited<ReturnType<typeof serveUdp>>;
let common: string[];
let now: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-crash-'));
  now = Date.now();
  key = await createSoftwareKey({ profile: 'full' });
  const replyPort = await freePort();
  udp = await serveUdp(key, { port: 0, replyPort });
  graph = await startGraphSimulator({ users: 10, clock: () => now });
  common = ['--graph', graph.url, '--data', folder, '--json'];
  keyArgs = ['--key', `udp:${udp.port}:${replyPort}`];
});
afterEach(async () => {
  await udp.close();
  await key.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

let keyArgs: string[];
const user = (n: number) => ['--user', `user${n}@contoso.example`];
const run = (args: string[], killWhen: (stderr: string) => boolean = () => false) => {
  let timer: NodeJS.Timeout | undefined;
  return keydesk([...args, ...common], {
    stdin: PIN,
    env: { KEYDESK_GRAPH_TOKEN: graph.token, NODE_OPTIONS: `--import=${killedAt}`, KEYDESK_KILLED_AT: killAt },
    onStderr: (child, text) => {
      clearInterval(timer);
      timer = setInterval(() => killWhen(text) && child.kill('SIGKILL'), 5);
    },
  }).finally(() => clearInterval(timer));
};
const enroll = (n: number, killWhen?: (stderr: string) => boolean) =>
  run(['enroll', ...user(n), ...keyArgs, '--pin-stdin'], killWhen);
const registering = (stderr: string) => stderr.includes('Registering');
const passkeys = async (n: number) => JSON.parse((await run(['passkeys', 'list', ...user(n)])).stdout).passkeys;

describe('killed between credential and registration', () => {
  test('the next start registers it without a new touch', async () => {
    graph.faults.add({ method: 'POST', path: 'fido2Methods', cut: 'before', times: 100 });
    expect((await enroll(1, registering)).code).toBeNull();
    expect(graph.state.methods).toHaveLength(0);
    expect(key.state().credentialCount).toBe(1);
    graph.faults.clear();
    key.setTouch('never');
    expect(await passkeys(1)).toHaveLength(1);
    expect(graph.state.methods).toHaveLength(1);
  });

  test('a registration that had arrived is recognized, not repeated', async () => {
    graph.faults.add({ method: 'POST', path: 'fido2Methods', cut: 'after-commit' });
    await enroll(1, () => graph.state.methods.length === 1);
    graph.faults.clear();
    expect(await passkeys(1)).toHaveLength(1);
    expect(graph.state.methods.length).toBe(1);
  });

  test('a start with another tenant leaves it alone', async () => {
    graph.faults.add({ method: 'POST', path: 'fido2Methods', cut: 'before', times: 100 });
    await enroll(1, registering);
    graph.faults.clear();
    const other = await startGraphSimulator({ users: 10 });
    const args = ['passkeys', 'list', ...user(1), '--graph', other.url, '--data', folder, '--json'];
    expect((await keydesk(args, { env: { KEYDESK_GRAPH_TOKEN: other.token } })).code).toBe(0);
    expect(other.state.methods).toHaveLength(0);
    await other.close();
    expect(await passkeys(1)).toHaveLength(1);
  });

  test('when the challenge ran out meanwhile, the credential stays, because Entra may have it', async () => {
    graph.faults.add({ method: 'POST', path: 'fido2Methods', cut: 'before', times: 100 });
    await enroll(1, registering);
    graph.faults.clear();
    now += 6 * 60_000;
    expect(await passkeys(1)).toHaveLength(0);
    expect(key.state().credentialCount).toBe(1);
    const next = JSON.parse((await enroll(2)).stdout);
    expect(next).toMatchObject({ ok: true, user: { userPrincipalName: 'user2@contoso.example' } });
    expect(key.state().credentialCount).toBe(2);
    expect(await passkeys(2)).toHaveLength(1);
    expect(journalStates()).toEqual(['needs-attention', 'done']);
  });
});

describe('killed earlier', () => {
  test('waiting for a touch: nothing is registered, and the same user can be enrolled', async () => {
    key.setTouch('manual');
    await enroll(1, stderr => stderr.includes('Touch the button'));
    key.setTouch('auto');
    key.powerOff();
    key.powerOn();
    expect(JSON.parse((await enroll(1)).stdout)).toMatchObject({ ok: true });
    expect(await passkeys(1)).toHaveLength(1);
    expect(key.state().credentialCount).toBe(1);
    // A key without a serial number cannot show that it is the one of the first enrollment; a person can.
    expect(journalStates()).toEqual(['needs-attention', 'done']);
  });
});

describe('killed when it is over but for its entry in the log', () => {
  /** The first statement of the transaction that ends an enrollment. */
  const LAST_WRITE = 'update "journal" set "recovered"';

  test('the next start ends it, and the log tells once of every passkey that is there', async () => {
    const seen: unknown[] = [];
    for (const when of ['before', 'after']) {
      for (let n = 1, killed = true; killed; n++) {
        killAt = `main:${when}:${n}:${LAST_WRITE}`;
        const user = seen.length + 1;
        killed = (await enroll(user)).code === null;
        seen.push(journalStates().at(-1));
        killAt = '';
        await passkeys(user);
      }
    }
    // Before its last commit an enrollment is proven, after it done.
    expect(seen).toContain('proven');
    const done = rows("SELECT id FROM journal WHERE state = 'done'").map(({ id }) => id);
    const told = rows("SELECT facts FROM activity WHERE kind IN ('enrollment-done', 'enrollment-recovered')")
      .map(({ facts }) => JSON.parse(String(facts)))
      .filter(({ to = 'done' }) => to === 'done');
    expect(told.map(({ enrollmentId }) => enrollmentId).sort()).toEqual(done.sort());
    expect(JSON.parse((await run(['activity', 'verify'])).stdout)).toMatchObject({ ok: true });
  }, 120_000);
});

function journalStates(): unknown[] {
  return rows('SELECT state FROM journal ORDER BY started_at').map(({ state }) => state);
}

function rows(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
