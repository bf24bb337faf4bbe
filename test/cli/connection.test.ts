import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { mintAppCertificate } from '../../src/simulator/identity/certificates.ts';
import { type IdentitySimulator, startIdentitySimulator } from '../../src/simulator/identity/server.ts';
import { HELPDESK } from '../../src/simulator/identity/state.ts';
import { programs } from '../programs.ts';
import { enterCode, signInAt } from '../simulator/identity/browser.ts';
import { keydesk, type RunOptions } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
const ca = join(root, 'ca.pem');
const USER = 'user1@contoso.example';
let graph: GraphSimulator;
let identity: IdentitySimulator;
beforeAll(async () => {
  graph = await startGraphSimulator({ users: 20 });
  identity = await startIdentitySimulator({ graph });
  writeFileSync(ca, identity.ca);
});
afterAll(async () => {
  await identity.close();
  await graph.close();
  rmSync(root, { recursive: true, force: true });
});

// Each runs the command several times over.
vi.setConfig({ testTimeout: 120_000 });

const SEALED = { KEYDESK_SEALING_KEY: 'a key that only this test knows' };
const secretOf = () => identity.state.app.secrets[0]?.value ?? '';
const person = () => ({ name: HELPDESK, password: identity.state.password });

/** Runs the command in a data folder of that name, with JSON. */
async function run(data: string, args: string[], options: RunOptions = {}) {
  const env = { KEYDESK_LOGIN_CA: ca, ...options.env };
  const { code, stdout, stderr } = await keydesk([...args, '--data', join(root, data), '--json'], { ...options, env });
  return { code, stderr, answer: JSON.parse(stdout) };
}

const add = (way: string, ...more: string[]) => [
  ...['connection', 'add', '--tenant', 'contoso.example', '--client-id', identity.clientId],
  ...['--authority', identity.authority, '--graph-root', graph.url, '--sign-in', way, ...more],
];

test('add, sign in with a device code, check, use, sign out, remove', async () => {
  const env = SEALED;
  expect(await run('person', ['connection', 'list'])).toMatchObject({
    code: 0,
    answer: { connections: [], current: null },
  });
  const added = await run('person', add('device-code', '--name', 'Desk'), { env });
  expect(added).toMatchObject({ code: 0, answer: { ok: true, connection: { name: 'Desk', account: null } } });
  const before = await run('person', ['connection', 'check'], { env });
  expect(before).toMatchObject({
    code: 1,
    answer: {
      ok: false,
      error: { code: 'sign-in-needed' },
      lines: [{ name: 'token', error: { next: expect.any(String) } }],
    },
  });

  let entered = false;
  const signedIn = await run('person', ['connection', 'sign-in'], {
    env,
    onStderr: (_, text) => {
      const [, uri, code] = /Open (\S+) .* code (\w+)/.exec(text) ?? [];
      if (entered || uri === undefined || code === undefined) return;
      entered = true;
      void enterCode(uri, code, identity.ca, person());
    },
  });
  expect(signedIn).toMatchObject({ code: 0, answer: { ok: true, account: { kind: 'person', name: HELPDESK } } });

  const checked = await run('person', ['connection', 'check', '--user', USER], { env });
  expect(checked).toMatchObject({ code: 0, answer: { ok: true } });
  const lines: { name: string; status: string }[] = checked.answer.lines;
  // Nobody has tried the sign-in of a user yet.
  expect(lines.filter(({ status }) => status !== 'passed')).toMatchObject([
    { name: 'user-sign-in', status: 'unknown' },
  ]);
  expect((await run('person', ['users', 'list'], { env })).answer.users).toHaveLength(20);
  const entries = (await run('person', ['activity', 'list'], { env })).answer.entries;
  expect(entries.map(({ kind }: { kind: string }) => kind)).toEqual(['signed-in', 'connection-added']);

  const second = await run('person', add('secret', '--name', 'Other'), { env });
  expect((await run('person', ['connection', 'use', 'Other'], { env })).answer.current).toBe(
    second.answer.connection.id,
  );
  expect((await run('person', ['connection', 'remove', 'Other'], { env })).code).toBe(0);
  expect((await run('person', ['connection', 'use', 'Desk'], { env })).code).toBe(0);
  expect((await run('person', ['connection', 'sign-out'], { env })).code).toBe(0);
  expect((await run('person', ['users', 'list'], { env })).answer.error.code).toBe('sign-in-needed');
  expect((await run('person', ['connection', 'use', 'Nobody'], { env })).answer.error.code).toBe(
    'connection-not-found',
  );
});

test('in the browser: the address is printed, and answered at this computer', async () => {
  let opened = false;
  const { code, stderr, answer } = await run('browser', add('browser')).then(() =>
    run('browser', ['connection', 'sign-in'], {
      onStderr: (_, text) => {
        const url = /Open (https:\S+)/.exec(text)?.[1];
        if (opened || url === undefined || !text.includes('Waiting')) return;
        opened = true;
        void signInAt(url, identity.ca, person());
      },
    }),
  );
  expect({ code, answer }).toMatchObject({ code: 0, answer: { account: { name: HELPDESK } } });
  // Without a key to seal with, nothing of it is kept, and that is said.
  expect(stderr).toContain('KEYDESK_SEALING_KEY');
  expect(readdirSync(join(root, 'browser'))).not.toContain('secrets');
});

