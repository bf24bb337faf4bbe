import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 600_000 });

const killedAt = pathToFileURL(join(import.meta.dirname, '../killedAt.ts')).href;
/** More writes than a command makes. */
const MOST = 60;
let folder: string;
let graph: GraphSimulator;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-assignment-crash-'));
  graph = await startGraphSimulator({ users: 100, privileged: true });
});
afterEach(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command, killed after a write of that number; `data` is a folder of its own for what must not be shared. */
async function run(args: readonly string[], { data = folder, killAfter = 0 } = {}) {
  const { code, stdout } = await keydesk([...args, '--graph', graph.url, '--data', data, '--json'], {
    stdin: '318459\n',
    env: {
      KEYDESK_GRAPH_TOKEN: graph.token,
      NODE_OPTIONS: `--import=${killedAt}`,
      KEYDESK_KILLED_AT: killAfter === 0 ? '' : `main:after:${killAfter}`,
    },
  });
  return { killed: code === null, answer: stdout === '' ? {} : JSON.parse(stdout) };
}

function all(sql: string, data = folder): Record<string, unknown>[] {
  const database = new DatabaseSync(join(data, 'keydesk.db'), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

function alter(sql: string): void {
  const database = new DatabaseSync(join(folder, 'keydesk.db'));
  database.exec(sql);
  database.close();
}

/** What became of a user's assignments, by themselves, by what others are told, and by the log. */
function toldOf({ id }: { id: string }, data = folder) {
  const log = all(`SELECT kind, facts FROM activity WHERE user_id = '${id}' ORDER BY seq`, data);
  const changes = log.filter(({ kind }) => kind === 'assignment-changed').map(({ facts }) => JSON.parse(String(facts)));
  return {
    states: all(`SELECT state FROM assignment WHERE user_id = '${id}'`, data).map(({ state }) => state),
    events: all(`SELECT type FROM event WHERE user_id = '${id}' ORDER BY seq`, data).map(({ type }) => type),
    assigned: log.filter(({ kind }) => kind === 'passkey-assigned').length,
    from: changes.map(({ from }) => from),
    to: changes.map(({ to }) => to),
  };
}
const methodsOf = ({ id }: { id: string }) => graph.state.methods.filter(({ userId }) => userId === id);
const idOf = ({ id }: { id: string }, data = folder) =>
  String(all(`SELECT id FROM assignment WHERE user_id = '${id}'`, data)[0]?.id);

/** Employees by number. */
function member(n: number) {
  const members = Array.from({ length: 99 }, (_, i) => graph.tenant.user(i + 1)).filter(
    ({ userType, accountEnabled }) => userType !== 'Guest' && accountEnabled,
  );
  const user = members[n];
  if (user === undefined) throw new Error('no user is left');
  return user;
}

test('assigned and canceled by commands that are killed after any write: once, and told of once', async () => {
  let killed = true;
  for (let n = 1; killed && n < MOST; n++) {
    const user = member(n);
    const assign = ['assignments', 'assign', '--user', user.userPrincipalName];
    const first = await run(assign, { killAfter: n });
    if (first.killed) await run(assign);
    const pending = { states: ['pending'], events: ['passkey.assigned'], assigned: 1 };
    expect(toldOf(user), `assign ${n}`).toEqual({ ...pending, from: [], to: [] });

    const cancel = ['assignments', 'cancel', '--id', idOf(user)];
    const second = await run(cancel, { killAfter: n });
    if (second.killed) await run(cancel);
    const events = [...pending.events, 'passkey.cancelled'];
    const canceled = { ...pending, events, states: ['cancelled'], from: ['pending'], to: ['cancelled'] };
    expect(toldOf(user), `cancel ${n}`).toEqual(canceled);
    killed = first.killed || second.killed;
    expect(n === 1 ? killed : true).toBe(true);
  }
  expect((await run(['activity', 'verify'])).answer.ok).toBe(true);
});

test.each([
  ['that is over', "expires_at = '2020-01-01T00:00:00.000Z'", ['pending', 'expired'], () => ['list']],
  [
    'that failed',
    "state = 'failed', reason = 'enrolment-failed'",
    ['failed', 'pending'],
    (id: string) => ['retry', '--id', id],
  ],
])('one %s moves on once, by commands that are killed after any write', async (_, change, [from, to], command) => {
  for (let n = 1, killed = true; killed && n < MOST; n++) {
    const user = member(n);
    await run(['assignments', 'assign', '--user', user.userPrincipalName]);
    alter(`UPDATE assignment SET ${change} WHERE user_id = '${user.id}'`);
    const args = ['assignments', ...command(idOf(user))];
    ({ killed } = await run(args, { killAfter: n }));
    if (killed) await run(args);
    expect(toldOf(user), `kill ${n}`).toMatchObject({ states: [to], from: [from], to: [to] });
    expect(n === 1 ? killed : true).toBe(true);
  }
  expect((await run(['activity', 'verify'])).answer.ok).toBe(true);
});

describe('an enrollment that Entra refuses, and what undoes one', () => {
  /** A user with a blank key, at a desk of their own: one after the other they would be one another's desks. */
  async function openScene(n: number) {
    const user = member(n);
    const data = join(folder, user.id);
    const key = await createSoftwareKey({ profile: 'full' });
    const replyPort = await freePort();
    const udp = await serveUdp(key, { port: 0, replyPort });
    const upn = user.userPrincipalName;
    return {
      user,
      key,
      data,
      enroll: ['enroll', '--user', upn, '--key', `udp:${udp.port}:${replyPort}`, '--pin-stdin'],
      look: ['passkeys', 'list', '--user', upn],
      close: async () => {
        await udp.close();
        await key.close();
      },
    };
  }

  test('killed after any write: one passkey, one live assignment; revoked or lost, none', async () => {
    let kills = 0;
    let undoing = true;
    for (let n = 1, killed = true; killed && n < MOST; n++) {
      const { user, key, data, enroll, look, close } = await openScene(n);
      graph.faults.add({ method: 'POST', path: 'fido2Methods', status: 400, times: 100 });
      const first = await run(enroll, { data, killAfter: n });
      ({ killed } = first);
      if (!killed) expect(toldOf(user, data).states).toEqual(['failed']);
      graph.faults.clear();
      await run(look, { data });
      if (methodsOf(user).length === 0) await run(enroll, { data });
      const made = toldOf(user, data);
      expect(made.states, `enroll ${n}`).toEqual(['active']);
      expect([methodsOf(user).length, key.state().credentialCount], `enroll ${n}`).toEqual([1, 1]);
      const count = (type: string) => made.events.filter(event => event === type).length;
      expect([made.assigned, count('passkey.assigned'), count('passkey.registered')], `enroll ${n}`).toEqual([1, 1, 1]);
      expect([...made.from, 'active'], `enroll ${n}`).toEqual(['pending', ...made.to]);

      await close();
      if (!undoing) continue;

      // Unknown where the passkey was recovered: its key is recognized when it is used again.
      const [held] = all('SELECT security_key_id AS id FROM assignment WHERE security_key_id IS NOT NULL', data);
      const lost = n % 2 === 0 && held !== undefined;
      const undo = lost
        ? ['inventory', 'report-lost', '--id', String(held.id)]
        : ['assignments', 'revoke', '--id', idOf(user, data)];
      const second = await run(undo, { data, killAfter: Math.ceil(n / 2) });
      if (second.killed) {
        const marked = lost && all("SELECT 1 FROM security_key WHERE mark = 'lost'", data).length === 1;
        await run(marked ? look : undo, { data });
        kills++;
      }
      const { states, events, to } = toldOf(user, data);
      expect(methodsOf(user), `${undo[1]} ${n}`).toEqual([]);
      expect(states, `${undo[1]} ${n}`).toEqual(['revoked']);
      expect(events, `${undo[1]} ${n}`).toEqual([...made.events, 'passkey.revoked']);
      expect(to, `${undo[1]} ${n}`).toEqual([...made.to, 'revoked']);
      if (second.killed) expect((await run(['activity', 'verify'], { data })).answer.ok).toBe(true);
      // Both commands have been killed everywhere.
      undoing = second.killed || n < 12;
    }
    expect(kills).toBeGreaterThan(5);
  });
});
