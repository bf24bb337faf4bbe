import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { parseAddress } from '../../../../src/main/base/record/address.ts';
import { authoritiesIn, readClientCertificate } from '../../../../src/main/base/record/clientCertificate.ts';
import { connect, disconnect, type RecordTarget } from '../../../../src/main/base/record/connect.ts';
import { createAuthority, type Issued, type TestAuthority, type Wanted } from '../../../certificates.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { changeServer } from '../../../postgresFiles.ts';

const noOpenssl = spawnSync('openssl', ['version']).error !== undefined;

let postgres: Postgres;
let authority: TestAuthority;
let other: TestAuthority;
beforeAll(async () => {
  if (noPostgres !== null) return;
  [postgres, authority, other] = [
    await startPostgres(),
    await createAuthority('Test Root'),
    await createAuthority('Other Root'),
  ];
  await postgres.query('postgres', 'CREATE ROLE counter LOGIN');
});
afterAll(() => postgres?.close());

const right = { name: 'db', dns: ['localhost'], ip: ['127.0.0.1'] };
const hba = ['hostssl all counter 127.0.0.1/32 cert', 'host all desk 127.0.0.1/32 scram-sha-256'];

/** Gives the server a certificate. */
async function serve(wanted: Wanted, settings = {}): Promise<void> {
  const { cert, key } = await authority.issue(wanted);
  const files = { 'server.crt': cert, 'server.key': key, 'root.crt': authority.pem };
  await changeServer(postgres, { hba, files, settings: { ssl: 'on', ssl_ca_file: 'root.crt', ...settings } });
}

const target = (how: Partial<RecordTarget> & { host?: string; user?: string } = {}): RecordTarget => ({
  address: parseAddress(`postgres://${how.user ?? 'desk'}@${how.host ?? 'localhost'}:${postgres.port}/postgres`),
  signIn: 'password',
  password: async () => PASSWORD,
  ca: authority.pem,
  ...how,
});

