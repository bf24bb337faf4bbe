import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

let folder: string;
let key: SoftwareKey;
let graph: GraphSimulator;
let udp: Awaited<ReturnType<typeof serveUdp>>;
let keyArgs: string[];
let common: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-unfinished-'));
  key = await createSoftwareKey({ profile: 'full' });
  const replyPort = await freePort();
  udp = await serveUdp(key, { port: 0, replyPort });
  graph = await startGraphSimulator({ users: 10 });
  keyArgs = ['--key', `udp:${udp.port}:${replyPort}`, '--pin-stdin'];
  common = ['--graph', graph.url, '--data', folder, '--json'];
});
afterEach(async () => {
  await udp.close();
  await key.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  return runWith('318459', ...args);
}

async function runWith(firstLine: string, ...args: string[]) {
  const { stdout, code } = await keydesk([...args, ...common], {
    stdin: `${firstLine}\n`,
    env: { KEYDESK_GRAPH_TOKEN: graph.token, KEYDESK_SEALING_KEY: 'a key that is long enough to seal with it' },
  });
  return { code, answer: JSON.parse(stdout) };
}

test('a passkey that is registered but not proven is listed, finished, and then gone from the list', async () => {
  key.faults.badAssertionSignature = true;
  const failed = await run('enroll', '--user', 'user1@contoso.example', ...keyArgs);
  expect(failed).toMatchObject({ code: 1, answer: { error: { code: 'proof-failed' } } });
  key.faults.badAssertionSignature = false;

  const { answer } = await run('enrollments', 'list');
  expect(answer).toMatchObject({ ok: true, enrollments: [{ userPrincipalName: 'user1@contoso.example' }] });
  const id = ['--id', answer.enrollments[0].enrollmentId];
  const finished = await run('enrollments', 'finish', ...id, ...keyArgs);
  expect(finished).toMatchObject({ code: 0, answer: { ok: true, proof: { verified: true } } });
  expect((await run('enrollments', 'list')).answer).toEqual({ ok: true, enrollments: [] });
  const again = await run('enrollments', 'discard', ...id);
  expect(again).toMatchObject({ code: 1, answer: { error: { code: 'unfinished-not-found' } } });
});

test('a clean-up that worked ends with 0, and one that did not with 1', async () => {
  const users = join(folder, 'users.csv');
  writeFileSync(users, 'user1@contoso.example');
  const own = ['--package', join(folder, 'site.keydesk-keys'), '--passphrase-stdin'];
  const deferred = (...args: string[]) => runWith('correct horse battery', 'deferred', ...args);
  await run('profiles', 'create', '--name', 'Desk', '--pin', 'random-digits:8', '--default');
  await deferred('fetch', '--users', users, '--to', own[1] ?? '', '--passphrase-stdin');
  await deferred('make', ...own, ...keyArgs.slice(0, 2));
  graph.faults.add({ method: 'POST', path: '/fido2Methods', status: 400, times: 1 });
  expect((await deferred('upload', ...own)).code).toBe(1);
  expect(key.state().credentialCount).toBe(1);
  const { answer } = await run('enrollments', 'list');
  const finish = ['enrollments', 'finish', '--id', answer.enrollments[0].enrollmentId, ...keyArgs.slice(0, 2)];
  const cleaned = await run(...finish);
  expect(cleaned).toMatchObject({
    code: 0,
    answer: { ok: true, settled: { code: 'unfinished-removed' }, cleanedUp: true, journalState: 'cleaned-up' },
  });
  expect(cleaned.answer).not.toHaveProperty('error');
  expect(key.state().credentialCount).toBe(0);
  expect(await run(...finish)).toMatchObject({
    code: 1,
    answer: { ok: false, error: { code: 'unfinished-not-found' } },
  });
});
