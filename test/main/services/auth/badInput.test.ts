import { createServer, Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SignInEvent } from '../../../../src/contract/connections/schema.ts';
import type { ErrorCode, ErrorParams } from '../../../../src/contract/errors/errors.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { mintAppCertificate } from '../../../../src/simulator/identity/certificates.ts';
import { HELPDESK } from '../../../../src/simulator/identity/state.ts';
import { signInAt } from '../../../simulator/identity/browser.ts';
import { openSignInDesk, type SignInDesk } from './desk.ts';

const NOBODY = '11111111-2222-4333-8444-555555555555';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let desk: SignInDesk;
beforeEach(async () => {
  desk = await openSignInDesk();
});
afterEach(() => desk.close());

/** The failure that a sign-in ends with; it has words with a next step, and its kept secrets nowhere. */
function failureOf(events: readonly SignInEvent[]): { code: ErrorCode; params: ErrorParams } {
  const end = events.at(-1);
  if (end?.kind !== 'failed') throw new Error(`it ended with ${JSON.stringify(end)}`);
  expect(wordsFor(end.failure).next).toMatch(/\w{3}.*\.$/);
  expect(JSON.stringify(end.failure)).not.toContain(desk.identity.state.app.secrets[0]?.value);
  return end.failure;
}

/** What a call to Graph fails with. */
async function callFailure(): Promise<unknown> {
  return desk.client.users.search({ query: '' }).then(
    () => 'it did not fail',
    (error: { data: unknown }) => error.data,
  );
}

async function connectApp(secret: string) {
  const { id } = await desk.connect({ signIn: 'secret' });
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
  return id;
}

async function connectCertificate(pem: string) {
  const { id } = await desk.connect({ signIn: 'certificate' });
  await desk.client.connections.setCredential({ id, credential: { kind: 'certificate', pem } });
  return id;
}

const ownSecret = () => desk.identity.state.app.secrets[0]?.value ?? '';

