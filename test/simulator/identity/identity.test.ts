import { createHash } from 'node:crypto';
import { request } from 'node:https';
import { rootCertificates } from 'node:tls';
import { createLocalJWKSet, generateKeyPair, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../src/simulator/graph/server.ts';
import { type IdentitySimulator, startIdentitySimulator } from '../../../src/simulator/identity/server.ts';
import { HELPDESK, NO_ROLE } from '../../../src/simulator/identity/state.ts';
import { signInAt } from './browser.ts';

const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-0';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const REDIRECT = 'http://localhost:1';

let skew = 0;
let graph: GraphSimulator;
let identity: IdentitySimulator;
beforeEach(async () => {
  skew = 0;
  graph = await startGraphSimulator({ users: 40, clock: () => Date.now() + skew });
  identity = await startIdentitySimulator({ graph, clock: () => Date.now() + skew });
});
afterEach(async () => {
  await identity.close();
  await graph.close();
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

function send(path: string, form?: Record<string, string>, tenant = graph.tenantId): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = form === undefined ? 'GET' : 'POST';
    const ca = [...rootCertificates, identity.ca];
    const sent = request(`${identity.authority}/${tenant}/${path}`, { ca, method }, async response => {
      let text = '';
      for await (const part of response) text += part;
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> });
    });
    sent.on('error', reject);
    sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });
}

const token = (form: Record<string, string>) => send('oauth2/v2.0/token', { client_id: identity.clientId, ...form });

function authorizeUrl(change: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: identity.clientId,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: `${graph.url}/.default openid profile offline_access`,
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  });
  return `${identity.authority}/${graph.tenantId}/oauth2/v2.0/authorize?${query}`;
}

/** The answer that the page would carry to the app. */
async function answerOf(name = HELPDESK): Promise<Record<string, string>> {
  const { text } = await signInAt(authorizeUrl(), identity.ca, {
    name,
    password: identity.state.password,
    after: 'stop',
  });
  return Object.fromEntries([...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, key, value]) => [key, value]));
}

const redeem = (code = '', change: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: VERIFIER, ...change });

async function tokenOf(name = HELPDESK): Promise<string> {
  return String((await redeem((await answerOf(name)).code)).body.access_token);
}

const ask = async (path: string, bearer: string) => {
  const answer = await fetch(`${graph.url}/v1.0${path}`, { headers: { authorization: `Bearer ${bearer}` } });
  const { error } = (await answer.json()) as { error?: { code: string; message: string } };
  return [answer.status, error?.code, error?.message];
};

test('a code becomes tokens that the published key verifies', async () => {
  const answer = await answerOf();
  expect(answer).toMatchObject({ code: expect.any(String), state: 'a state' });
  const { status, body } = await redeem(answer.code);
  expect(status).toBe(200);
  const keys = createLocalJWKSet((await send('discovery/v2.0/keys')).body as unknown as JSONWebKeySet);
  const issuer = String((await send('v2.0/.well-known/openid-configuration')).body.issuer);
  const access = await jwtVerify(String(body.access_token), keys, { issuer, audience: graph.url });
  const helpdesk = graph.tenant.find(HELPDESK);
  expect(access.payload).toMatchObject({
    tid: graph.tenantId,
    oid: helpdesk?.id,
    scp: expect.stringContaining('UserAuthMethod-Passkey.ReadWrite.All'),
    wids: expect.arrayContaining(['c4e39bd9-1100-46d3-8c65-fb160da0071f']),
    amr: ['pwd'],
    auth_time: expect.any(Number),
  });
  const id = await jwtVerify(String(body.id_token), keys, { issuer, audience: identity.clientId });
  expect(id.payload).toMatchObject({ nonce: 'a nonce', preferred_username: HELPDESK, oid: helpdesk?.id });
  const again = await token({ grant_type: 'refresh_token', refresh_token: String(body.refresh_token) });
  expect(again.status).toBe(200);
});

test('a code is good once, in its time, for its verifier and its redirect', async () => {
  const { code } = await answerOf();
  expect((await redeem(code, { code_verifier: 'another' })).body.error_codes).toEqual([501481]);
  expect((await redeem(code, { redirect_uri: 'http://localhost:2' })).body.error_codes).toEqual([50011]);
  expect((await redeem(code)).status).toBe(200);
  expect((await redeem(code)).body.error_codes).toEqual([54005]);
  const { code: late } = await answerOf();
  skew = 11 * 60_000;
  expect((await redeem(late)).body.error_codes).toEqual([70008]);
  expect((await redeem('made up')).body.error_codes).toEqual([70000]);
  expect((await token({ grant_type: 'password' })).body).toMatchObject({
    error: 'unsupported_grant_type',
    error_description: expect.stringMatching(/^AADSTS70003: .* Trace ID: \S+ Correlation ID: \S+ Timestamp: /),
  });
});

