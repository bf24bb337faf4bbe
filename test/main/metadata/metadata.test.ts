import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/contract/errors.ts';
import { fidoRoots } from '../../../src/main/metadata/blob.ts';
import { openMetadata } from '../../../src/main/metadata/metadata.ts';
import { type Authority, createAuthority } from './authority.ts';

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

  test('needs the root it leads to: without one named, that of the FIDO Alliance', async () => {
    expect(fidoRoots().map(({ subject }) => subject)).toEqual([expect.stringContaining('GlobalSign')]);
    const update = openMetadata(folder).update({ file: fileWith(await good()) });
    await expect(update).rejects.toMatchObject({ code: 'metadata-untrusted' });
    const nonsense = openMetadata(folder).update({ file: fileWith(await good()), root: 'no certificate' });
    await expect(nonsense).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a damaged copy of it is no reason not to start', async () => {
    writeFileSync(join(folder, 'metadata.json'), '{"no": ');
    expect(openMetadata(folder).state()).toBeNull();
  });
});

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
    await expect(metadata.update({ file: join(folder, 'not-there') })).rejects.toMatchObject({
      code: 'metadata-unreachable',
    });
  });

  test('plain http is for this computer alone', async () => {
    const update = openMetadata(folder).update({ url: 'http://mds.example/' });
    await expect(update).rejects.toMatchObject({ code: 'connection-insecure' });
  });
});
