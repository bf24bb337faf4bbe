import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RecordRequest } from '../../../../src/contract/record/schema.ts';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { createAuthority, type Issued, type TestAuthority } from '../../../certificates.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { changeServer } from '../../../postgresFiles.ts';
import { openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

const SEALING = sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'a key of at least 20 characters' });
const DAY = 86_400_000;

let postgres: Postgres;
let authority: TestAuthority;
let made = 0;
let desk: SignInDesk;
beforeAll(async () => {
  if (noPostgres !== null) return;
  [postgres, authority] = [await startPostgres(), await createAuthority('Test Root')];
  const { cert, key } = await authority.issue({ name: 'db', dns: ['localhost'], ip: ['127.0.0.1'] });
  await changeServer(postgres, {
    files: { 'server.crt': cert, 'server.key': key, 'root.crt': authority.pem },
    hba: ['hostssl all counter 127.0.0.1/32 cert', 'host all desk 127.0.0.1/32 scram-sha-256'],
    settings: { ssl: 'on', ssl_ca_file: 'root.crt' },
  });
  await postgres.query('postgres', 'CREATE ROLE counter LOGIN; GRANT counter TO desk');
  // Nothing but what a test gives.
  process.env.PGPASSFILE = join(postgres.folder, 'no-passwords');
});
afterEach(() => desk?.close());
afterAll(() => postgres?.close());

async function database(): Promise<string> {
  await postgres.database(`sign${++made}`);
  await postgres.query('postgres', `GRANT ALL ON DATABASE sign${made} TO counter`);
  return `sign${made}`;
}

const at = (name: string, user = 'counter') => `postgres://${user}@localhost:${postgres.port}/${name}`;
const fileOf = ({ cert, key }: Issued) => ({ file: Buffer.from(cert + key).toString('base64') });
const withCertificate = (name: string, issued: Issued): RecordRequest => ({
  url: at(name),
  ca: authority.pem,
  certificate: fileOf(issued),
  name: 'Counter',
});
const assign = (n: number) => desk.client.assignments.assign({ user: `user${n}@contoso.example` });
const secrets = () => readdirSync(join(desk.folder, 'secrets')).toSorted();
/** Connects, so that there is a tenant to work in. */
async function open(sealer = SEALING): Promise<void> {
  desk = await openSignInDesk({ sealer });
  const { id } = await desk.connect();
  await desk.signIn(id);
}

