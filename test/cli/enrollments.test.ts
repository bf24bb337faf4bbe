import { mkdtempSync, rmSync } from 'node:fs';
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
  const { stdout, code } = await keydesk([...args, ...common], {
    stdin: '318459\n',
    env: { KEYDESK_GRAPH_TOKEN: graph.token },
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