describe('what was set up wrong', () => {
  test.each(['browser', 'device-code', 'secret'] as const)('a tenant that is not there, by %s', async signIn => {
    const { id } = await desk.connect({ signIn, tenantId: 'nowhere.example' });
    if (signIn === 'secret') {
      await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret: 'x' } });
    }
    const params = { tenant: 'nowhere.example', sts: 90002, correlationId: expect.stringMatching(/-/) };
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'tenant-unknown', params });
    expect(await callFailure()).toMatchObject({ code: signIn === 'secret' ? 'tenant-unknown' : 'sign-in-needed' });
  });

  test.each(['browser', 'device-code', 'secret'] as const)('an app that is not there, by %s', async signIn => {
    desk.browser = async () => expect.fail('the browser was opened');
    const { id } = await desk.connect({ signIn, clientId: NOBODY });
    if (signIn === 'secret') {
      await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret: 'x' } });
    }
    expect(failureOf(await desk.signIn(id))).toMatchObject({
      code: 'client-unknown',
      params: { clientId: NOBODY, sts: 700016 },
    });
  });

  test('an app without public client flows takes no device code', async () => {
    desk.identity.state.app.publicClient = false;
    const { id } = await desk.connect();
    expect(failureOf(await desk.signIn(id, { method: 'device-code' }))).toMatchObject({ code: 'public-client-off' });
    expect((await desk.signIn(id)).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('a wrong secret, an expired one, and none', async () => {
    const { app } = desk.identity.state;
    const wrong = await connectApp('not-the-secret');
    expect(failureOf(await desk.signIn(wrong))).toMatchObject({ code: 'client-secret-refused' });
    app.secrets.push({ value: 'an-old-one', expiresAt: Date.now() - 1 });
    expect(failureOf(await desk.signIn(await connectApp('an-old-one')))).toMatchObject({
      code: 'client-secret-expired',
    });
    const { id } = await desk.connect({ signIn: 'secret' });
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'credential-missing', params: { what: 'secret' } });
  });

  test('a certificate that the app does not know, and one that has expired there or here', async () => {
    const { app } = desk.identity.state;
    const stranger = await mintAppCertificate();
    expect(failureOf(await desk.signIn(await connectCertificate(stranger.pem)))).toMatchObject({
      code: 'certificate-refused',
      params: { sts: 700027 },
    });
    const known = await mintAppCertificate();
    app.certificates.push(known.certificate);
    await desk.client.connections.use({ id: await connectCertificate(known.pem) });
    expect(await callFailure()).toBe('it did not fail');
    desk.skew(11 * DAY);
    await desk.restart();
    await desk.client.connections.use({ id: await connectCertificate(known.pem) });
    expect(await callFailure()).toMatchObject({ code: 'certificate-expired' });

    const { id } = await desk.connect({ signIn: 'certificate' });
    const expired = await mintAppCertificate(new Date(Date.now() - DAY));
    const credential = { kind: 'certificate' as const, pem: expired.pem };
    await expect(desk.client.connections.setCredential({ id, credential })).rejects.toMatchObject({
      data: { code: 'certificate-expired', params: { notAfter: expect.stringMatching(/^\d{4}-/) } },
    });
  });

  test('a PEM that is none, lacks its key, or has another one’s', async () => {
    const { id } = await desk.connect({ signIn: 'certificate' });
    const [one, other] = [await mintAppCertificate(), await mintAppCertificate()];
    const otherKey = other.pem.slice(other.pem.indexOf('-----BEGIN PRIVATE'));
    const damaged = one.pem.replace(/(-----BEGIN PRIVATE KEY-----\n).{40}/, '$1AAAA');
    for (const pem of ['not a PEM', one.certificate, otherKey, `${one.certificate}\n${otherKey}`, damaged]) {
      const refused = desk.client.connections.setCredential({ id, credential: { kind: 'certificate', pem } });
      await expect(refused).rejects.toMatchObject({ data: { code: 'certificate-unreadable' } });
      await refused.catch((error: { data: unknown }) => expect(JSON.stringify(error.data)).not.toContain('BEGIN'));
    }
  });

  test('consent is missing', async () => {
    desk.identity.state.app.delegated = null;
    const { id } = await desk.connect();
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'consent-missing', params: { sts: 90094 } });
  });

  test('addresses that are not safe are never stored', async () => {
    for (const change of [
      { authority: 'http://localhost:1' },
      { authority: 'https://user:PWSECRET@login.microsoftonline.com' },
      { graphUrl: 'https://user:PWSECRET@graph.microsoft.com' },
      { graphUrl: 'http://graph.example' },
      { signIn: 'token' as const, graphUrl: 'https://graph.microsoft.com' },
    ]) {
      const refused = desk.connect(change);
      await expect(refused).rejects.toMatchObject({ data: { code: 'connection-insecure' } });
      await refused.catch((error: { data: unknown }) => expect(JSON.stringify(error.data)).not.toContain('PWSECRET'));
    }
    await expect(desk.connect({ clientId: '' })).rejects.toMatchObject({ data: { code: 'connection-incomplete' } });
    expect((await desk.client.settings.get()).connections).toEqual([]);
  });
});

