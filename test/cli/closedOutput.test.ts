import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { programs } from '../programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-closed-'));
const USER = 'user1@contoso.example';
let graph: GraphSimulator;
let runs = 0;
beforeAll(async () => {
  graph = await startGraphSimulator({ users: 300 });
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where stdout and stderr lead; pipes unless a file is named. */
interface Way {
  readonly file?: string;
  readonly log?: string;
  /** How a shell redirects the output, in place of `file` and `log`, and what it does before. */
  readonly redirect?: string;
  readonly before?: string;
  /** Called at the start and whenever stdout grows: the place to close a pipe. */
  readonly onOutput?: (child: ChildProcess, stdout: string) => void;
}

function run(args: readonly string[], { file, log, redirect, before = '', onOutput }: Way): Promise<Ended> {
  const data = join(folder, `${runs++}`);
  const [out, err] = [file, log].map(name => (name === undefined ? 'pipe' : openSync(name, 'w')));
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', programs.keydesk, ...args];
  const whole = [...command, '--graph', graph.url, '--data', data];
  const [name = '', ...rest] =
    redirect === undefined ? whole : ['sh', '-c', `${before} exec "$@" ${redirect}`, 'sh', ...whole];
  const child = spawn(name, rest, {
    env: { ...process.env, KEYDESK_GRAPH_TOKEN: graph.token },
    stdio: ['ignore', out, err],
    detached: true,
  });
  let [stdout, stderr] = ['', ''];
  // Without a terminal of its own, whatever the tests run in.
  child.stdout?.on('data', chunk => {
    stdout += chunk;
    onOutput?.(child, stdout);
  });
  child.stderr?.on('data', chunk => {
    stderr += chunk;
  });
  onOutput?.(child, '');
  return new Promise(resolve => child.on('close', code => resolve({ code, stdout, stderr })));
}

/** Enrolls a key of its own with a random PIN. */
async function enroll(
  way: Way,
  json: readonly string[] = ['--json'],
): Promise<Ended & { pinSet: boolean; passkeys: number }> {
  const key = await createSoftwareKey({ profile: 'full', touch: 'auto' });
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  const where = ['--key', `udp:${udp.port}:${replyPort}`];
  const ended = await run(['enroll', '--user', USER, '--random-pin', '6', ...where, ...json], way);
  const { pinSet, credentialCount } = key.state();
  await udp.close();
  await key.close();
  return { ...ended, pinSet, passkeys: credentialCount };
}

const closeOut = (child: ChildProcess) => void child.stdout?.destroy();
const PIN = /\b\d{6}\b/;

describe('a random PIN that could not be shown is not set', () => {
  test.each([
    ['in words', []],
    ['as JSON', ['--json']],
  ])('when the reader of stdout has ended: %s', async (_, json) => {
    const ended = await enroll({ onOutput: closeOut }, json);
    expect(ended).toMatchObject({ code: 1, pinSet: false, passkeys: 0 });
    expect(ended.stderr).toContain('could not be shown');
    expect(ended.stderr).not.toMatch(PIN);
  });

  test.each([
    ['in words', []],
    ['as JSON', ['--json']],
  ])('when the reader ends before the key is prepared: %s', async (_, json) => {
    const ended = await enroll({ onOutput: (child, stdout) => stdout !== '' && closeOut(child) }, json);
    expect(ended).toMatchObject({ code: 1, pinSet: false, passkeys: 0 });
    expect(ended.stderr).toContain('could not be shown');
    expect(ended.stderr).not.toMatch(PIN);
  });

  test.each(['/dev/null', '/dev/full'])('when stdout is %s, as it is when it was closed', async file => {
    const ended = await enroll({ file });
    expect(ended).toMatchObject({ code: 1, pinSet: false, passkeys: 0 });
    expect(ended.stderr).toContain('could not be shown');
  });
});

test('a random PIN that was set meanwhile is shown on stderr', async () => {
  const ended = await enroll({ onOutput: (child, stdout) => stdout.length >= 2 && closeOut(child) });
  expect(ended).toMatchObject({ code: 0, pinSet: true, passkeys: 1 });
  expect(ended.stderr).toMatch(PIN);
});

describe('SECURITY: without a terminal, a random PIN', () => {
  test('is not set if it could be lost, because stderr is a file and the reader of stdout may end', async () => {
    const log = join(folder, 'log');
    const ended = await enroll({ log });
    expect(ended).toMatchObject({ code: 1, pinSet: false, passkeys: 0 });
    expect(JSON.parse(ended.stdout)).toMatchObject({ ok: false, error: { code: 'output-closed' } });
    expect(readFileSync(log, 'utf8')).toContain('may end before the PIN is printed');
  });

  test('is not set if the same program reads stderr, and would end with stdout', async () => {
    const ended = await enroll({ redirect: '2>&1' });
    expect(ended).toMatchObject({ code: 1, pinSet: false });
    expect(ended.stdout).toContain('may end before the PIN is printed');
  });

  test('is not set if stdout and stderr are one file, which is a log', async () => {
    const log = join(folder, 'both');
    const ended = await enroll({ redirect: `>${log} 2>&1` }, []);
    expect(ended).toMatchObject({ code: 1, pinSet: false });
    expect(readFileSync(log, 'utf8')).toContain('goes to a log');
  });

  test('is not set if stdout leads to the journal of systemd', async () => {
    const ended = await enroll({ redirect: '', before: 'export JOURNAL_STREAM=$(stat -Lc %d:%i /proc/$$/fd/1);' });
    expect(ended).toMatchObject({ code: 1, pinSet: false });
    expect(ended.stderr).toContain('goes to a log');
  });

  test('goes to a file that stdout alone leads to, and never to the log beside it', async () => {
    const [file, log] = [join(folder, 'answer'), join(folder, 'log-beside')];
    expect(await enroll({ file, log })).toMatchObject({ code: 0, pinSet: true });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pin: { random: expect.stringMatching(PIN) } });
    expect(readFileSync(log, 'utf8')).not.toMatch(PIN);
  });
});

