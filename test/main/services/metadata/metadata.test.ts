import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ErrorCode, KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { certificatesOf } from '../../../../src/main/services/metadata/certificates.ts';
import type { MetadataService } from '../../../../src/main/services/metadata/context.ts';
import { FIDO_SIGNER, fidoRoots } from '../../../../src/main/services/metadata/fidoRoots.ts';
import { openMetadata } from '../../../../src/main/services/metadata/metadata.ts';
import { type Authority, authorityOf, type BlobEntry, createAuthority, entryOf, forHost } from './authority.ts';
import { type Issued, issue } from './pki.ts';

const AAGUID = '0b0c0d0e-0000-4000-8000-000000000001';
let authority: Authority;
let folder: string;
beforeAll(async () => {
  authority = await createAuthority();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-metadata-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(text: string): string {
  const file = join(folder, 'blob.jwt');
  writeFileSync(file, text);
  return file;
}

const root = () => authority.rootPem;
const good = (no = 7) => authority.blob({ no, entries: [{ aaguid: AAGUID, description: 'Model one' }] });

describe('a list of key models', () => {
  test('is loaded from a file, kept over a restart, and tells its age', async () => {
    let now = new Date();
    const clock = () => now;
    const state = await openMetadata(folder, clock).update({ file: fileWith(await good()), root: root() });
    expect(state).toMatchObject({ no: 7, models: 1, ageDays: 0, old: false });
    now = new Date(now.getTime() + 3 * 24 * 60 * 60 * 1000);
    const again = openMetadata(folder, clock);
    expect(again.state()).toMatchObject({ no: 7, ageDays: 3 });
    expect(again.model(AAGUID)).toEqual({
      name: 'Model one',
      certification: 'FIDO_CERTIFIED_L1',
      statuses: ['FIDO_CERTIFIED_L1'],
    });
    now = new Date('2099-02-01');
    expect(again.state()?.old).toBe(true);
  });

  test('takes the same number again and a greater one, never a smaller one', async () => {
    const metadata = openMetadata(folder);
    await metadata.update({ file: fileWith(await good(7)), root: root() });
    await metadata.update({ file: fileWith(await good(7)), root: root() });
    await metadata.update({ file: fileWith(await good(8)), root: root() });
    const older = metadata.update({ file: fileWith(await good(7)), root: root() });
    await expect(older).rejects.toMatchObject({ code: 'metadata-older', params: { no: 7, known: 8 } });
    expect(metadata.state()?.no).toBe(8);
  });

  const bad: readonly [string, () => Promise<string>, ErrorCode][] = [
    ['signed by another authority', async () => (await createAuthority()).blob(), 'metadata-untrusted'],
    [
      'with another payload under the same signature',
      async () => {
        const [header, , signature] = (await good()).split('.');
        return `${header}.${(await good(99)).split('.')[1]}.${signature}`;
      },
      'metadata-untrusted',
    ],
    ['cut off', async () => (await good()).slice(0, -40), 'metadata-untrusted'],
    ['that is no JWS', async () => 'this is a page of a web site', 'metadata-damaged'],
    ['that is empty', async () => '', 'metadata-damaged'],
    ['whose payload is something else', () => authority.blob({ payload: { hello: 1 } }), 'metadata-damaged'],
  ];
  test.each(bad)('%s is refused, and the one of before stays', async (_, make, code) => {
    const metadata = openMetadata(folder);
    await metadata.update({ file: fileWith(await good()), root: root() });
    const before = readFileSync(join(folder, 'metadata.json'), 'utf8');
    await expect(metadata.update({ file: fileWith(await make()), root: root() })).rejects.toMatchObject({ code });
    expect(metadata.state()?.no).toBe(7);
    expect(readFileSync(join(folder, 'metadata.json'), 'utf8')).toBe(before);
  });

  test('whose certificate ran out is refused', async () => {
    const late = await createAuthority(new Date(Date.now() - 60_000));
    const update = openMetadata(folder).update({ file: fileWith(await late.blob()), root: late.rootPem });
    await expect(update).rejects.toMatchObject({ code: 'metadata-untrusted' });
  });

  test('needs the root it leads to: without one named, one of the FIDO Alliance', async () => {
    const update = openMetadata(folder).update({ file: fileWith(await good()) });
    await expect(update).rejects.toMatchObject({ code: 'metadata-untrusted' });
    const nonsense = openMetadata(folder).update({ file: fileWith(await good()), root: 'no certificate' });
    await expect(nonsense).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a damaged copy of it is no reason not to start', async () => {
    writeFileSync(join(folder, 'metadata.json'), '{"no": ');
    expect(openMetadata(folder).state()).toBeNull();
  });

  test('one malformed entry costs no other, one malformed member no entry', async () => {
    const second = AAGUID.replace(/1$/, '2');
    const entries = [
      null,
      'text',
      { aaguid: 7 },
      { aaguid: 'not-a-guid', metadataStatement: { description: 'x' } },
      { aaid: '1234#5678', metadataStatement: { description: 'A UAF authenticator' }, statusReports: [] },
      { ...entryOf({ aaguid: AAGUID.toUpperCase(), description: 'Model one' }), rogueListURL: 5 },
      {
        aaguid: second,
        metadataStatement: { description: 7, attestationRootCertificates: [null, 5, 'AAAA'] },
        statusReports: [null, { effectiveDate: '2024-01-01' }, { status: 'REVOKED', authenticatorVersion: 'x' }],
      },
    ];
    const blob = await authority.blob({ payload: { no: 1, nextUpdate: '2099-01-01', entries } });
    const metadata = openMetadata(folder);
    expect(await metadata.update({ file: fileWith(blob), root: root() })).toMatchObject({ models: 2 });
    expect(metadata.model(AAGUID)).toMatchObject({ name: 'Model one', certification: 'FIDO_CERTIFIED_L1' });
    expect(metadata.model(second)).toEqual({ name: second, certification: null, statuses: ['REVOKED'] });
    expect(codeOf(() => metadata.checkModel(second))).toBe('key-model-refused');
  });

  test('kept by an earlier version, it serves until another one is loaded', async () => {
    const models = { [AAGUID]: { name: 'Old name', certification: null, statuses: ['REVOKED'], roots: [] } };
    const earlier = {
      no: 99,
      nextUpdate: '2099-01-01',
      source: 'somewhere',
      loadedAt: new Date().toISOString(),
      models,
    };
    writeFileSync(join(folder, 'metadata.json'), JSON.stringify(earlier));
    const metadata = openMetadata(folder);
    expect(metadata.state()).toMatchObject({ no: 99, models: 1, others: [] });
    expect(codeOf(() => metadata.checkModel(AAGUID))).toBe('key-model-refused');
    await metadata.update({ file: fileWith(await good()), root: root() });
    expect(metadata.state()).toMatchObject({ no: 7, others: [] });
    expect(openMetadata(folder).model(AAGUID)?.name).toBe('Model one');
  });
});

/** Fingerprints as in Mozilla's root list, by Debian's ca-certificates; Node carries the same. */
test('the roots of the FIDO Alliance’s list are GlobalSign Root R46 and Root CA - R3', () => {
  expect(fidoRoots().map(({ fingerprint256 }) => fingerprint256)).toEqual([
    '4F:A3:12:6D:8D:3A:11:D1:C4:85:5A:4F:80:7C:BA:D6:CF:91:9D:3A:5A:88:B0:3B:EA:2C:63:72:D9:3C:40:C9',
    'CB:B5:22:D7:B7:F1:27:AD:6A:01:13:86:5B:DF:1C:D4:10:2E:7D:07:59:AF:63:5A:7C:F4:72:0D:C9:63:C5:3B',
  ]);
  expect(fidoRoots().every(certificate => certificate.ca && certificate.verify(certificate.publicKey))).toBe(true);
});

describe('the FIDO Alliance’s list', () => {
  let oldRoot: Issued;
  let newRoot: Issued;
  let crossed: Issued;
  let middle: Issued;
  let service: MetadataService;
  beforeAll(async () => {
    oldRoot = await issue({ subject: 'CN=Root R3', ca: true });
    newRoot = await issue({ subject: 'CN=Root R46', ca: true });
    crossed = await issue({ subject: newRoot.subject, keys: newRoot.keys, by: oldRoot, ca: true });
    middle = await issue({ subject: 'CN=EV CA', by: newRoot, ca: 0 });
    service = { roots: certificatesOf([newRoot.der, oldRoot.der]), name: FIDO_SIGNER };
  });
  const signedBy = async (host: string | undefined, name = 'CN=mds.fidoalliance.org, O=FIDO Alliance') =>
    issue({ subject: name, by: middle, extensions: host === undefined ? [] : [forHost(host)] });
  const fido = async (...more: Issued[]) => {
    const leaf = await signedBy(FIDO_SIGNER);
    return authorityOf(newRoot, leaf, [leaf, ...more]);
  };
  const update = async (by: Authority, options = {}) =>
    openMetadata(folder, undefined, service).update({ file: fileWith(await by.blob(options)) });

  test('may come with any certificates that make a path', async () => {
    for (const chain of [
      [middle],
      [middle, newRoot],
      [newRoot, middle],
      [middle, crossed],
      [middle, crossed, oldRoot],
      [oldRoot, crossed, middle, newRoot],
    ]) {
      expect(await update(await fido(...chain))).toMatchObject({ no: 1, root: null });
    }
    await expect(update(await fido(newRoot))).rejects.toMatchObject({ code: 'metadata-untrusted' });
  });

  test('is verified also by a desk that has only the root of before', async () => {
    service = { roots: certificatesOf([oldRoot.der]), name: FIDO_SIGNER };
    expect(await update(await fido(middle, crossed))).toMatchObject({ no: 1 });
    await expect(update(await fido(middle))).rejects.toMatchObject({ code: 'metadata-untrusted' });
    service = { roots: certificatesOf([newRoot.der, oldRoot.der]), name: FIDO_SIGNER };
  });

  test.each([
    ['another site of the same authority', 'attacker.example', 'CN=attacker.example'],
    ['another site that has the name as its own organization', 'attacker.example', 'CN=mds.fidoalliance.org'],
    ['a subdomain of it', 'x.mds.fidoalliance.org', 'CN=x.mds.fidoalliance.org'],
    ['a certificate for all of its domain', '*.fidoalliance.org', 'CN=FIDO Alliance'],
    ['nobody by name', undefined, 'CN=Somebody'],
  ])('is refused where it is signed by %s', async (_, host, name) => {
    const leaf = await signedBy(host, name);
    const by = authorityOf(newRoot, leaf, [leaf, middle]);
    await expect(update(by)).rejects.toMatchObject({
      code: 'metadata-untrusted',
      params: { reason: 'list-signer', name: 'mds.fidoalliance.org' },
    });
    // A list of one's own may be signed by any name.
    const own = await openMetadata(folder).update({ file: fileWith(await by.blob()), root: newRoot.pem });
    expect(own.root).toBe('CN=Root R46');
  });

  test('stands beside a list under an own root, each with its number and its models', async () => {
    const [own, shared] = [AAGUID, AAGUID.replace(/1$/, '2')];
    const metadata = openMetadata(folder, undefined, service);
    const [ownAuthority, byFido] = [authority, await fido(middle)];
    const load = async (by: Authority, no: number, entries: BlobEntry[], ownRoot = by !== byFido) =>
      metadata.update({
        file: fileWith(await by.blob({ no, entries })),
        ...(ownRoot ? { root: by.rootPem } : {}),
      });
    await load(ownAuthority, 5000, [
      { aaguid: own, description: 'House model' },
      { aaguid: shared, description: 'House name', statuses: ['REVOKED'] },
    ]);
    expect(metadata.knowsModels()).toBe(false);
    const state = await load(byFido, 12, [{ aaguid: shared, description: 'Public name' }]);
    expect(state).toMatchObject({ no: 12, root: null, others: [{ no: 5000, root: 'CN=Test Root', models: 2 }] });
    expect(metadata.knowsModels()).toBe(true);
    expect(metadata.model(own)?.name).toBe('House model');
    expect(metadata.model(shared)?.name).toBe('Public name');
    expect(
      metadata
        .models()
        .map(([, { name }]) => name)
        .sort(),
    ).toEqual(['House model', 'Public name']);
    // What either list warns of is not handed out.
    expect(codeOf(() => metadata.checkModel(shared))).toBe('key-model-refused');

    await expect(load(byFido, 11, [])).rejects.toMatchObject({ code: 'metadata-older', params: { no: 11, known: 12 } });
    await expect(load(ownAuthority, 4999, [])).rejects.toMatchObject({ params: { no: 4999, known: 5000 } });
    // Naming the FIDO Alliance's own root changes nothing.
    await expect(load(byFido, 11, [], true)).rejects.toMatchObject({ params: { known: 12 } });
    await load(byFido, 13, [{ aaguid: shared }]);
    const again = openMetadata(folder, undefined, service);
    expect(again.state()).toMatchObject({ no: 13, others: [{ no: 5000 }] });
    expect(again.model(own)?.name).toBe('House model');
  });

  test('stays when another process loads a list under another root', async () => {
    const [one, other] = [openMetadata(folder, undefined, service), openMetadata(folder, undefined, service)];
    await one.update({ file: fileWith(await (await fido(middle)).blob({ no: 12 })) });
    await other.update({ file: fileWith(await good()), root: root() });
    expect(openMetadata(folder, undefined, service).state()).toMatchObject({ no: 7, others: [{ no: 12 }] });
  });

  test('no longer tells which models there are when it is past its date', async () => {
    let now = new Date();
    const metadata = openMetadata(folder, () => now, service);
    const blob = await (await fido(middle)).blob({ nextUpdate: '2098-06-30' });
    await metadata.update({ file: fileWith(blob) });
    expect(metadata.knowsModels()).toBe(true);
    now = new Date('2098-07-02');
    expect(metadata.knowsModels()).toBe(false);
  });
});

describe('a credential’s certificates', () => {
  let maker: Issued;
  let leaf: Issued;
  let other: Issued;
  beforeAll(async () => {
    maker = await issue({ subject: 'CN=Maker' });
    leaf = await issue({ subject: 'CN=Key', by: maker });
    other = await issue({ subject: 'CN=Other maker', ca: true });
  });
  const listed = async (entry: Omit<BlobEntry, 'aaguid'>, from = authority) => {
    const metadata = openMetadata(folder);
    const blob = await from.blob({ entries: [{ aaguid: AAGUID, description: 'Model one', ...entry }] });
    await metadata.update({ file: fileWith(blob), root: from.rootPem });
    return metadata;
  };
  const check = (metadata: Awaited<ReturnType<typeof listed>>, ...chain: Issued[]) =>
    metadata.checkAttestation(
      AAGUID,
      chain.map(({ der }) => der),
    );

  test('lead to an anchor that is no authority, or are the anchor', async () => {
    expect(check(await listed({ roots: [maker.der] }), leaf)).toEqual({ known: true });
    expect(check(await listed({ roots: [leaf.der] }), leaf)).toEqual({ known: true });
  });

  test('need one anchor that can be read; the others are skipped', async () => {
    const one = await listed({ roots: ['AAAA', maker.der, 'not base64'] });
    expect(check(one, leaf)).toEqual({ known: true });
    expect(codeOf(() => check(one, other))).toBe('attestation-untrusted');
    const none = await listed({ roots: ['AAAA', ''] });
    expect(check(none, leaf)).toEqual({ known: false, reason: 'anchors-unreadable' });
  });

  test('prove nothing without a root that they must lead to', async () => {
    expect(check(openMetadata(folder), leaf)).toEqual({ known: false, reason: 'unlisted' });
    expect(check(await listed({}), leaf)).toEqual({ known: false, reason: 'no-anchors' });
    expect(check(await listed({ roots: [maker.der] }))).toEqual({ known: false, reason: 'no-certificates' });
  });

  test('may lead to the anchors of any list that has the model', async () => {
    const second = await createAuthority();
    await listed({ roots: [other.der] });
    expect(check(await listed({ roots: [maker.der] }, second), leaf)).toEqual({ known: true });
  });

  test('that have expired or are not valid yet differ from those of another maker', async () => {
    const metadata = await listed({ roots: [maker.der] });
    const expired = await issue({ subject: 'CN=Key', by: maker, from: -3, until: -2 });
    expect(() => check(metadata, expired)).toThrowError(
      expect.objectContaining({
        code: 'attestation-expired',
        params: { from: expect.any(String), until: expect.any(String) },
      }),
    );
    const future = await issue({ subject: 'CN=Key', by: maker, from: 2, until: 3 });
    expect(codeOf(() => check(metadata, future))).toBe('attestation-expired');
    const later = new Date(Date.now() + 2.5 * 24 * 60 * 60 * 1000);
    expect(metadata.checkAttestation(AAGUID, [future.der], later)).toEqual({ known: true });
  });

  test('of a batch whose attestation key is compromised are refused; other batches are not', async () => {
    const certificate = Buffer.from(leaf.der).toString('base64');
    const metadata = await listed({
      roots: [maker.der],
      statuses: [{ status: 'ATTESTATION_KEY_COMPROMISE', effectiveDate: '2024-01-01', batchCertificate: certificate }],
    });
    metadata.checkModel(AAGUID);
    expect(codeOf(() => check(metadata, leaf))).toBe('key-model-refused');
    expect(check(metadata, await issue({ subject: 'CN=Key 2', by: maker }))).toEqual({ known: true });
  });
});

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error instanceof KeydeskError ? error.code : error;
  }
  return undefined;
}

