import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sealer } from '../../../../src/main/base/sealer.ts';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { openVault } from '../../../../src/main/services/auth/vault.ts';
import { failureOf } from '../graph/failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const seal = (key = 'correct horse battery staple'): Sealer => {
  const sealer = sealerFromEnvironment({ KEYDESK_SEALING_KEY: key });
  if (sealer === null) throw new Error('there is no sealer');
  return sealer;
};
const codeOf = async (work: Promise<unknown>) => (await failureOf(() => work)).code;
const secrets = () => readdirSync(join(folder, 'secrets'));

describe('the key from the environment', () => {
  test('unseals what it sealed, in another run too, and nothing that was touched', async () => {
    const sealed = await seal().seal('a secret, ünïcode and all');
    expect(Buffer.from(sealed).includes('secret')).toBe(false);
    expect(await seal().unseal(sealed)).toBe('a secret, ünïcode and all');
    expect(await seal().seal('a secret, ünïcode and all')).not.toEqual(sealed);
    for (let at = 0; at < sealed.length; at += 16) {
      const touched = Uint8Array.from(sealed, (byte, i) => (i === at ? byte ^ 1 : byte));
      await expect(seal().unseal(touched)).rejects.toThrow();
    }
    await expect(seal('another horse battery staple').unseal(sealed)).rejects.toThrow();
    await expect(seal().unseal(sealed.subarray(0, 20))).rejects.toThrow();
  });

  test('must be long enough, and is none where there is none', async () => {
    expect(sealerFromEnvironment({})).toBeNull();
    expect(await failureOf(() => sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'too short' }))).toMatchObject({
      code: 'usage',
    });
  });
});

/** As a sealing without authentication: it unseals anything to something. */
const scrambler: Sealer = {
  name: 'scrambler',
  seal: async text => new Uint8Array(Buffer.from(text, 'utf8').map(byte => byte ^ 0x5a)),
  unseal: async sealed => Buffer.from(sealed.map(byte => byte ^ 0x5a)).toString('utf8'),
};

