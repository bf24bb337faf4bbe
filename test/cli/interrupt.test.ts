import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { PIN, USER, withSession } from '../badInput/desk.ts';
import { freePort } from '../freePort.ts';
import { programs } from '../programs.ts';
import { keydesk } from './run.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'keydesk-interrupt-'));
const TOUCH = 'Touch the button';
let graph: GraphSimulator;
let runs = 0;
beforeAll(async () => {
  graph = await startGraphSimulator({ users: 10 });
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The ways in which people start the command. */
const launchers = {
  'the command itself': [process.execPath, '--disable-warning=ExperimentalWarning', programs.keydesk],
  'scripts/keydesk.mjs': [process.execPath, 'scripts/keydesk.mjs'],
  'npm run': ['npm', 'run', '-s', 'keydesk', '--'],
} as const;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly data: string;
}

/** Runs a command in a process group of its own, as a terminal does, and does something to the group at the touch. */
async function interrupted(
  launcher: readonly string[],
  args: readonly string[],
  key: SoftwareKey,
  atTouch: (group: number) => void,
): Promise<Ended> {
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  const data = join(folder, `${runs++}`);
  const options = ['--key', `udp:${udp.port}:${replyPort}`, '--graph', graph.url, '--data', data, '--json'];
  const [program = '', ...before] = launcher;
  const confirm = args[0] === 'keys' ? ['--confirm', `Development key ${udp.port}:${replyPort}`] : [];
  const child = spawn(program, [...before, ...args, ...confirm, ...options], {
    cwd: root,
    detached: true,
    env: { ...process.env, KEYDESK_GRAPH_TOKEN: graph.token },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(`${PIN}\n`);
  let [stdout, stderr, acted] = ['', '', false];
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
    if (acted || !stderr.includes(TOUCH)) return;
    acted = true;
    atTouch(-(child.pid ?? 0));
  });
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  // What is under test is whether the key still waits; how long it takes to be told after a kill is not.
  await vi.waitUntil(() => !key.state().waitingForTouch, { timeout: 5000, interval: 5 });
  await udp.close();
  return { code, stdout, data };
}

const enroll = ['enroll', '--user', USER, '--pin-stdin'];
const reset = ['keys', 'reset'];

/** The program may be slow to start. Whether ten seconds have passed since power-up is not under test. */
const clock = () => 0;

async function keyWithPin(): Promise<SoftwareKey> {
  const key = await createSoftwareKey({ profile: 'full', clock });
  await withSession(key, session => session.setPin(PIN));
  key.powerCycle();
  key.setTouch('manual');
  return key;
}

const blankKey = () => createSoftwareKey({ profile: 'full', touch: 'manual' });

describe.each(Object.entries(launchers))('Ctrl-C while the key waits for a touch, by %s', (name, launcher) => {
  // npm takes long to start, and its last link is the same script.
  const tries = name === 'npm run' ? 1 : 3;

  test('cancels an enrollment on the key, and says so', async () => {
    await Promise.all(
      Array.from({ length: tries }, async () => {
        const key = await keyWithPin();
        const { code, stdout, data } = await interrupted(launcher, enroll, key, group => process.kill(group, 'SIGINT'));
        expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' }, cleanedUp: true });
        // npm ends as it was interrupted itself.
        expect(code).toBe(name === 'npm run' ? null : 1);
        key.touch();
        expect(key.state().credentialCount).toBe(0);
        expect(told(data)).toContainEqual({ kind: 'enrollment-failed', result: 'cancelled' });
        await key.close();
      }),
    );
    expect(graph.state.methods).toEqual([]);
  });

  test('cancels a reset on the key, and says so', async () => {
    await Promise.all(
      Array.from({ length: tries }, async () => {
        const key = await keyWithPin();
        const { code, stdout, data } = await interrupted(launcher, reset, key, group => process.kill(group, 'SIGINT'));
        expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
        // npm ends as it was interrupted itself.
        expect(code).toBe(name === 'npm run' ? null : 1);
        key.touch();
        expect(key.state().pinSet).toBe(true);
        expect(told(data)).toEqual([{ kind: 'key-reset', result: 'cancelled' }]);
        await key.close();
      }),
    );
  });
});

describe('whatever else ends the command while the key waits for a touch', () => {
  test.each(['SIGHUP', 'SIGTERM', 'SIGQUIT', 'SIGKILL'] as const)('%s to the whole group', async signal => {
    const key = await keyWithPin();
    const { stdout } = await interrupted(launchers['the command itself'], reset, key, group =>
      process.kill(group, signal),
    );
    if (signal === 'SIGHUP' || signal === 'SIGTERM') {
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    }
    key.touch();
    expect(key.state().pinSet).toBe(true);
    await key.close();
  });
});

describe('an enrollment that waits for a touch is canceled on the key, and says so', () => {
  const ways = (['the command itself', 'scripts/keydesk.mjs'] as const).flatMap(name =>
    (['SIGHUP', 'SIGTERM'] as const).map(signal => [signal, name] as const),
  );

  test.each(ways)('by %s to %s', async (signal, name) => {
    const key = await keyWithPin();
    const { code, stdout, data } = await interrupted(launchers[name], enroll, key, group =>
      process.kill(group, signal),
    );
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' }, cleanedUp: true });
    expect(code).toBe(1);
    key.touch();
    expect(key.state().credentialCount).toBe(0);
    expect(told(data)).toContainEqual({ kind: 'enrollment-failed', result: 'cancelled' });
    await key.close();
  });

  test.skipIf(!existsSync('/usr/bin/script')).each([
    ['', () => keyWithPin(), '--pin-stdin', []],
    [', and notes that a random PIN was perhaps never seen', () => blankKey(), '--random-pin 6', ['pin-never-seen']],
  ] as const)(
    'by the end of its terminal, to which nothing can be written any more%s',
    async (_, makeKey, pin, notes) => {
      const key = await makeKey();
      const replyPort = await freePort();
      const udp = await serveUdp(key, { port: 0, replyPort });
      const data = join(folder, `${runs++}`);
      const at = `--key udp:${udp.port}:${replyPort} --graph ${graph.url} --data ${data}`;
      const command = `${process.execPath} src/cli/keydesk.ts enroll --user ${USER} ${pin} ${at} < ${pinFile()}`;
      const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], {
        cwd: root,
        env: { ...process.env, KEYDESK_GRAPH_TOKEN: graph.token },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      child.stdout.on('data', chunk => String(chunk).includes(TOUCH) && child.kill('SIGKILL'));
      await new Promise(resolve => child.on('close', resolve));
      await vi.waitUntil(() => !key.state().waitingForTouch, { timeout: 5000, interval: 5 });
      await vi.waitUntil(() => ended(data), { timeout: 10_000, interval: 50 });
      key.touch();
      expect(key.state().credentialCount).toBe(0);
      expect(told(data)).toContainEqual({ kind: 'enrollment-failed', result: 'cancelled' });
      const noted = () => told(data).map(({ kind }) => kind);
      await vi.waitUntil(() => notes.every(note => noted().includes(note)), { timeout: 10_000, interval: 50 });
      if (notes.length === 0) expect(noted()).not.toContain('pin-never-seen');
      await udp.close();
      await key.close();
    },
  );
});

test('a random PIN that ended with a killed command is noted by the next one', async () => {
  const key = await blankKey();
  const [command, args] = [launchers['the command itself'], ['enroll', '--user', USER, '--random-pin', '6']];
  const { data } = await interrupted(command, args, key, group => process.kill(group, 'SIGKILL'));
  expect(key.state().pinSet).toBe(true);
  const env = { KEYDESK_GRAPH_TOKEN: graph.token };
  const next = await keydesk(['enrollments', 'list', '--graph', graph.url, '--data', data], { env });
  expect(next.code).toBe(0);
  expect(told(data)).toContainEqual({ kind: 'pin-never-seen', result: 'failed' });
  await key.close();
});

function pinFile(): string {
  const file = join(folder, 'pin');
  writeFileSync(file, `${PIN}\n`);
  return file;
}

/** Whether the activity log has the end of an enrollment. */
function ended(data: string): boolean {
  return told(data).some(({ kind }) => kind === 'enrollment-failed');
}

/** Kills the key host of a command and nothing else. */
function killHost(group: number): void {
  const [host] = execFileSync('pgrep', ['-P', `${-group}`], { encoding: 'utf8' }).split('\n');
  process.kill(Number(host), 'SIGKILL');
}

describe('a key host that dies alone while the key waits for a touch', () => {
  const command = launchers['the command itself'];

  test('leaves no enrollment that a later touch would carry out, and the error names the crash', async () => {
    const key = await keyWithPin();
    const { code, stdout } = await interrupted(command, enroll, key, killHost);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'key-host-crashed' } });
    expect(code).toBe(1);
    key.touch();
    expect(key.state().credentialCount).toBe(0);
    await key.close();
  });

  test('leaves no reset that a later touch would carry out, and the error names the crash', async () => {
    const key = await keyWithPin();
    const { stdout } = await interrupted(command, reset, key, killHost);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: {
        code: 'reset-uncertain',
        message: expect.stringContaining('stopped before the key confirmed the reset'),
      },
    });
    key.touch();
    expect(key.state().pinSet).toBe(true);
    await key.close();
  });
});

