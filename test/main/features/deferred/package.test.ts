import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Unlock } from '../../../../src/contract/deferred/schema.ts';
import type { PackageContent } from '../../../../src/main/features/deferred/package/content.ts';
import { createPackage, openPackage } from '../../../../src/main/features/deferred/package/packageFile.ts';

const PASSPHRASE = 'correct horse battery';
const unlock: Unlock = { kind: 'passphrase', passphrase: PASSPHRASE };
const none = async () => undefined;

let folder: string;
let file: string;
let bytes: Buffer;

const content = (id: string): PackageContent => ({
  version: 1,
  id,
  tenant: 'a tenant',
  tenantName: 'Contoso',
  createdAt: '2026-01-01T00:00:00Z',
  fetchedAt: 1,
  days: 30,
  batch: { id: 'a batch', name: 'Site', existing: 'skip', profile: null },
  policy: null,
  rows: [],
  left: [],
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-package-'));
  file = join(folder, 'site.keydesk-keys');
  const held = await createPackage(file, { kind: 'passphrase', passphrase: PASSPHRASE }, content);
  await held.save();
  held.close();
  bytes = readFileSync(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens a file with other bytes, with a key of the content that is known already: scrypt for each byte would take minutes. */
async function openedAs(changed: Buffer, how: Unlock = { kind: 'station' }, key = known) {
  const other = join(folder, 'changed.keydesk-keys');
  writeFileSync(other, changed);
  const held = await openPackage(other, how, async () => Buffer.from(key ?? Buffer.alloc(32)));
  held.close();
}
let known: Buffer | undefined;
const code = (expected: string, reason?: string) => ({ code: expected, ...(reason && { params: { reason } }) });

describe('the file of a package', () => {
  test('opens with its passphrase alone, and only its owner can read it', async () => {
    const held = await openPackage(file, unlock, none);
    known = Buffer.from(held.key);
    expect(held.content.tenant).toBe('a tenant');
    held.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const wrong = openPackage(file, { kind: 'passphrase', passphrase: 'another passphrase' }, none);
    await expect(wrong).rejects.toMatchObject(code('deferred-unopened', 'passphrase'));
    await expect(openPackage(file, { kind: 'station' }, none)).rejects.toMatchObject(
      code('deferred-unopened', 'station'),
    );
    expect(bytes.toString('latin1')).not.toContain('a tenant');
  });

  test('is refused if any byte has changed', async () => {
    await openedAs(bytes);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      await expect(openedAs(changed), `byte ${at}`).rejects.toMatchObject({
        code: expect.stringMatching(/^deferred-/),
      });
    }
  });

  test('is refused if it is truncated, longer, empty or something else', async () => {
    for (let length = 0; length < bytes.length; length += 13) {
      await expect(openedAs(bytes.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        code: expect.stringMatching(/^deferred-/),
      });
    }
    await expect(openedAs(Buffer.concat([bytes, Buffer.of(0)]))).rejects.toMatchObject(code('deferred-unopened'));
    await expect(openedAs(Buffer.from('user1@contoso.example\n'))).rejects.toMatchObject(
      code('deferred-not-a-package'),
    );
  });

  test('of a newer version says so, and is not changed', async () => {
    const newer = Buffer.from(bytes);
    newer[16] = 2;
    await expect(openedAs(newer)).rejects.toMatchObject({ code: 'deferred-package-newer', params: { version: 2 } });
  });

  test('is refused before the passphrase is tried if its costs are not those of a package', async () => {
    const end = 21 + bytes.readUInt32BE(17);
    const header = JSON.parse(bytes.toString('utf8', 21, end));
    for (const cost of [{ logN: 30 }, { logN: 1 }, { r: 1024 }, { p: 64 }]) {
      const [lock] = header.locks;
      const forged = Buffer.from(JSON.stringify({ ...header, locks: [{ ...lock, ...cost }] }));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(forged.length);
      const whole = Buffer.concat([bytes.subarray(0, 17), length, forged, bytes.subarray(end)]);
      const started = performance.now();
      await expect(openedAs(whole, unlock)).rejects.toMatchObject(code('deferred-unopened', 'damaged'));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  test('is not overwritten after another program has changed it, and leaves no other file', async () => {
    const copy = join(folder, 'shared.keydesk-keys');
    writeFileSync(copy, bytes);
    const held = await openPackage(copy, unlock, none);
    await expect(openPackage(copy, unlock, none)).rejects.toMatchObject(code('deferred-package-busy'));
    held.content.days = 7;
    await held.save();
    const mine = readFileSync(copy);
    expect(mine.equals(bytes)).toBe(false);
    writeFileSync(copy, bytes);
    await expect(held.save()).rejects.toMatchObject(code('deferred-package-changed'));
    held.close();
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    expect(readdirSync(folder).filter(name => name.endsWith('.part'))).toEqual([]);
    writeFileSync(copy, mine);
    const again = await openPackage(copy, unlock, none);
    expect(again.content.days).toBe(7);
    again.close();
  });

  test('that is missing is named, and a relative name is refused', async () => {
    const missing = openPackage(join(folder, 'nowhere'), unlock, none);
    await expect(missing).rejects.toMatchObject(code('deferred-package-missing'));
    await expect(openPackage('site.keydesk-keys', unlock, none)).rejects.toMatchObject(code('invalid-input'));
  });
});

describe('a private key', () => {
  test('that is no PEM, weak or encrypted with another passphrase is refused', async () => {
    const identity = (pem: string, passphrase?: string): Unlock => ({
      kind: 'identity',
      pem,
      ...(passphrase === undefined ? {} : { passphrase }),
    });
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const strong = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    const locked = strong.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
    const pem = (key: typeof weak) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(openPackage(file, identity('nothing'), none)).rejects.toMatchObject(
      code('deferred-identity', 'identity-unreadable'),
    );
    await expect(openPackage(file, identity(pem(weak)), none)).rejects.toMatchObject(
      code('deferred-identity', 'identity-kind'),
    );
    await expect(openPackage(file, identity(locked.toString(), 'other'), none)).rejects.toMatchObject(
      code('deferred-identity', 'identity-unreadable'),
    );
    await expect(openPackage(file, identity(locked.toString(), 'secret'), none)).rejects.toMatchObject(
      code('deferred-unopened', 'identity'),
    );
  });
});