describe.skipIf(noPostgres !== null)('signing in to the record', () => {
  test('with a client certificate, whose key is sealed', async () => {
    await open();
    const issued = await authority.issue({ name: 'counter', days: [-1, 20] });
    await desk.client.record.create(withCertificate(await database(), issued));
    await desk.restart();
    await assign(5);
    const shown = await desk.client.record.show();
    expect(shown).toMatchObject({ reachable: true, signIn: { kind: 'certificate', connection: null, endsSoon: true } });
    const until = Date.parse(shown.signIn?.certificateUntil ?? '');
    expect(Math.abs(until - Date.now() - 20 * DAY)).toBeLessThan(DAY);
    // The window shows this on every page.
    expect(await desk.client.record.sight()).toMatchObject({ certificateEnds: shown.signIn?.certificateUntil });
    const line = issued.key.split('\n')[1] ?? '';
    expect(files(desk.folder).filter(text => text.includes(line))).toEqual([]);
    expect(secrets().filter(name => name.startsWith('record-'))).toEqual([
      expect.stringMatching(/^record-certificate\./),
    ]);
  });

  test('is changed without leaving the record: to another certificate, and to a password', async () => {
    await open();
    const name = await database();
    await desk.client.record.create(withCertificate(name, await authority.issue({ name: 'counter', days: [-1, 5] })));
    await desk.restart();
    await assign(5);
    await desk.client.record.change({ certificate: fileOf(await authority.issue({ name: 'counter' })) });
    await desk.restart();
    expect((await desk.client.record.show()).signIn).toMatchObject({ kind: 'certificate', endsSoon: false });
    await desk.client.record.change({ url: at(name, 'desk'), password: PASSWORD });
    await desk.restart();
    await assign(6);
    expect(await desk.client.record.show()).toMatchObject({ url: at(name, 'desk'), signIn: { kind: 'password' } });
    expect(await desk.client.record.check()).toMatchObject({ differences: [] });
    // What is no longer needed is gone.
    expect(secrets().filter(file => file.startsWith('record-'))).toEqual([expect.stringMatching(/^record-password\./)]);
    expect(files(desk.folder).filter(text => text.includes(PASSWORD))).toEqual([]);
    writeFileSync(process.env.PGPASSFILE ?? '', `*:*:*:*:${PASSWORD}\n`, { mode: 0o600 });
    await desk.client.record.change({ passwordFile: true });
    await desk.restart();
    rmSync(process.env.PGPASSFILE ?? '');
    expect(await desk.client.record.show()).toMatchObject({ signIn: { kind: 'none' } });
    await desk.client.record.leave();
    expect(secrets().filter(file => file.startsWith('record-'))).toEqual([]);
  });

  test('as the owner for an upgrade, with a certificate that is not kept', async () => {
    await open();
    const name = await database();
    await desk.client.record.create({ url: at(name, 'desk'), password: PASSWORD });
    await desk.restart();
    const issued = await authority.issue({ name: 'counter' });
    const { certificate } = withCertificate(name, issued);
    const upgrade = (request: Parameters<typeof desk.client.record.upgrade>[0]) =>
      desk.client.record.upgrade({ ca: authority.pem, ...request });
    await postgres.query(name, 'GRANT counter TO desk; GRANT USAGE ON SCHEMA keydesk TO counter');
    await postgres.query(name, 'GRANT SELECT ON keydesk.record TO counter');
    const { from, to } = await upgrade({ url: at(name), certificate });
    expect(from).toBe(to);
    await expect(upgrade({ url: at(name) })).rejects.toMatchObject({ data: { code: 'record-refused' } });
    await expect(upgrade({ url: at(name), entra: true, ca: 'nothing' })).rejects.toMatchObject({
      data: { code: 'record-ca-unusable' },
    });
    await expect(upgrade({ certificate })).rejects.toThrow();
    expect(secrets().filter(file => file.startsWith('record-'))).toEqual([expect.stringMatching(/^record-password\./)]);
    expect((await desk.client.record.show()).signIn).toMatchObject({ kind: 'password' });
  });

  test('is not changed to what does not work, or leads to another record', async () => {
    await open();
    const name = await database();
    const issued = await authority.issue({ name: 'counter' });
    await desk.client.record.create(withCertificate(name, issued));
    await desk.restart();
    await assign(5);
    const failure = (change: Parameters<typeof desk.client.record.change>[0]) =>
      expect(desk.client.record.change(change)).rejects;
    await failure({ url: at(name, 'desk'), password: 'wrong' }).toMatchObject({
      data: { code: 'record-refused', params: { how: 'password' } },
    });
    await failure({ certificate: fileOf(await authority.issue({ name: 'somebody' })) }).toMatchObject({
      data: { code: 'record-refused', params: { how: 'certificate' } },
    });
    await failure({ certificate: fileOf(await authority.issue({ name: 'counter', days: [-20, -1] })) }).toMatchObject({
      data: { code: 'record-certificate-expired' },
    });
    await failure({ certificate: { file: Buffer.from('nothing').toString('base64') } }).toMatchObject({
      data: { code: 'record-certificate-unusable' },
    });
    await failure({ ca: 'nothing' }).toMatchObject({ data: { code: 'record-ca-unusable' } });
    const other = await openSignInDesk({ sealer: SEALING });
    onTestFinished(other.close);
    const second = await database();
    await other.client.record.create(withCertificate(second, issued));
    await failure({ url: at(second) }).toMatchObject({ data: { code: 'record-other' } });
    await failure({ url: at(await database()) }).toMatchObject({ data: { code: 'record-missing' } });
    await assign(6);
    expect(await desk.client.record.show()).toMatchObject({ url: at(name), reachable: true });
  });

  test('a certificate that expires stops the desk with words, and a new one lets it go on', async () => {
    await open();
    const name = await database();
    await desk.client.record.create(withCertificate(name, await authority.issue({ name: 'counter' })));
    // The certificate of a desk that was away for long.
    await desk.restart();
    await desk.client.record.change({
      certificate: fileOf(await authority.issue({ name: 'counter', days: [-1, 4 / 86_400] })),
    });
    await expect
      .poll(async () => (await desk.client.record.show()).trouble?.code, { timeout: 30_000 })
      .toBe('record-certificate-expired');
    await desk.client.record.change({ certificate: fileOf(await authority.issue({ name: 'counter' })) });
    await expect.poll(async () => (await desk.client.record.show()).reachable, { timeout: 30_000 }).toBe(true);
  });

  test('keeps no secret where nothing can seal it, and says so if another shell has it', async () => {
    await open(null);
    const name = await database();
    const issued = await authority.issue({ name: 'counter' });
    await expect(desk.client.record.create(withCertificate(name, issued))).rejects.toMatchObject({
      data: { code: 'record-password-unkept', params: { what: 'certificate' } },
    });
    const password = { url: at(name, 'desk'), ca: authority.pem, password: PASSWORD };
    await expect(desk.client.record.create(password)).rejects.toMatchObject({
      data: { code: 'record-password-unkept', params: { what: 'password' } },
    });
    await desk.restart({ services: { ...desk.services(), sealer: SEALING } });
    await desk.client.record.create(withCertificate(name, issued));
    await desk.restart();
    expect((await desk.client.record.show()).trouble).toMatchObject({ code: 'record-secret-missing' });
  });
});

/** Returns the content of all files in a folder. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => readFileSync(path, 'latin1'));
}
