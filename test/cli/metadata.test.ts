import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createAuthority } from '../main/services/metadata/authority.ts';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AAGUID = '0b0c0d0e-0000-4000-8000-000000000001';
const data = ['--data', join(folder, 'data'), '--json'];

test('metadata update and show', async () => {
  expect(JSON.parse((await keydesk(['metadata', 'show', ...data])).stdout)).toEqual({ ok: true, metadata: null });
  const authority = await createAuthority();
  const [blob, root] = [join(folder, 'blob.jwt'), join(folder, 'root.pem')];
  writeFileSync(root, authority.rootPem);
  writeFileSync(blob, await authority.blob({ no: 3, entries: [{ aaguid: AAGUID, description: 'Model one' }] }));
  const update = ['metadata', 'update', '--file', blob, ...data];
  const refused = await keydesk(update);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, error: { code: 'metadata-untrusted' } });
  const loaded = await keydesk([...update, '--root', root]);
  expect(JSON.parse(loaded.stdout)).toMatchObject({
    ok: true,
    metadata: { no: 3, models: 1, source: blob, root: 'CN=Test Root', others: [] },
  });
  const shown = await keydesk(['metadata', 'show', '--aaguid', AAGUID.toUpperCase(), ...data]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ metadata: { no: 3 }, model: { name: 'Model one' } });
});