/** What the activity log says was done. */
function told(data: string): { kind: string; result: string }[] {
  const database = new DatabaseSync(join(data, 'keydesk.db'), { timeout: 10_000, readOnly: true });
  try {
    return database.prepare('SELECT kind, result FROM activity').all() as { kind: string; result: string }[];
  } finally {
    database.close();
  }
}

describe.skipIf(process.platform === 'win32')('a command that waits for a file which never ends', () => {
  const pipe = join(folder, 'pipe');
  const waiting = (child: { pid?: number | undefined }) =>
    readdirSync(`/proc/${child.pid}/fd`).some(fd => {
      try {
        return readlinkSync(`/proc/${child.pid}/fd/${fd}`) === pipe;
      } catch {
        // It was closed in between.
        return false;
      }
    });
  beforeAll(() => void execFileSync('mkfifo', [pipe]));

  test.runIf(existsSync('/proc/self/fd')).each([
    ['a list of users', ['batch', 'create', '--from', pipe]],
    ['a logo', ['organization', 'set', '--logo', pipe]],
  ])('ends after SIGTERM: %s', async (_, args) => {
    const data = join(folder, `pipe-${runs++}`);
    const { code, stderr } = await keydesk(['--practice', '--data', data, ...args], {
      onStart: child => {
        const timer = setInterval(() => {
          if (child.exitCode !== null) return clearInterval(timer);
          if (!waiting(child)) return;
          clearInterval(timer);
          child.kill('SIGTERM');
        }, 50);
      },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Canceled.') });
  });

  test('is not begun for a package, which must be a file that Keydesk can write again', async () => {
    const { code, stderr } = await keydesk(['--practice', 'deferred', 'show', '--package', pipe]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('is not a package of Keydesk') });
  });
});
