import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

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
  expect(waited.answer).toMatchObject({ ok: true, made: 1 });
  expect(waited.stderr).toMatch(/Keydesk continues at \d\d:\d\d:\d\d/);

  const second = (await run('batch', 'create', '--from', file, '--existing', 'replace')).answer.batch.id;
  graph.faults.add({ method: 'DELETE', path: '/fido2Methods/', status: 403, times: 1000 });
  const left = await run('batch', 'run', '--id', second, '--key', ports[1] ?? '');
  expect(left.answer).toMatchObject({ made: 1, rows: [{ state: 'done', error: { code: 'batch-old-left' } }] });
  expect(left.stderr).toContain('Microsoft Entra ID still has the old passkey');
});
