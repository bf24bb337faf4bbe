import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { freePort } from '../freePort.ts';
import { programs } from '../programs.ts';
import { keydesk, type RunOptions } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });

const PASSPHRASE = 'correct horse battery';
const upn = (n: number) => `user${n}@contoso.example`;

let folder: string;
let graph: GraphSimulator;
let port: number;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-deferred-'));
  file = join(folder, 'site.keydesk-keys');
  port = await freePort();
  graph = await openTenant();
});
afterEach(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const openTenant = () =>
  startGraphSimulator({ port, users: 10, token: 'token', stateFile: join(folder, 'tenant.json') });

async function run(args: readonly string[], options: RunOptions = {}) {
  const { code, stdout, stderr } = await keydesk(['--json', ...args], {
    stdin: `${PASSPHRASE}\n`,
    ...options,
    env: {
      KEYDESK_SEALING_KEY: 'a key that is long enough to seal with it',
      KEYDESK_GRAPH_TOKEN: 'token',
      ...options.env,
    },
  });
  return { code, stderr, answer: stdout === '' ? {} : JSON.parse(stdout) };
}

const office = (...args: string[]) => ['--graph', graph.url, '--data', join(folder, 'office'), ...args];
/** A computer that never had a connection. Its practice keys are a source of keys only. */
const site = (...args: string[]) => ['--practice', '--data', join(folder, 'site'), ...args];
const packaged = ['--package', '', '--passphrase-stdin'];
const ofPackage = () => packaged.map(part => (part === '' ? file : part));

async function fetchUsers(count: number) {
  const users = join(folder, 'users.csv');
  writeFileSync(users, Array.from({ length: count }, (_, n) => upn(n + 1)).join('\n'));
  await run(office('profiles', 'create', '--name', 'Desk', '--pin', 'random-digits:8', '--default'));
  return run(office('deferred', 'fetch', '--users', users, '--to', file, '--passphrase-stdin', '--days', '14'));
}

const states = (rows: readonly { state: string; error?: { code: string } }[]) =>
  rows.map(({ state, error }) => (error === undefined ? state : `${state} ${error.code}`));

async function registered(n: number): Promise<number> {
  const { answer } = await run(office('passkeys', 'list', '--user', upn(n)), { stdin: '' });
  return answer.passkeys.length;
}

describe('keydesk deferred', () => {
  test('fetches with a network, makes keys without one, and registers them afterwards', async () => {
    const fetched = await fetchUsers(3);
    expect(fetched.code).toBe(0);
    expect(states(fetched.answer.rows)).toEqual(['fetched', 'fetched', 'fetched']);
    await graph.close();

    const made = await run(site('deferred', 'make', ...ofPackage()));
    expect(made.code, made.stderr).toBe(0);
    expect(made.answer).toMatchObject({ ok: true, made: 3, failed: 0 });
    expect(states(made.answer.rows)).toEqual(['made', 'made', 'made']);

    const early = await run(office('deferred', 'upload', '--package', file), { stdin: '' });
    expect(early.code).toBe(1);
    expect(early.answer.error.code).toBe('graph-unreachable');

    graph = await openTenant();
    // The Keydesk that has fetched the package opens it by itself.
    const uploaded = await run(office('deferred', 'upload', '--package', file), { stdin: '' });
    expect(uploaded.code, uploaded.stderr).toBe(0);
    expect(states(uploaded.answer.rows)).toEqual(['uploaded', 'uploaded', 'uploaded']);
    expect(
      uploaded.answer.rows.every((row: { methodId: string; pinKept: boolean }) => row.methodId && !row.pinKept),
    ).toBe(true);
    expect(await registered(2)).toBe(1);
    const sheets = join(folder, 'sheets.pdf');
    const args = ['--id', uploaded.answer.batch.id, '--to', sheets, '--pins', 'separate', '--passphrase-stdin'];
    expect((await run(office('batch', 'sheets', ...args))).code).toBe(0);
    const shown = await run(office('deferred', 'show', '--package', file), { stdin: '' });
    expect(shown.answer.package.counts).toMatchObject({ uploaded: 3, made: 0 });
  });

  test('makes keys on a computer without any connection', async () => {
    await fetchUsers(1);
    await graph.close();
    const [udp, reply] = [await freePort(), await freePort()];
    const key = await simulatedKey(udp, reply);
    try {
      const args = ['--data', join(folder, 'bare'), 'deferred', 'make', ...ofPackage(), '--key', `udp:${udp}:${reply}`];
      const env = { KEYDESK_UDP_KEYS: `${udp}:${reply}`, KEYDESK_GRAPH_TOKEN: '' };
      const made = await run(args, { env });
      expect(made.code, made.stderr).toBe(0);
      expect(states(made.answer.rows)).toEqual(['made']);
    } finally {
      key.kill();
    }
    graph = await openTenant();
    const { answer } = await run(office('deferred', 'upload', ...ofPackage()));
    expect(states(answer.rows)).toEqual(['uploaded']);
  });

  test('that is killed at the touch continues with the same key, which has no serial number', async () => {
    await fetchUsers(2);
    await graph.close();
    const [udp, reply] = [await freePort(), await freePort()];
    const key = await simulatedKey(udp, reply, '--touch', 'manual', '--state', join(folder, 'key.json'));
    const args = ['--data', join(folder, 'bare'), 'deferred', 'make', ...ofPackage()];
    const env = { KEYDESK_UDP_KEYS: `${udp}:${reply}`, KEYDESK_GRAPH_TOKEN: '' };
    try {
      const killed = await run(args, {
        env,
        onStderr: (child, text) => {
          if (/touch/i.test(text)) child.kill('SIGKILL');
        },
      });
      expect(killed.code).toBeNull();
    } finally {
      key.kill();
    }
    const again = await simulatedKey(udp, reply, '--state', join(folder, 'key.json'));
    try {
      const made = await run(args, {
        env,
        onStderr: (child, text) => {
          if (text.includes('is made.') || text.includes('already has a PIN')) child.kill('SIGINT');
        },
      });
      expect(states(made.answer.rows), made.stderr).toEqual(['made', 'fetched']);
    } finally {
      again.kill();
    }
    const shown = await keydesk([...site('deferred', 'show', ...ofPackage())], { stdin: `${PASSPHRASE}\n` });
    expect(shown.stdout).toContain('First end of validity');
    graph = await openTenant();
    const { answer } = await run(office('deferred', 'upload', ...ofPackage()));
    expect(states(answer.rows)).toEqual(['uploaded', 'fetched']);
  });

  test('shows no end of validity when none is left', async () => {
    await fetchUsers(1);
    await run(site('deferred', 'make', ...ofPackage()));
    await run(office('deferred', 'upload', ...ofPackage()));
    const shown = await keydesk([...site('deferred', 'show', ...ofPackage())], { stdin: `${PASSPHRASE}\n` });
    expect(shown.stdout).toContain('Registered');
    expect(shown.stdout).not.toContain('First end of validity');
  });

  test('says that it failed when every user is refused, and names no file that it did not write', async () => {
    const users = join(folder, 'nobody.csv');
    writeFileSync(users, 'user\nnobody@contoso.example\n');
    const args = ['deferred', 'fetch', '--users', users, '--to', file, '--passphrase-stdin'];
    const { code, answer } = await run(office(...args));
    expect([code, answer.ok, answer.package.file, existsSync(file)]).toEqual([1, false, null, false]);
    expect(states(answer.rows)).toEqual(['refused user-not-found']);
  });

  test('says that it failed when rows failed, for example because another program writes the package', async () => {
    await fetchUsers(6);
    await graph.close();
    const other = (...args: string[]) => ['--practice', '--data', join(folder, 'other'), ...args];
    const ends = await Promise.all([
      run(site('deferred', 'make', ...ofPackage())),
      run(other('deferred', 'make', ...ofPackage())),
    ]);
    expect(ends.some(({ answer }) => answer.failed > 0)).toBe(true);
    for (const { code, answer } of ends) {
      const good = answer.failed === 0;
      expect([code, answer.ok]).toEqual([good ? 0 : 1, good]);
    }
  });

  test('names a wrong passphrase, a missing file and a missing choice', async () => {
    await fetchUsers(1);
    const wrong = await run(site('deferred', 'show', ...ofPackage()), { stdin: 'another passphrase\n' });
    expect(wrong.answer.error).toMatchObject({ code: 'deferred-unopened' });
    expect(wrong.answer.error.message).toContain('passphrase is wrong');
    const missing = await run(site('deferred', 'make', '--package', join(folder, 'none'), '--passphrase-stdin'));
    expect(missing.answer.error.code).toBe('deferred-package-missing');
    const open = await run(
      office('deferred', 'fetch', '--users', join(folder, 'users.csv'), '--to', join(folder, 'new')),
    );
    expect(open.answer.error.code).toBe('handover-passphrase');
    const stranger = await run(site('deferred', 'show', '--package', file), { stdin: '' });
    expect(stranger.answer.error.message).toContain('by itself');
  });

  test('that is killed while keys are made goes on where it stood', async () => {
    await fetchUsers(3);
    await graph.close();
    for (const at of [1, 2]) {
      let touches = 0;
      const killed = await keydesk(['--json', ...site('deferred', 'make', ...ofPackage())], {
        stdin: `${PASSPHRASE}\n`,
        onStderr: (child, text) => {
          touches = text.split('is made.').length - 1;
          if (touches >= at) child.kill('SIGKILL');
        },
      });
      expect(killed.code).toBeNull();
      const { answer } = await run(site('deferred', 'show', ...ofPackage()));
      expect(states(answer.rows).filter(state => state === 'made').length).toBeGreaterThanOrEqual(at);
    }
    const made = await run(site('deferred', 'make', ...ofPackage()));
    expect(states(made.answer.rows)).toEqual(['made', 'made', 'made']);
    graph = await openTenant();
    const { answer } = await run(office('deferred', 'upload', ...ofPackage()));
    expect(states(answer.rows)).toEqual(['uploaded', 'uploaded', 'uploaded']);
    for (const n of [1, 2, 3]) expect(await registered(n)).toBe(1);
  });

  test('that is killed while it uploads registers each key once', async () => {
    const killedAt = pathToFileURL(join(import.meta.dirname, '../killedAt.ts')).href;
    await fetchUsers(3);
    await run(site('deferred', 'make', ...ofPackage()));
    let killed = true;
    let times = 0;
    for (let after = 3; killed && after <= 60; after += 7) {
      const { code } = await run(office('deferred', 'upload', ...ofPackage()), {
        env: { NODE_OPTIONS: `--import=${killedAt}`, KEYDESK_KILLED_AT: `main:after:${after}` },
      });
      killed = code === null;
      if (killed) times += 1;
    }
    expect(times).toBeGreaterThan(0);
    const { answer, code } = await run(office('deferred', 'upload', ...ofPackage()));
    expect(states(answer.rows)).toEqual(['uploaded', 'uploaded', 'uploaded']);
    expect(code).toBe(0);
    for (const n of [1, 2, 3]) expect(await registered(n)).toBe(1);
    const { answer: found } = await run(office('assignments', 'list'), { stdin: '' });
    expect(found.assignments.map(({ state }: { state: string }) => state)).toEqual(['active', 'active', 'active']);
    const { answer: batch } = await run(office('batch', 'show', '--id', answer.batch.id), { stdin: '' });
    expect(batch.rows.map((row: { state: string; pinKept: boolean }) => `${row.state} ${row.pinKept}`)).toEqual([
      'done true',
      'done true',
      'done true',
    ]);
  });
});

/** Starts a software key as a program of its own. */
function simulatedKey(udp: number, reply: number, ...more: string[]): Promise<ChildProcess> {
  const args = [
    '--disable-warning=ExperimentalWarning',
    programs.keydesk,
    '--json',
    'simulate',
    'key',
    '--udp',
    `${udp}:${reply}`,
    ...more,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise(resolve => child.stdout.once('data', () => resolve(child)));
}