test('SECURITY: a secret that can be made again is lost rather than written to a log', async () => {
  const log = join(folder, 'log-webhook');
  const args = ['webhooks', 'add', 'https://hooks.contoso.example/x', '--json'];
  expect(await run(args, { log, onOutput: closeOut })).toMatchObject({ code: 1 });
  const told = readFileSync(log, 'utf8');
  expect(told).toContain('could not be shown');
  expect(told).not.toContain('whsec_');
});

test('an enrollment whose stderr is closed goes on to its end', async () => {
  const ended = await enroll({ onOutput: child => void child.stderr?.destroy() });
  expect(ended).toMatchObject({ code: 0, pinSet: true, passkeys: 1 });
  expect(JSON.parse(ended.stdout)).toMatchObject({ ok: true, pin: { random: expect.stringMatching(PIN) } });
});

test.each([['users', 'list'], ['keys', 'list'], ['assignments', 'list', '--json'], ['--help'], ['no-such-command']])(
  'a reader that ends early is no failure: %s %s',
  async (...args) => {
    const { code, stderr } = await run(args, { onOutput: closeOut });
    expect(code).toBe(args[0] === 'no-such-command' ? 2 : 0);
    expect(stderr).not.toMatch(/EPIPE|\bat .*:\d+/);
  },
);

test('an export ends with its reader', async () => {
  const { code, stderr } = await run(['users', 'export'], { onOutput: closeOut });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a full disk is a failure, and named', async () => {
  const { code, stderr } = await run(['keys', 'list'], { file: '/dev/full' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/could not be written: ENOSPC/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a failure that a closed stdout cannot take is printed on stderr', async () => {
  const { code, stderr } = await run(['passkeys', 'list', '--user', 'nobody@contoso.example', '--json'], {
    onOutput: closeOut,
  });
  expect(code).toBe(1);
  expect(stderr).toContain('nobody@contoso.example');
});
