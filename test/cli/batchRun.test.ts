import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { withSession } from '../badInput/desk.ts';
import { freePort } from '../freePort.ts';
import { keydesk, type RunOptions } from './run.ts';

test('a run that nobody can answer for a PIN ends at once, says why, and its rows wait', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await keydesk(['--practice', '--data', folder, '--json', ...args]);
    return { code, stderr, answer: JSON.parse(stdout.split('\n')[0] ?? '') };
  };
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user1@contoso.example\nuser2@contoso.example');
  const { id } = (await run('batch', 'create', '--from', file)).answer.batch;
  const ended = await run('batch', 'run', '--id', id);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('has no PIN yet');
  const dry = await run('batch', 'run', '--id', id, '--dry-run');
  expect(dry.answer.rows[0].plan.refusals).toEqual([{ code: 'pin-required', params: { fresh: true } }]);
  await run('profiles', 'create', '--name', 'Random', '--pin', 'random-digits:8', '--default');
  const { answer } = await run('batch', 'run', '--id', id);
  expect(answer).toMatchObject({ made: 2, failed: 0 });
  // The name by the profile's rules, which the row did not have before.
  expect(answer.rows[0].name).toBeTruthy();
});

test('a key that was refused is not told as a failed row, and nobody must take out a key before the first one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-run-'));
  const graph = await startGraphSimulator({ users: 3, token: 'token' });
  const key = await createSoftwareKey({ profile: 'full' });
  await withSession(key, session => session.setPin('246813'));
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  onTestFinished(async () => {
    await udp.close();
    await Promise.all([key.close(), graph.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const env = {
    KEYDESK_GRAPH_TOKEN: 'token',
    KEYDESK_SEALING_KEY: 'a key that is long enough to seal with it',
    KEYDESK_UDP_KEYS: `${udp.port}:${replyPort}`,
  };
  const args = (...rest: string[]) => ['--graph', graph.url, '--data', join(folder, 'desk'), ...rest];
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user1@contoso.example');
  await keydesk(args('profiles', 'create', '--name', 'Random', '--pin', 'random-digits:8', '--default'), { env });
  const { stdout } = await keydesk(['--json', ...args('batch', 'create', '--from', file)], { env });
  const { id } = JSON.parse(stdout).batch;
  const { stderr } = await keydesk(args('batch', 'run', '--id', id), {
    env,
    onStderr: (child, text) => {
      if (text.includes('plug in the next one') || text.includes('Failed: ')) child.kill('SIGINT');
    },
  });
  expect(stderr).toContain('The key was refused, and user1@contoso.example waits for another one.');
  expect(stderr).toContain('Take out the key, and plug in the next one.');
  expect(stderr).not.toContain('Failed: ');
  const none = await keydesk(args('batch', 'run', '--id', id), {
    env: { ...env, KEYDESK_UDP_KEYS: '' },
    onStderr: (child, text) => {
      if (text.includes('Next: ')) child.kill('SIGINT');
    },
  });
  expect(none.stderr).toContain('Plug in a key.');
  expect(none.stderr).not.toContain('Take out');
});

test('a run says why it waits for Microsoft Graph, and that a replaced passkey is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-wait-'));
  const graph = await startGraphSimulator({ users: 3 });
  const keys = [await createSoftwareKey({ profile: 'full' }), await createSoftwareKey({ profile: 'full' })];
  const ports = await Promise.all(
    keys.map(async key => {
      const replyPort = await freePort();
      const udp = await serveUdp(key, { port: 0, replyPort });
      onTestFinished(udp.close);
      return `udp:${udp.port}:${replyPort}`;
    }),
  );
  onTestFinished(async () => {
    await Promise.all(keys.map(key => key.close()));
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const env = { KEYDESK_GRAPH_TOKEN: graph.token };
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await keydesk(['--graph', graph.url, '--data', folder, '--json', ...args], {
      env,
    });
    return { code, stderr, answer: JSON.parse(stdout.split('\n')[0] ?? '') };
  };
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user1@contoso.example');
  await run('profiles', 'create', '--name', 'Random', '--pin', 'random-digits:8', '--default');
  const first = (await run('batch', 'create', '--from', file)).answer.batch.id;
  graph.faults.add({ method: 'POST', path: '/fido2Methods', status: 429, retryAfter: 2, times: 1 });
  const waited = await run('batch', 'run', '--id', first, '--key', ports[0] ?? '');
  expect(waited.answer).toMatchObject({ ok: true, made: 1, left: 0 });
  expect(waited.stderr).toMatch(/Keydesk continues at \d\d:\d\d:\d\d/);

  const second = (await run('batch', 'create', '--from', file, '--existing', 'replace')).answer.batch.id;
  graph.faults.add({ method: 'DELETE', path: '/fido2Methods/', status: 403, times: 1000 });
  const left = await run('batch', 'run', '--id', second, '--key', ports[1] ?? '');
  expect(left.code).toBe(0);
  expect(left.answer).toMatchObject({
    ok: true,
    made: 1,
    left: 1,
    rows: [{ state: 'done', error: { code: 'batch-old-left' } }],
  });
  expect(left.stderr).toContain('Microsoft Entra ID still has the old passkey');
});