test('the app: secret by stdin or environment, certificate by file; none of it in the clear', async () => {
  const secret = secretOf();
  await run('app', add('secret', '--secret-stdin'), { env: SEALED, stdin: `${secret}\n` });
  expect((await run('app', ['users', 'list'], { env: SEALED })).answer.users).toHaveLength(20);
  expect((await run('app', ['users', 'list'])).answer.error.code).toBe('credential-missing');
  expect((await run('app', ['users', 'list'], { env: { KEYDESK_CLIENT_SECRET: secret } })).code).toBe(0);
  const written = readdirSync(join(root, 'app', 'secrets')).map(file =>
    readFileSync(join(root, 'app', 'secrets', file)),
  );
  expect(written).toHaveLength(1);
  for (const file of [...written, readFileSync(join(root, 'app', 'settings.json'))]) {
    expect(file.includes(secret)).toBe(false);
  }

  const { pem, certificate } = await mintAppCertificate();
  identity.state.app.certificates.push(certificate);
  const file = join(root, 'app.pem');
  writeFileSync(file, pem);
  await run('certificate', add('certificate', '--certificate', file), { env: SEALED });
  const { answer } = await run('certificate', ['connection', 'check', '--user', USER], { env: SEALED });
  expect(answer).toMatchObject({ ok: true });
  expect(answer.lines[0]).toMatchObject({
    name: 'token',
    status: 'passed',
    detail: expect.stringContaining('Keydesk'),
  });
  expect((await run('certificate', ['users', 'list'], { env: { KEYDESK_CLIENT_CERTIFICATE: file } })).code).toBe(0);
});

test('what is missing is reported in words, and by the exit code', async () => {
  const granted = identity.state.app.application;
  identity.state.app.application = granted.filter(name => name !== 'AuditLog.Read.All');
  const args = ['connection', 'check', '--data', join(root, 'app')];
  const { code, stdout } = await keydesk(args, { env: { KEYDESK_LOGIN_CA: ca, KEYDESK_CLIENT_SECRET: secretOf() } });
  identity.state.app.application = granted;
  expect(code).toBe(1);
  expect(stdout).toMatch(/Failed +Permission: read who has a passkey/);
  expect(stdout).toContain('The permission AuditLog.Read.All is missing.');
  expect(stdout).toMatch(/Passed +Users can be read/);
});

test('a file that cannot be read, and a key that is too short, are wrong usage', async () => {
  const missing = await run('wrong', ['connection', 'list'], { env: { KEYDESK_CLIENT_CERTIFICATE: '/nowhere' } });
  expect(missing).toMatchObject({ code: 2, answer: { error: { code: 'usage' } } });
  const short = await run('wrong', ['connection', 'list'], { env: { KEYDESK_SEALING_KEY: 'short' } });
  expect(short).toMatchObject({ code: 2, answer: { error: { code: 'usage' } } });
});

test('simulate graph tells all that a connection to it needs', async () => {
  const simulator = spawn(process.execPath, [programs.keydesk, 'simulate', 'graph', '--users', '5'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: simulator.stdout }), 'line')) as [string];
  const { url, tenantId, token, authority, clientId, caFile, certificateFile } = JSON.parse(line);
  expect((await fetch(`${url}/v1.0/users`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const env = { KEYDESK_LOGIN_CA: caFile, KEYDESK_CLIENT_CERTIFICATE: certificateFile };
  const where = ['--authority', authority, '--graph-root', url, '--sign-in', 'certificate'];
  await run('simulated', ['connection', 'add', '--tenant', tenantId, '--client-id', clientId, ...where], { env });
  expect((await run('simulated', ['connection', 'check', '--user', USER], { env })).answer).toMatchObject({ ok: true });
  simulator.kill('SIGTERM');
  await once(simulator, 'exit');
  expect(existsSync(caFile)).toBe(false);
});

test('--graph-version holds for one run on a saved connection, and changes nothing that is kept', async () => {
  const env = { KEYDESK_CLIENT_SECRET: secretOf() };
  await run('version', add('secret'), { env });
  graph.state.policy.isSelfServiceRegistrationAllowed = false;
  const check = (...more: string[]) =>
    run('version', ['policy', 'check', '--user', USER, '--refresh', ...more], { env });
  expect(await check()).toMatchObject({ code: 1, answer: { error: { code: 'policy-self-service-off' } } });
  expect(await check('--graph-version', 'beta')).toMatchObject({ code: 0, answer: { verdict: 'allowed' } });
  expect(await run('version', ['connection', 'list'])).toMatchObject({
    answer: { connections: [{ version: 'v1.0' }] },
  });
  graph.state.policy.isSelfServiceRegistrationAllowed = true;

  const code = await run('version', ['connection', 'sign-in', '--device-code'], { env });
  expect(code).toMatchObject({ code: 2, answer: { error: { code: 'usage' } } });
});
