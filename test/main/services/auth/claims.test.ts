import { afterEach, describe, expect, test } from 'vitest';
import { claimsChallenge } from '../../../../src/main/services/graph/claimsChallenge.ts';
import { openSignInDesk, type SignInDesk } from './desk.ts';

let desk: SignInDesk;
const users = async () => (await desk.client.users.search({ query: '' })).users.length;

/** Continuous access evaluation: a token from before this moment is not enough. */
const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1764182400"}}}';
const challenge = (status: 401 | 403) => desk.graph.faults.add({ path: '/users', status, claims: CLAIMS });
const asked = () => desk.identity.state.claims.asked;

describe('the claims of a challenge', () => {
  const of = (value: string) => claimsChallenge(new Headers({ 'www-authenticate': value }));
  const encoded = Buffer.from(CLAIMS).toString('base64');

  test.each([
    ['as the documentation shows it', `Bearer realm="", error="insufficient_claims", claims="${encoded}"`],
    ['in base64url', `Bearer error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64url')}"`],
    ['among others', `PoP nonce="x", Bearer claims = "${encoded}", error="insufficient_claims"`],
  ])('are read %s', (_, header) => {
    expect(of(header)).toBe(CLAIMS);
  });

  test.each(['Bearer error="invalid_token"', 'Bearer claims="!!"', `Bearer claims="${btoa('1')}"`, ''])(
    'are none in %s',
    header => {
      expect(of(header)).toBeUndefined();
    },
  );
});

describe('a claims challenge of Graph', () => {
  afterEach(() => desk.close());

  test.each([401, 403] as const)('%s is answered with a new token that has the claims', async status => {
    desk = await openSignInDesk();
    const { id } = await desk.connect();
    await desk.signIn(id);
    challenge(status);
    expect(await users()).toBe(40);
    expect(asked()).toEqual([{ at: 'token', claims: expect.stringContaining('"nbf"') }]);
  });

  test.each(['browser', 'device-code'] as const)(
    'that takes the person says so, and the next sign-in by %s asks for the claims',
    async method => {
      desk = await openSignInDesk();
      const { id } = await desk.connect();
      await desk.signIn(id);
      desk.identity.state.claims.needPerson = true;
      challenge(401);
      await expect(users()).rejects.toMatchObject({ data: { code: 'sign-in-stronger' } });
      asked().length = 0;
      const events = await desk.signIn(id, { method });
      expect(events.at(-1)).toMatchObject({ kind: 'done' });
      const at = method === 'browser' ? 'authorize' : 'devicecode';
      expect(asked()).toContainEqual({ at, claims: expect.stringContaining('"nbf"') });
      expect(await users()).toBe(40);
    },
  );

  test('is passed on by an app, and is no matter of permissions where it cannot be met', async () => {
    desk = await openSignInDesk();
    const { id } = await desk.connect({ signIn: 'secret' });
    const secret = desk.identity.state.app.secrets[0]?.value ?? '';
    await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
    challenge(401);
    expect(await users()).toBe(40);
    expect(asked()).toEqual([{ at: 'token', claims: expect.stringContaining('"nbf"') }]);
    challenge(403);
    challenge(403);
    await expect(users()).rejects.toMatchObject({ data: { code: 'sign-in-stronger' } });
  });
});
