import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { auditRegistration, registerElsewhere } from '../main/features/reconciliation/foreign.ts';
import { keydesk } from './run.ts';

const USER = 'user1@contoso.example';
const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
let graph: GraphSimulator;
beforeAll(async () => {
  graph = await startGraphSimulator({ users: 10 });
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const data = () => ['--data', folder, '--graph', graph.url];
const env = () => ({ KEYDESK_GRAPH_TOKEN: graph.token });
const run = (...args: string[]) => keydesk([...args, ...data()], { env: env() });
const json = async (...args: string[]) => {
  const { stdout, code } = await run(...args, '--json');
  return { code, answer: JSON.parse(stdout) };
};

test('reconcile shows a passkey made elsewhere, and reconcile mend records one and deletes another', async () => {
  const first = registerElsewhere(graph, USER, { displayName: 'First' });
  registerElsewhere(graph, USER, { displayName: 'Second' });
  auditRegistration(graph, first, 'admin@contoso.example', false);

  const { answer, code } = await json('reconcile', '--user', USER);
  expect(code).toBe(0);
  expect(answer).toMatchObject({ ok: true, users: 1, unread: [], audit: null, more: 0 });
  expect(answer.differences).toMatchObject([
    { kind: 'not-recorded', user: USER, credentialId: first.credentialId, mend: 'adopt', name: 'First' },
    { kind: 'not-recorded', user: USER, mend: 'adopt', name: 'Second' },
  ]);
  const lines = await run('reconcile', '--user', USER);
  expect(lines.stdout).toContain('admin@contoso.example');
  expect(lines.stdout).toContain('record it, delete it in Microsoft Entra ID');

  const [one, two] = answer.differences;
  const adopted = await json('reconcile', 'mend', 'adopt', '--user', USER, '--method', one.methodId);
  expect(adopted).toMatchObject({
    code: 0,
    answer: { ok: true, assignments: [{ state: 'active', source: 'import' }] },
  });

  const remove = ['reconcile', 'mend', 'delete-in-entra', '--user', USER, '--method', two.methodId];
  expect(await json(...remove)).toMatchObject({ code: 2, answer: { ok: false, error: { code: 'usage' } } });
  expect(await json(...remove, '--confirm', 'somebody')).toMatchObject({
    code: 1,
    answer: { error: { code: 'mend-not-confirmed' } },
  });
  expect(graph.state.methods).toHaveLength(2);
  expect(await json(...remove, '--confirm', USER)).toMatchObject({ code: 0, answer: { ok: true } });
  expect(graph.state.methods.map(({ displayName }) => displayName)).toEqual(['First']);

  const clean = await run('reconcile', '--user', USER);
  expect(clean.stdout).toContain('There are no differences.');
}, 120_000);

test('a mend that is not proven is refused, unless a person decides', async () => {
  graph.state.methods = [];
  const { answer } = await json('reconcile', '--user', USER);
  expect(answer.differences).toMatchObject([{ kind: 'not-in-entra', mend: 'close-assignment' }]);
  const close = ['reconcile', 'mend', 'close-assignment', '--assignment', answer.differences[0].assignmentId];
  // The passkey is two hours old, so its absence is proven.
  expect(await json(...close)).toMatchObject({ code: 0, answer: { assignments: [{ state: 'revoked' }] } });
  expect(await json(...close)).toMatchObject({ code: 1, answer: { error: { code: 'assignment-changed' } } });

  const young = registerElsewhere(graph, USER, { hoursAgo: 0 });
  const [difference] = (await json('reconcile', '--user', USER)).answer.differences;
  await json('reconcile', 'mend', 'adopt', '--user', USER, '--method', difference.methodId);
  graph.state.methods = graph.state.methods.filter(method => method !== young);
  const [missing] = (await json('reconcile', '--user', USER)).answer.differences;
  expect(missing).toMatchObject({ kind: 'not-in-entra', unproven: true });
  const again = ['reconcile', 'mend', 'close-assignment', '--assignment', missing.assignmentId];
  expect(await json(...again)).toMatchObject({ code: 1, answer: { error: { code: 'mend-unproven' } } });
  expect(await json(...again, '--even-if-unproven')).toMatchObject({ code: 0 });
}, 120_000);

test('assignments of users who left are listed by --account', async () => {
  registerElsewhere(graph, USER);
  await json('import');
  const { differences } = (await json('reconcile')).answer;
  expect(differences).toMatchObject([{ kind: 'not-recorded' }]);
  await json('reconcile', 'mend', 'adopt', '--user', USER, '--method', differences[0].methodId);
  graph.tenant.removeUser(USER);
  await json('import');
  const { answer } = await json('assignments', 'list', '--account', 'left');
  expect(answer).toMatchObject({
    total: 1,
    accounts: { left: 1 },
    assignments: [{ state: 'active', account: 'left' }],
  });
  const lines = await run('assignments', 'list', '--account', 'left');
  expect(lines.stdout).toContain('Active, User left');
  expect(lines.stdout).toContain('delete the passkey, and mark the key as returned');
}, 120_000);