describe('what goes wrong on the way', () => {
  test('the browser does not return', async () => {
    desk.browser = async () => undefined;
    await desk.restart({ signIn: { loginCa: desk.identity.ca, timeout: 300 } });
    const { id } = await desk.connect();
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'sign-in-timeout' });
    desk.browser = url => signInAt(url, desk.identity.ca, desk.person());
    expect((await desk.signIn(id)).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('it is canceled here, and the port is free again', async () => {
    const { id } = await desk.connect();
    const opened = Promise.withResolvers<string>();
    desk.browser = async url => opened.resolve(url);
    const abort = new AbortController();
    const events: SignInEvent[] = [];
    const stream = await desk.client.connections.signIn({ id }, { signal: abort.signal });
    const url = await opened.promise;
    abort.abort();
    for await (const event of stream) events.push(event);
    const port = Number(new URL(new URL(url).searchParams.get('redirect_uri') ?? '').port);
    const server = createServer();
    await vi.waitFor(
      () =>
        new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve())),
      15_000,
    );
    server.close();
    const [entry] = (await desk.client.activity.list({})).entries;
    expect(entry).toMatchObject({ kind: 'signed-in', result: 'cancelled' });
  });

  test('a device code is canceled without waiting for the next question', async () => {
    const { id } = await desk.connect();
    const abort = new AbortController();
    const stream = await desk.client.connections.signIn({ id, method: 'device-code' }, { signal: abort.signal });
    for await (const event of stream) if (event.kind === 'device-code') abort.abort();
    await vi.waitFor(async () => {
      const [entry] = (await desk.client.activity.list({})).entries;
      expect(entry).toMatchObject({ kind: 'signed-in', result: 'cancelled' });
    }, 15_000);
  });

  test.each(['browser', 'device-code'] as const)('it is canceled there, by %s', async method => {
    const { id } = await desk.connect();
    desk.browser = url => signInAt(url, desk.identity.ca, desk.person({ after: 'cancel' }));
    desk.person = () => ({ name: HELPDESK, password: desk.identity.state.password, after: 'cancel' });
    expect(failureOf(await desk.signIn(id, { method }))).toMatchObject({ code: 'sign-in-declined' });
  });

  test('there is no browser', async () => {
    const { id } = await desk.connect();
    desk.browser = async () => {
      throw new Error('ENOENT');
    };
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'browser-unavailable' });
    expect((await desk.signIn(id, { method: 'device-code' })).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('a port that somebody else has is not needed; if none is free, the error says so', async () => {
    const { id } = await desk.connect();
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const listen = Server.prototype.listen;
    // The operating system itself refuses: every request for any port is turned into one for a port that is taken.
    const steered = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      return Reflect.apply(listen, this, [port, '127.0.0.1']);
    });
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'sign-in-port-unavailable' });
    steered.mockRestore();
    expect((await desk.signIn(id)).at(-1)).toMatchObject({ kind: 'done' });
    taken.close();
  });

  test('the sign-in cannot be reached, or is not who it should be', async () => {
    const { id } = await desk.connect();
    await desk.restart({ signIn: {} });
    expect(failureOf(await desk.signIn(id))).toMatchObject({
      code: 'login-untrusted',
      params: { reason: expect.any(String) },
    });
    const gone = await desk.connect({ authority: 'https://localhost:9' });
    expect(failureOf(await desk.signIn(gone.id))).toMatchObject({
      code: 'login-unreachable',
      params: { host: 'localhost:9' },
    });
  });

  test('the clock of this computer is wrong', async () => {
    const { pem, certificate } = await mintAppCertificate();
    desk.identity.state.app.certificates.push(certificate);
    const id = await connectCertificate(pem);
    desk.skew(-20 * MINUTE);
    expect(await callFailure()).toMatchObject({ code: 'clock-skewed', params: { minutes: 20, sts: 700024 } });
    expect(failureOf(await desk.signIn(id))).toMatchObject({ code: 'clock-skewed', params: { minutes: 20 } });
  });
});

describe('what ends later', () => {
  beforeEach(() => {
    // Shorter than what a token is renewed before: every call asks anew.
    desk.identity.state.tokenLifetime = 60;
  });

  test('the refresh token is revoked', async () => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    expect(await callFailure()).toBe('it did not fail');
    desk.identity.revoke();
    expect(await callFailure()).toMatchObject({ code: 'sign-in-expired', params: { sts: 50173 } });
    expect((await desk.signIn(id)).at(-1)).toMatchObject({ kind: 'done' });
    expect(await callFailure()).toBe('it did not fail');
  });

  test('the tenant asks for a second factor, and later for a new one', async () => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    desk.identity.state.mfa.required = true;
    expect(await callFailure()).toMatchObject({ code: 'mfa-required', params: { sts: 50076 } });
    expect((await desk.signIn(id)).at(-1)).toMatchObject({ kind: 'done' });
    expect(await callFailure()).toBe('it did not fail');
    desk.identity.state.mfa.maxAge = 0;
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(await callFailure()).toMatchObject({ code: 'mfa-required', params: { sts: 50078 } });
  });

  test('consent is taken back, or Conditional Access keeps the person out', async () => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    desk.identity.state.blocked.add(HELPDESK);
    expect(await callFailure()).toMatchObject({
      code: 'sign-in-refused',
      params: { sts: 53003, stsMessage: expect.stringContaining('Conditional Access') },
    });
    desk.identity.state.blocked.clear();
    desk.identity.state.app.delegated = null;
    expect(await callFailure()).toMatchObject({ code: 'consent-missing', params: { sts: 65001 } });
  });

  test('a secret that was right expires', async () => {
    await connectApp(ownSecret());
    expect(await callFailure()).toBe('it did not fail');
    desk.identity.state.app.secrets = [{ value: ownSecret(), expiresAt: 0 }];
    expect(await callFailure()).toMatchObject({ code: 'client-secret-expired' });
  });
});
