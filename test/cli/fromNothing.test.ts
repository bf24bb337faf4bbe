import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { type IdentitySimulator, startIdentitySimulator } from '../../src/simulator/identity/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-way-'));
const USER = 'user1998@contoso.example';
let graph: GraphSimulator;
let identity: IdentitySimulator;
let key: SoftwareKey;
let udp: Awaited<ReturnType<typeof serveUdp>>;
let address: string;
beforeAll(async () => {
  graph = await startGraphSimulator({ users: 2000 });
  identity = await startIdentitySimulator({ graph });
  key = await createSoftwareKey({ profile: 'full' });
  const [port, replyPort] = [await freePort(), await freePort()];
  udp = await serveUdp(key, { port, replyPort });
  address = `udp:${port}:${replyPort}`;
});
afterAll(async () => {
  await udp.close();
  await key.close();
  await identity.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

test('without a window: connected as the app, imported, a passkey made, and reviewed with the network gone', async () => {
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, identity.ca);
  const env = { KEYDESK_LOGIN_CA: ca, KEYDESK_CLIENT_SECRET: identity.state.app.secrets[0]?.value ?? '' };
  const run = async (...args: string[]) => {
    const { stdout } = await keydesk([...args, '--data', join(folder, 'data'), '--json'], { env });
    return JSON.parse(stdout);
  };
  const where = ['--authority', identity.authority, '--graph-root', graph.url];
  const app = ['--tenant', 'contoso.example', '--client-id', identity.clientId, '--sign-in', 'secret'];
  expect(await run('connection', 'add', ...app, ...where)).toMatchObject({ ok: true });
  expect(await run('connection', 'sign-in')).toMatchObject({ ok: true, account: { kind: 'app', name: 'Keydesk' } });
  expect(await run('connection', 'check', '--user', USER)).toMatchObject({ ok: true });
  expect(await run('import')).toMatchObject({ ok: true, new: 2000 });
  expect(await run('enroll', '--user', USER, '--key', address, '--random-pin', '6')).toMatchObject({
    ok: true,
    proof: { verified: true },
  });
  expect(key.state().credentialCount).toBe(1);

  await identity.close();
  await graph.close();
  expect(await run('assignments', 'list')).toMatchObject({ ok: true, assignments: [{ state: 'active' }] });
  const file = join(folder, 'activity.jsonl');
  expect(await run('activity', 'export', '--to', file)).toMatchObject({ ok: true });
  const made = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .find(({ kind }) => kind === 'enrollment-done');
  expect(made).toMatchObject({
    actor: { kind: 'app', name: expect.stringMatching(/^Keydesk, /) },
    user: { userPrincipalName: USER },
    tenant: graph.tenantId,
  });
  expect(await run('users', 'list')).toMatchObject({ ok: false, error: { code: 'login-unreachable' } });
});