test.each([
  ['Entra has a key of the user by now', 'Skipped: user1@contoso.example.'],
  [
    'Microsoft Graph cannot be reached',
    'user1@contoso.example still waits for a key. Microsoft Graph cannot be reached.',
  ],
])('a run says that the key was refused only if it was, and not if %s', async (what, says) => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-ends-'));
  const graph = await startGraphSimulator({ users: 3 });
  const keys = [await createSoftwareKey({ profile: 'full' }), await createSoftwareKey({ profile: 'full' })];
  const ports = await Promise.all(
    keys.map(async key => {
      const replyPort = await freePort();
      const udp = await serveUdp(key, { port: 0, replyPort });
      onTestFinished(udp.close);
      return `udp:${udp.port}:${replyPort}`;
    }),
  );
  onTestFinished(async () => {
    await Promise.all(keys.map(key => key.close()));
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = async (desk: string, args: readonly string[], options: RunOptions = {}) => {
    const own = ['--graph', graph.url, '--data', join(folder, desk), '--json', ...args];
    const { stdout, stderr } = await keydesk(own, { env: { KEYDESK_GRAPH_TOKEN: graph.token }, ...options });
    return { stderr, answer: JSON.parse(stdout.split('\n')[0] ?? '') };
  };
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user1@contoso.example');
  await run('desk', ['profiles', 'create', '--name', 'Random', '--pin', 'random-digits:8', '--default']);
  const { id } = (await run('desk', ['batch', 'create', '--from', file])).answer.batch;
  await run('desk', ['batch', 'check', '--id', id]);
  if (what.startsWith('Entra')) {
    const enroll = ['enroll', '--user', 'user1@contoso.example', '--key', ports[1] ?? '', '--pin-stdin'];
    await run('other', enroll, { stdin: '318459\n' });
  }
  if (what.startsWith('Microsoft')) graph.faults.add({ cut: 'before', times: 100_000 });
  const { stderr } = await run('desk', ['batch', 'run', '--id', id, '--key', ports[0] ?? ''], {
    onStderr: (child, text) => {
      if (text.includes('cannot be reached')) child.kill('SIGTERM');
    },
  });
  expect(stderr).toContain(says);
  expect(stderr).not.toContain('was refused');
});

test('a check that cannot read the policy says so and ends with 1, and a run does not begin without saying it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-part-'));
  const graph = await startGraphSimulator({ users: 3 });
  onTestFinished(async () => {
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = async (args: readonly string[], options: RunOptions = {}) => {
    const own = ['--graph', graph.url, '--data', folder, '--json', ...args];
    const { code, stdout, stderr } = await keydesk(own, { env: { KEYDESK_GRAPH_TOKEN: graph.token }, ...options });
    return { code, stderr, answer: JSON.parse(stdout.split('\n')[0] ?? '') };
  };
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user1@contoso.example');
  await run(['import']);
  const { id } = (await run(['batch', 'create', '--from', file])).answer.batch;
  graph.faults.add({ cut: 'before', times: 100_000 });
  const says =
    '1 row was not checked completely. Checked with the last import only: the policy for passkeys could not be read. Microsoft Graph cannot be reached.';
  const checked = await run(['batch', 'check', '--id', id]);
  expect(checked).toMatchObject({
    code: 1,
    answer: {
      ok: false,
      checkedInPart: 1,
      rows: [{ state: 'waiting-for-key', problem: { code: 'batch-checked-in-part' } }],
    },
  });
  expect(checked.stderr).toContain(says);
  const begun = await run(['batch', 'run', '--id', id], {
    onStderr: (child, text) => {
      if (text.includes('Next: ')) child.kill('SIGINT');
    },
  });
  expect(begun.stderr.indexOf(says)).toBe(0);
  graph.faults.clear();
  expect(await run(['batch', 'check', '--id', id])).toMatchObject({
    code: 0,
    stderr: '',
    answer: { ok: true, checkedInPart: 0 },
  });
});
