import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGraphSimulator } from '../../../src/simulator/graph/server.ts';
import { METHODS, startHttp, USER } from './http.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const freshFile = () => join(mkdtempSync(join(tmpdir(), 'graph-')), 'tenant.json');

test('without its token it answers nothing, the control included', async () => {
  const { simulator, send } = await startHttp({ token: 'the-token' });
  expect(simulator.token).toBe('the-token');
  for (const authorization of ['', 'Bearer ', 'Bearer wrong', 'bearer the-token', 'the-token']) {
    for (const path of ['/v1.0/users', '/nowhere', '/simulator/policy']) {
      const { status, headers, body } = await send('GET', path, undefined, { authorization });
      expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
  }
});

test('an error has the form of Graph, with the ids of the request', async () => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  const { get } = await startHttp({ clock: () => now });
  const { status, headers, body } = await get('/v1.0/users/nobody', { 'client-request-id': 'mine' });
  expect(status).toBe(404);
  expect(body).toEqual({
    error: {
      code: 'Request_ResourceNotFound',
      message: expect.stringContaining("'nobody'"),
      innerError: {
        date: '2026-11-23T10:00:00',
        'request-id': expect.stringMatching(UUID),
        'client-request-id': 'mine',
      },
    },
  });
  expect(headers.get('request-id')).toBe(body.error.innerError['request-id']);
  expect((await get('/v1.0/users')).headers.get('request-id')).toMatch(UUID);
});

test('users cannot register for themselves', async () => {
  const { send } = await startHttp();
  const { status, body } = await send('GET', '/v1.0/me/authentication/fido2Methods/creationOptions');
  expect([status, body.error.code]).toEqual([405, 'methodNotAllowed']);
});

test('faults, policy and users are changed from outside', async () => {
  const { simulator, send, get } = await startHttp({ users: 5 });
  const fault = {
    method: 'GET',
    path: '/users',
    status: 429,
    retryAfter: 3,
    code: 'tooMany',
    message: 'Later.',
    times: 2,
  };
  expect((await send('POST', '/simulator/faults', [fault, { status: 503 }])).status).toBe(204);
  expect((await get('/v1.0/organization')).status).toBe(503);
  const refused = await get('/v1.0/users');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  expect(refused.body.error).toMatchObject({ code: 'tooMany', message: 'Later.' });
  expect((await send('DELETE', '/simulator/faults')).status).toBe(204);
  expect((await get('/v1.0/users')).status).toBe(200);

  const changed = await send('PATCH', '/simulator/policy', { attestationEnforced: true });
  expect(changed.body).toMatchObject({ attestationEnforced: true, state: 'enabled' });
  expect((await get('/simulator/policy')).body).toEqual(simulator.state.policy);

  const added = await send('POST', '/simulator/users', { add: 2 });
  expect(added.body.value).toHaveLength(2);
  expect((await send('PATCH', `/simulator/users/${USER}`, { displayName: 'X Y' })).status).toBe(204);
  expect((await get(`/v1.0/users/${USER}`)).body.displayName).toBe('X Y');
  expect((await send('DELETE', `/simulator/users/${USER}`)).status).toBe(204);
  expect((await get(`/v1.0/users/${USER}`)).status).toBe(404);
});

test.each([
  ['POST', '/simulator/faults', { status: 500 }, 400],
  ['POST', '/simulator/faults', [{ times: 0 }], 400],
  ['PATCH', '/simulator/policy', { attestation: true }, 400],
  ['POST', '/simulator/users', { add: -1 }, 400],
  ['PATCH', '/simulator/users/nobody', {}, 404],
  ['DELETE', '/simulator/users/nobody', undefined, 404],
  ['GET', '/simulator/secrets', undefined, 404],
] as const)('%s %s with %o is refused', async (method, path, body, status) => {
  const { send } = await startHttp();
  expect((await send(method, path, body)).status).toBe(status);
});

test('a body that is no JSON, or too long, is refused', async () => {
  const { simulator } = await startHttp();
  const post = (body: string) =>
    fetch(simulator.url + METHODS, { method: 'POST', body, headers: { authorization: `Bearer ${simulator.token}` } });
  expect((await post('{')).status).toBe(400);
  expect((await post('x'.repeat(1_000_001))).status).toBe(413);
});

test('the state outlives a restart: token, people, policy, challenges', async () => {
  const stateFile = freshFile();
  const first = await startHttp({ users: 5, stateFile });
  await first.get(`${METHODS}/creationOptions`);
  first.simulator.tenant.removeUser('user2@contoso.example');
  first.simulator.state.policy.state = 'disabled';
  await first.simulator.close();

  const second = await startHttp({ users: 9, stateFile });
  expect(second.simulator.token).toBe(first.simulator.token);
  expect(second.simulator.tenantId).toBe(first.simulator.tenantId);
  expect(second.simulator.state).toEqual(first.simulator.state);
  expect((await second.all('/v1.0/users')).value).toHaveLength(4);
});

test('every change is in the file before its answer is out', async () => {
  const stateFile = freshFile();
  const { get, simulator } = await startHttp({ stateFile });
  await get(`${METHODS}/creationOptions`);
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual(simulator.state);
});

test('a file that is no state is not overwritten', async () => {
  const stateFile = freshFile();
  writeFileSync(stateFile, '{"seed":"x"}');
  await expect(startGraphSimulator({ stateFile })).rejects.toThrow();
  expect(readFileSync(stateFile, 'utf8')).toBe('{"seed":"x"}');
});