test('what the app got wrong is shown to the person, and nothing is sent back', async () => {
  const page = (url: string) => signInAt(url, identity.ca, { name: '', password: '', after: 'stop' });
  const wrongApp = await page(authorizeUrl({ client_id: 'x"><script>alert(1)</script>' }));
  expect(wrongApp.text).toContain('AADSTS700016');
  expect(wrongApp.text).not.toContain('<script>alert');
  for (const redirect_uri of ['http://localhost.evil.example/', 'https://evil.example/', 'http://127.0.0.1:1/']) {
    expect((await page(authorizeUrl({ redirect_uri }))).text).toContain('AADSTS50011');
  }
  expect((await send('v2.0/.well-known/openid-configuration', undefined, 'nowhere.example')).body).toMatchObject({
    error: 'invalid_tenant',
    error_codes: [90002],
  });
  expect((await send('v2.0/.well-known/openid-configuration', undefined, 'contoso.example')).status).toBe(200);
});

test('wrong passwords, unknown and disabled people do not get past the first page', async () => {
  const page = async (name: string, password: string) =>
    (await signInAt(authorizeUrl(), identity.ca, { name, password, after: 'stop' })).text;
  expect(await page(HELPDESK, 'wrong')).toContain('AADSTS50126');
  expect(await page('nobody@contoso.example', identity.state.password)).toContain('AADSTS50034');
  expect(await page('user37@contoso.example', identity.state.password)).toContain('AADSTS50057');
});

test('Graph takes the tokens, and holds each to its permissions and roles', async () => {
  const helpdesk = await tokenOf();
  expect(await ask('/users', helpdesk)).toEqual([200, undefined, undefined]);
  expect(await ask('/users/user1@contoso.example/authentication/fido2Methods', helpdesk)).toEqual([
    200,
    undefined,
    undefined,
  ]);
  const nobody = await tokenOf(NO_ROLE);
  expect(await ask('/users', nobody)).toEqual([200, undefined, undefined]);
  expect(await ask('/users/user1@contoso.example/authentication/fido2Methods', nobody)).toEqual([
    403,
    'accessDenied',
    'Request Authorization failed',
  ]);
  const remove = async (bearer: string) =>
    (
      await fetch(`${graph.url}/v1.0/users/user1@contoso.example/authentication/fido2Methods/none`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${bearer}` },
      })
    ).status;
  expect([await remove(helpdesk), await remove(nobody)]).toEqual([404, 403]);
  identity.state.app.delegated = ['User.Read.All'];
  const narrow = await tokenOf();
  expect((await ask('/groups', narrow)).slice(0, 2)).toEqual([403, 'Authorization_RequestDenied']);
  expect(await ask('/users', graph.token)).toEqual([200, undefined, undefined]);
  const control = await fetch(`${graph.url}/simulator/policy`, { headers: { authorization: `Bearer ${helpdesk}` } });
  expect(control.status).toBe(400);
});

test('a token that is expired, for somebody else, or signed by somebody else is none', async () => {
  const good = await tokenOf();
  const { privateKey } = await generateKeyPair('RS256');
  const forged = await new SignJWT({ scp: 'User.Read.All', wids: [], idtyp: 'user' })
    .setProtectedHeader({ alg: 'RS256', kid: 'practice-1' })
    .setAudience(graph.url)
    .setExpirationTime('1h')
    .sign(privateKey);
  const [, payload = ''] = good.split('.');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  for (const bearer of [forged, unsigned, `${good}x`, 'nonsense', '']) {
    expect((await ask('/users', bearer)).slice(0, 2)).toEqual([401, 'InvalidAuthenticationToken']);
  }
  const idToken = String((await redeem((await answerOf()).code)).body.id_token);
  expect(await ask('/users', idToken)).toMatchObject([401, expect.anything(), expect.stringContaining('audience')]);
  skew = 2 * 60 * 60_000;
  expect(await ask('/users', good)).toMatchObject([401, expect.anything(), expect.stringContaining('expired')]);
});
