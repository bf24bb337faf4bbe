import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { keydesk, type RunOptions } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let graph: GraphSimulator;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-import-'));
  graph = await startGraphSimulator({ users: 40 });
});
afterEach(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], options: RunOptions = {}) =>
  keydesk(['import', ...args, '--graph', graph.url, '--data', folder], {
    ...options,
    env: { KEYDESK_GRAPH_TOKEN: graph.token },
  });

test('an import without the license for the report names it, and is done all the same', async () => {
  graph.state.behavior.premium = false;
  const people = await run([]);
  expect(people).toMatchObject({ code: 0, stdout: expect.stringMatching(/^40 new/) });
  expect(people.stderr).toMatch(/The report of registered passkeys could not be read.*Entra ID P1/);
  graph.tenant.addUsers(1);
  const script = await run(['--json']);
  expect(script.code).toBe(0);
  expect(JSON.parse(script.stdout)).toMatchObject({
    ok: true,
    new: 1,
    refused: [{ phase: 'registrations', error: { code: 'graph-license-missing', next: expect.any(String) } }],
  });
});

test('users are listed and exported with the kinds of passkey that the report told', async () => {
  graph.tenant.setOtherMethods('user1@contoso.example', ['passKeySynced', 'passKeyDeviceBoundAuthenticator']);
  await run(['--json']);
  const more = ['--graph', graph.url, '--data', folder];
  const users = (args: string[]) => keydesk(['users', ...args, ...more], { env: { KEYDESK_GRAPH_TOKEN: graph.token } });
  const listed = await users(['list', '--search', 'user1@']);
  expect(listed.stdout).toMatch(
    /^USER .*PASSKEYS\nuser1@contoso\.example .*Microsoft Authenticator, Synced passkey\n$/,
  );
  const found = await users(['export', '--passkey-kind', 'synced', '--format', 'json']);
  expect(JSON.parse(found.stdout)).toMatchObject([
    { userPrincipalName: 'user1@contoso.example', passkeyKinds: ['authenticator', 'synced'] },
  ]);
  expect((await users(['export'])).stdout.trim().split('\n')).toHaveLength(41);
});

test('an import that Graph asks to wait says for how long, and Ctrl-C ends the wait', async () => {
  graph.faults.add({ path: '/groups/delta', status: 429, retryAfter: 600 });
  const stopped = await run(['--json'], {
    onStderr: (child, text) => {
      if (text.includes('asks Keydesk to wait')) child.kill('SIGINT');
    },
  });
  expect(stopped.stderr).toMatch(/continues in (10:00|9:\d\d)\./);
  expect(JSON.parse(stopped.stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' }, new: 40 });
  expect(JSON.parse((await run(['--json'])).stdout)).toMatchObject({ ok: true, new: 40 });
});