/** Connects. Returns the version of TLS, or the error. */
async function tried(how: Parameters<typeof target>[0] = {}): Promise<unknown> {
  try {
    const client = await connect(target(how));
    const { rows } = await client.query<{ version: string | null }>(
      'SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    await disconnect(client);
    return rows[0]?.version;
  } catch (error) {
    return error;
  }
}

const asClient = async ({ cert, key }: Issued): Promise<Partial<RecordTarget> & { user: string }> => {
  const { certificate } = readClientCertificate(Buffer.from(key + cert));
  return { user: 'counter', signIn: 'certificate', password: async () => '', certificate: async () => certificate };
};

describe.skipIf(noPostgres !== null)('TLS to the record', () => {
  describe('the certificate of the server', () => {
    test('is accepted from the right authority for the name in the address', async () => {
      await serve(right);
      expect(await tried()).toBe('TLSv1.3');
      expect(await tried({ host: '127.0.0.1' })).toBe('TLSv1.3');
    });

    test('is refused from an authority that is not known', async () => {
      await serve(right);
      const unknown = { code: 'record-certificate', params: { reason: 'unknown' } };
      expect(await tried({ ca: other.pem })).toMatchObject(unknown);
      expect(await tried({ host: '0.0.0.0', ca: undefined })).toMatchObject(unknown);
      expect(await tried({ host: '0.0.0.0', ca: undefined, roots: () => [other.pem] })).toMatchObject(unknown);
    });

    test('is accepted from an authority that this computer trusts', async () => {
      await serve({ ...right, ip: ['0.0.0.0'] });
      expect(await tried({ host: '0.0.0.0', ca: undefined, roots: () => [other.pem, authority.pem] })).toBe('TLSv1.3');
    });

    test.each([
      ['for another name', { name: 'localhost', dns: ['db.example.com'] }, 'name'],
      ['that has expired', { ...right, days: [-20, -1] as const }, 'expired'],
      ['that is not valid yet', { ...right, days: [1, 20] as const }, 'early'],
    ])('is refused %s', async (_, wanted, reason) => {
      await serve(wanted);
      expect(await tried()).toMatchObject({ code: 'record-certificate', params: { reason } });
    });
  });

  describe('a server without TLS', () => {
    beforeEach(() => changeServer(postgres, { hba, settings: { ssl: 'off' } }));

    test('is used on this computer', async () => {
      expect(await tried({ ca: undefined })).toBeNull();
      expect(await tried({ ca: undefined, host: '127.0.0.1' })).toBeNull();
    });

    test('is refused at any other address, before anything is sent', async () => {
      // Linux connects 0.0.0.0 to this computer, and Keydesk cannot know that.
      const refused = { code: 'record-without-tls', params: { host: '0.0.0.0' } };
      expect(await tried({ host: '0.0.0.0' })).toMatchObject(refused);
      expect(await tried({ host: '0.0.0.0', ca: undefined })).toMatchObject(refused);
    });

    test('is refused if somebody named an authority for it', async () => {
      expect(await tried()).toMatchObject({ code: 'record-without-tls' });
    });
  });

  describe('a client certificate', () => {
    beforeEach(() => serve(right));

    test('signs in the role that it names, and no other', async () => {
      const own = await asClient(await authority.issue({ name: 'counter' }));
      expect(await tried(own)).toBe('TLSv1.3');
      expect(await tried(await asClient(await authority.issue({ name: 'desk' })))).toMatchObject({
        code: 'record-refused',
        params: { how: 'certificate', user: 'counter' },
      });
    });

    test('is needed where pg_hba.conf wants one', async () => {
      expect(await tried({ user: 'counter' })).toMatchObject({ code: 'record-refused', params: { how: 'computer' } });
    });

    test('of another authority, or one that has expired, is refused', async () => {
      const refused = { code: 'record-certificate-refused', params: { host: 'localhost' } };
      expect(await tried(await asClient(await other.issue({ name: 'counter' })))).toMatchObject(refused);
      const expired = await authority.issue({ name: 'counter', days: [-20, -1] });
      expect(() => readClientCertificate(Buffer.from(expired.cert + expired.key))).toThrow(
        expect.objectContaining({ code: 'record-certificate-expired' }),
      );
      const certificate = async () => ({ kind: 'pem' as const, ...expired });
      expect(await tried({ user: 'counter', certificate })).toMatchObject(refused);
    });

    test.skipIf(noOpenssl)('may be PKCS #12, with a passphrase', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-p12-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const { cert, key } = await authority.issue({ name: 'counter' });
      writeFileSync(join(folder, 'both.pem'), key + cert);
      const make = (name: string, ...more: string[]) => {
        const args = ['pkcs12', '-export', '-in', 'both.pem', '-out', name, '-passout', 'pass:Sesame', ...more];
        execFileSync('openssl', args, { cwd: folder });
        return readFileSync(join(folder, name));
      };
      const file = make('new.p12');
      const { certificate, until } = readClientCertificate(file, 'Sesame');
      expect(until).toBeGreaterThan(Date.now() + 80 * 86_400_000);
      expect(await tried({ user: 'counter', certificate: async () => certificate })).toBe('TLSv1.3');
      const refused = (reason: string) =>
        expect.objectContaining({ code: 'record-certificate-unusable', params: { reason } });
      expect(() => readClientCertificate(file)).toThrow(refused('pfx-passphrase'));
      expect(() => readClientCertificate(make('old.p12', '-legacy'), 'Sesame')).toThrow(refused('pfx-unsupported'));
      expect(() => readClientCertificate(file.subarray(0, 200), 'Sesame')).toThrow(refused('pfx-damaged'));
      expect(() => readClientCertificate(make('only.p12', '-nokeys'), 'Sesame')).toThrow(refused('pem-without-key'));
    });
  });
});

describe('files with certificates', () => {
  test('a client certificate needs its key, and the passphrase of the key', async () => {
    const root = await createAuthority('Root');
    const [one, two] = [await root.issue({ name: 'one' }), await root.issue({ name: 'two' })];
    const reasonOf = (text: string, passphrase?: string) => {
      try {
        readClientCertificate(Buffer.from(text), passphrase);
        return null;
      } catch (error) {
        return (error as { params: { reason: string } }).params.reason;
      }
    };
    expect(reasonOf(`${root.pem}\n${one.cert}${one.key}`)).toBeNull();
    expect(reasonOf('no certificate')).toBe('pem-without-certificate');
    expect(reasonOf(one.cert)).toBe('pem-without-key');
    expect(reasonOf(one.cert + two.key)).toBe('pem-mismatch');
    expect(reasonOf(one.cert.replace(/\n\w{20}/, '\n') + one.key)).toBe('pem-certificate-damaged');
    expect(reasonOf(one.cert + one.key.replace(/\n\w{20}/, '\n'))).toBe('pem-key-damaged');
  });

  test('of the file of an authority, only certificates are kept', async () => {
    const root = await createAuthority('Root');
    const { cert, key } = await root.issue({ name: 'one' });
    const kept = authoritiesIn(`comment\n${key}${root.pem}\n${cert}`);
    expect(kept.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(kept).not.toContain('PRIVATE');
    for (const text of ['', 'no certificate', key]) {
      expect(() => authoritiesIn(text)).toThrow(expect.objectContaining({ code: 'record-ca-unusable' }));
    }
    expect(() => authoritiesIn('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow(
      expect.objectContaining({ code: 'record-ca-unusable', params: { reason: 'pem-certificate-damaged' } }),
    );
  });
});