describe('the vault', () => {
  test('keeps, replaces and forgets', async () => {
    const vault = openVault(folder, seal());
    expect(await vault.read('a.cache')).toBeUndefined();
    await vault.write('a.cache', 'one');
    await vault.write('a.cache', 'two');
    await vault.write('a.credential', 'three');
    expect(await openVault(folder, seal()).read('a.cache')).toBe('two');
    expect(secrets()).toHaveLength(2);
    await vault.remove('a.cache');
    expect(await vault.read('a.cache')).toBeUndefined();
    expect(await vault.read('a.credential')).toBe('three');
    await vault.remove('never there');
  });

  test('in memory alone where nothing can be sealed', async () => {
    const vault = openVault(folder, null);
    await vault.write('a', 'one');
    expect([vault.lasting, await vault.read('a'), readdirSync(folder)]).toEqual([false, 'one', []]);
    await vault.remove('a');
    expect(await vault.read('a')).toBeUndefined();
  });

  test('two sealers do not touch each other’s, but forgetting is for both', async () => {
    const system: Sealer = { ...seal('the keyring of the system'), name: 'system' };
    const [byKey, bySystem] = [openVault(folder, seal()), openVault(folder, system)];
    await byKey.write('a', 'one');
    await bySystem.write('a', 'two');
    expect([await byKey.read('a'), await bySystem.read('a')]).toEqual(['one', 'two']);
    await openVault(folder, null).remove('a');
    expect(secrets()).toEqual([]);
  });

  test('a damaged file is an error and stays, and an id leads nowhere else', async () => {
    const vault = openVault(folder, seal());
    await vault.write('a', 'one');
    const file = join(folder, 'secrets', secrets()[0] ?? '');
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += 9) {
      writeFileSync(
        file,
        whole.map((byte, i) => (i === at ? byte ^ 1 : byte)),
      );
      expect(await codeOf(vault.read('a'))).toBe(at < 8 ? 'secret-sealed-earlier' : 'secret-unsealable');
    }
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(file, whole.subarray(0, length));
      expect(await codeOf(vault.read('a'))).toMatch(/^secret-/);
      expect(readFileSync(file)).toHaveLength(length);
    }
    await vault.write('../../b', 'two');
    expect(readdirSync(folder)).toEqual(['secrets']);
    expect(secrets()).toHaveLength(2);
  });

  test('a file that was copied over another is refused, under every sealer', async () => {
    for (const sealer of [seal(), scrambler]) {
      const vault = openVault(folder, sealer);
      await vault.write('a.cache', 'one');
      await vault.write('b.cache', 'two');
      const fileOf = (name: string) => join(folder, 'secrets', `${name}.${sealer.name}`);
      copyFileSync(fileOf('a.cache'), fileOf('b.cache'));
      expect(await vault.read('a.cache')).toBe('one');
      expect(await codeOf(vault.read('b.cache'))).toBe('secret-unsealable');
      await vault.write('b.cache', 'three');
      expect(await vault.read('b.cache')).toBe('three');
    }
  });

  test('parts of two files cannot be joined, where the shell’s own sealing does not notice', async () => {
    const vault = openVault(folder, scrambler);
    await vault.write('a', 'one');
    await vault.write('b', 'two');
    const [a = '', b = ''] = secrets().map(name => join(folder, 'secrets', name));
    const [first, second] = [readFileSync(a), readFileSync(b)];
    for (let cut = 1; cut < first.length; cut++) {
      writeFileSync(b, Buffer.concat([first.subarray(0, cut), second.subarray(cut)]));
      // What is the same in both files is no part of either.
      expect(['refused', 'two']).toContain(await vault.read('b').catch(() => 'refused'));
      writeFileSync(b, Buffer.concat([second.subarray(0, cut), first.subarray(cut)]));
      expect(['refused', 'two']).toContain(await vault.read('b').catch(() => 'refused'));
    }
  });

  test('what an earlier Keydesk sealed, without a name, is refused, and stays until it is replaced', async () => {
    const vault = openVault(folder, seal());
    await vault.write('a', 'one');
    const file = join(folder, 'secrets', secrets()[0] ?? '');
    const earlier = await seal().seal('what an earlier Keydesk kept');
    writeFileSync(file, earlier);
    expect(await codeOf(vault.read('a'))).toBe('secret-sealed-earlier');
    expect(readFileSync(file)).toEqual(Buffer.from(earlier));
    await vault.write('a', 'two');
    expect(await vault.read('a')).toBe('two');
  });

  test('a folder that cannot be read is no empty one, and neither is a keyring that is locked for a moment', async () => {
    let locked = false;
    const keyring: Sealer = {
      ...scrambler,
      unseal: async sealed => {
        if (locked) throw new Error('the keyring is locked');
        return scrambler.unseal(sealed);
      },
    };
    const vault = openVault(folder, keyring);
    await vault.write('a', 'one');
    locked = true;
    expect(await codeOf(vault.read('a'))).toBe('secret-unsealable');
    locked = false;
    expect(await vault.read('a')).toBe('one');
    // Reading a folder as a file, or a file as a folder, fails for root too.
    const [file = ''] = secrets();
    rmSync(join(folder, 'secrets', file));
    mkdirSync(join(folder, 'secrets', file));
    expect(await codeOf(vault.read('a'))).toBe('secrets-unreadable');
    writeFileSync(join(folder, 'file'), '');
    expect(await codeOf(openVault(join(folder, 'file'), keyring).remove('a'))).toBe('secrets-unwritable');
  });

  test('a failed write is reported, and what was there is still there', async () => {
    const vault = openVault(folder, seal());
    await vault.write('a', 'one');
    const broken: Sealer = {
      ...seal(),
      seal: async () => {
        throw new Error('the keyring is locked');
      },
    };
    expect(await failureOf(() => openVault(folder, broken).write('a', 'two'))).toMatchObject({
      code: 'secrets-unwritable',
    });
    expect(await vault.read('a')).toBe('one');
    writeFileSync(join(folder, 'file'), '');
    expect(await failureOf(() => openVault(join(folder, 'file'), seal()).write('a', 'x'))).toMatchObject({
      code: 'secrets-unwritable',
    });
  });
});