describe('from an address', () => {
  test('it is fetched; redirects, errors and silence are refused', async () => {
    const blob = await good();
    const server = createServer((request, response) => {
      if (request.url === '/good') response.end(`${blob}\n`);
      else if (request.url === '/moved') response.writeHead(302, { location: '/good' }).end();
      else response.writeHead(500).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const metadata = openMetadata(folder);
    for (const url of [`${base}/moved`, `${base}/error`]) {
      await expect(metadata.update({ url, root: root() })).rejects.toMatchObject({ code: 'metadata-unreachable' });
    }
    expect(await metadata.update({ url: `${base}/good`, root: root() })).toMatchObject({ source: `${base}/good` });
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await expect(metadata.update({ url: `${base}/good`, root: root() })).rejects.toMatchObject({
      code: 'metadata-unreachable',
    });
    await expect(metadata.update({ file: '/dev/zero' })).rejects.toMatchObject({ code: 'metadata-damaged' });
    await expect(metadata.update({ file: folder })).rejects.toMatchObject({ code: 'metadata-unreachable' });
    await expect(metadata.update({ file: join(folder, 'not-there') })).rejects.toMatchObject({
      code: 'metadata-unreachable',
    });
  });

  test('an address with a password is refused, and the error does not quote it', async () => {
    const url = 'https://user:PWSECRET@mds.example/';
    const error: unknown = await openMetadata(folder)
      .update({ url })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'connection-insecure', params: { rule: 'credentials' } });
    expect(JSON.stringify(error)).not.toContain('PWSECRET');
  });

  test('plain http is for this computer alone', async () => {
    const update = openMetadata(folder).update({ url: 'http://mds.example/' });
    await expect(update).rejects.toMatchObject({ code: 'connection-insecure' });
  });
});
