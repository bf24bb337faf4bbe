import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { HELPDESK } from '../../../../src/simulator/identity/state.ts';
import { type BindServer, startBindServer } from '../../../bindServer.ts';
import { createAuthority, type TestAuthority } from '../../../certificates.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { changeServer } from '../../../postgresFiles.ts';
import { openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

const HOUR = 3_600_000;
const APP = 'Keydesk';

let postgres: Postgres;
let authority: TestAuthority;
let made = 0;
/** Whom the directory of PostgreSQL asks: the sign-in of the desk of this test. */
let desk: SignInDesk;
let directory: BindServer;
let logged: string[];

/**
 * Accepts a token as Azure does: signed by the tenant, for this API, not expired by the server's clock, and of the account that has
 * the name of the role.
 */
async function isRight(role: string, token: string): Promise<boolean> {
  try {
    const { upn, idtyp, app_displayname: app } = await desk.identity.databaseClaims(token);
    return role === `role=${String(idtyp === 'app' ? app : upn)}`;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  if (noPostgres !== null) return;
  [postgres, authority, directory] = [
    await startPostgres(),
    await createAuthority('Database Root'),
    await startBindServer(isRight),
  ];
  const { cert, key } = await authority.issue({ name: 'db', dns: ['localhost'], ip: ['127.0.0.1'] });
  await changeServer(postgres, {
    files: { 'server.crt': cert, 'server.key': key },
    hba: [`hostssl all all 127.0.0.1/32 ldap ldapserver=127.0.0.1 ldapport=${directory.port} ldapprefix="role="`],
    settings: { ssl: 'on' },
  });
  for (const role of [HELPDESK, APP, 'somebody']) {
    await postgres.query('postgres', `CREATE ROLE "${role}" LOGIN IN ROLE desk`);
  }
});
afterAll(async () => {
  await postgres?.close();
  await directory?.close();
});

async function urlFor(role: string): Promise<string> {
  await postgres.database(`entra${++made}`);
  await postgres.query('postgres', `GRANT ALL ON DATABASE entra${made} TO "${role}"`);
  return `postgres://${encodeURIComponent(role)}@localhost:${postgres.port}/entra${made}`;
}

const request = (url: string) => ({ url, entra: true as const, ca: authority.pem, name: 'Counter' });
const assign = (n: number) => desk.client.assignments.assign({ user: `user${n}@contoso.example` });
const tokens = () => [...new Set(directory.tried.map(({ password }) => password))];
/** Cuts all connections of the desks, as a server that restarts does. */
const cut = () =>
  postgres.query(
    'postgres',
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Keydesk'`,
  );
const shown = () => desk.client.record.show();
const restart = () => desk.restart({ log: message => logged.push(message) });

describe.skipIf(noPostgres !== null)('signing in to the record with Microsoft Entra', () => {
  beforeEach(async () => {
    desk = await openSignInDesk({
      sealer: sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'a key of at least 20 characters' }),
    });
    directory.tried.length = 0;
    logged = [];
    await restart();
  });
  afterEach(() => desk?.close());

  async function signedIn(): Promise<void> {
    const { id } = await desk.connect();
    await desk.signIn(id);
  }

  test('a person’s token is the password, and each new connection has one that is valid', async () => {
    await signedIn();
    await desk.client.record.create(request(await urlFor(HELPDESK)));
    await restart();
    await assign(5);
    expect(await shown()).toMatchObject({
      reachable: true,
      signIn: { kind: 'entra', connection: 'Contoso', certificateUntil: null },
    });
    expect(directory.tried.every(({ name, isRight: right }) => right && name === `role=${HELPDESK}`)).toBe(true);
    // One token for all connections, until it is about to expire.
    expect(tokens()).toHaveLength(1);
    await cut();
    await assign(6);
    expect(tokens()).toHaveLength(1);
  });

  test('a token that the server no longer accepts is replaced', async () => {
    await signedIn();
    await desk.client.record.create(request(await urlFor(HELPDESK)));
    await restart();
    await assign(5);
    const [first] = tokens();
    // Two hours later by the clocks of the sign-in and the server. This computer's clock has stopped.
    desk.skew(2 * HOUR);
    await cut();
    await assign(6);
    const [last] = directory.tried.slice(-1);
    expect(directory.tried).toContainEqual({ name: `role=${HELPDESK}`, password: first, isRight: false });
    expect(last?.isRight).toBe(true);
    expect(last?.password).not.toBe(first);
  });

  test('a token that is about to expire is renewed before a connection, and used until it expires if it cannot be', async () => {
    await signedIn();
    // MSAL renews a token five minutes before it expires.
    desk.identity.state.tokenLifetime = 290;
    await desk.client.record.create(request(await urlFor(HELPDESK)));
    await restart();
    await assign(5);
    await expect.poll(() => tokens().length).toBeGreaterThan(1);
    expect(directory.tried.every(({ isRight: right }) => right)).toBe(true);
    await desk.identity.close();
    await cut();
    await assign(6);
    expect(directory.tried.at(-1)?.isRight).toBe(true);
  });

  test('an app signs in as itself', async () => {
    const { id } = await desk.connect({ signIn: 'secret' });
    const secret = desk.identity.state.app.secrets[0]?.value ?? '';
    await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
    await desk.client.record.create(request(await urlFor(APP)));
    await restart();
    await assign(5);
    expect(directory.tried.at(-1)).toMatchObject({ name: `role=${APP}`, isRight: true });
  });

  test('follows its own connection, also if another one becomes the current one', async () => {
    await signedIn();
    await desk.client.record.create(request(await urlFor(HELPDESK)));
    await restart();
    const { id } = await desk.connect({ name: 'Other' });
    await desk.client.connections.use({ id });
    await restart();
    expect(await shown()).toMatchObject({ reachable: true, signIn: { connection: 'Contoso' } });
  });

  test('says what is missing: a connection, a sign-in, consent, or the right name', async () => {
    const url = await urlFor(HELPDESK);
    const failure = () => expect(desk.client.record.create(request(url))).rejects;
    await failure().toMatchObject({ data: { code: 'record-entra-connection' } });
    const { id } = await desk.connect();
    await failure().toMatchObject({ data: { code: 'sign-in-needed' } });
    await desk.signIn(id);
    desk.identity.state.app.database = false;
    await failure().toMatchObject({ data: { code: 'consent-missing' } });
    desk.identity.state.app.database = true;
    const other = url.replace(encodeURIComponent(HELPDESK), 'somebody');
    await expect(desk.client.record.create(request(other))).rejects.toMatchObject({
      data: { code: 'record-refused', params: { how: 'entra', user: 'somebody' } },
    });
    await desk.client.record.create(request(url));
    await restart();
    await desk.client.connections.signOut({ id });
    await cut();
    await expect.poll(async () => (await shown()).trouble?.code, { timeout: 10_000 }).toBe('sign-in-needed');
    await desk.signIn(id);
    await expect.poll(async () => (await shown()).reachable, { timeout: 15_000 }).toBe(true);
  });

  test('leaves no token in a log, an error or a file', async () => {
    await signedIn();
    const url = await urlFor(HELPDESK);
    await desk.client.record.create(request(url));
    await restart();
    await assign(5);
    await postgres.query('postgres', `ALTER ROLE "${HELPDESK}" NOLOGIN`);
    await cut();
    const error = await assign(6).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ data: { code: 'record-refused' } });
    await postgres.query('postgres', `ALTER ROLE "${HELPDESK}" LOGIN`);
    const texts = [JSON.stringify(error), String((error as Error).stack), ...logged, ...files(desk.folder)];
    expect(logged.some(line => line.includes('record'))).toBe(true);
    for (const token of tokens()) {
      // A token has three parts. The last one is its signature.
      const part = token.split('.').at(-1) ?? '';
      expect(part.length).toBeGreaterThan(100);
      expect(texts.filter(text => text.includes(part))).toEqual([]);
    }
  });
});

/** Returns the content of all files in a folder. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => readFileSync(path, 'latin1'));
}
