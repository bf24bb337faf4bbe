import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckLine, CheckName } from '../../../../src/contract/connections/schema.ts';
import { checkConnected } from '../../../../src/main/features/connections/check.ts';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { roleTemplates } from '../../../../src/simulator/graph/roles.ts';
import { boundTenant } from '../../services/tenant/bound.ts';

const scp = [
  'UserAuthMethod-Passkey.ReadWrite.All',
  'User.Read.All',
  'GroupMember.Read.All',
  'Policy.Read.AuthenticationMethod',
  'AuditLog.Read.All',
].join(' ');
const options = { publicKey: { rp: { id: 'login.microsoft.com' }, user: { id: 'AAAA' }, challenge: 'AAAA' } };

/** Gives creationOptions to everybody but `nobody`, as Graph does to whoever may look. */
const server = createServer(({ url = '' }, response) => {
  const refused = url.includes('nobody');
  response.writeHead(refused ? 403 : 200, { 'content-type': 'application/json' });
  const body = url.includes('creationOptions')
    ? options
    : url.includes('/policies/')
      ? { state: 'enabled' }
      : { value: [] };
  response.end(JSON.stringify(refused ? { error: { code: 'Authorization_RequestDenied', message: '' } } : body));
});
beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

async function linesOf(claims: object, user?: string): Promise<(name: CheckName) => CheckLine | undefined> {
  const { port } = server.address() as AddressInfo;
  const connection = { graphUrl: `http://127.0.0.1:${port}`, tenantId: 't', version: 'v1.0' as const };
  const token = async () => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const tenant = boundTenant('t', {
    connection,
    tokens: () => token,
    graph: () => createGraphClient(connection, token),
  });
  const users = { trySignIn: async () => undefined, signInTold: async () => null };
  const request = user === undefined ? {} : { user };
  const { lines } = await checkConnected({ tenant, signIns: { skew: () => null }, users }, request);
  return name => lines.find(line => line.name === name);
}

test.each([undefined, 'mia@contoso.example'])(
  'a person’s role cannot be told by a token without roles, user %s',
  async user => {
    const line = await linesOf({ scp }, user);
    expect(line('role')).toMatchObject({ status: 'unknown', failure: null, detail: expect.stringMatching(/roles/) });
  },
);

test('creationOptions that are refused say that the role is missing', async () => {
  const line = await linesOf({ scp }, 'nobody@contoso.example');
  expect(line('role')).toMatchObject({ status: 'failed', failure: { code: 'role-missing' } });
});

test('creationOptions do not prove that an app whose token has no roles may register', async () => {
  const line = await linesOf({ idtyp: 'app', roles: ['User.Read.All'] }, 'mia@contoso.example');
  expect(line('permission-passkeys')).toMatchObject({ status: 'unknown', failure: null });
  const unproven = await linesOf({ idtyp: 'app', roles: ['User.Read.All'] });
  expect(unproven('permission-passkeys')).toMatchObject({ status: 'failed' });
});

test('they prove a role for one administrative unit, where the token has roles and none that reads', async () => {
  const line = await linesOf({ scp, wids: [roleTemplates.user] }, 'mia@contoso.example');
  expect(line('role')).toMatchObject({ status: 'not-needed' });
});

test('the case of a role’s id does not matter', async () => {
  const line = await linesOf({ scp, wids: [roleTemplates.globalReader.toUpperCase()] }, 'mia@contoso.example');
  expect(line('role')).toMatchObject({ status: 'failed', failure: { params: { reader: 'Global Reader' } } });
});
