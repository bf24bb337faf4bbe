import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../src/contract/errors.ts';
import { isUnknownOwner } from '../../../src/main/folder/overflowOwner.ts';
import { makePrivateFile, makePrivateFolder } from '../../../src/main/folder/privateFiles.ts';
import { secureFolder } from '../../../src/main/folder/secureFolder.ts';

const asRoot = process.getuid?.() === 0;
/** Any user but this one. */
const OTHER = 12_345;
const NOBODY = 65_534;
const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

let root: string;
let data: string;
let umask: number;
beforeEach(() => {
  umask = process.umask();
  root = mkdtempSync(join(tmpdir(), 'keydesk-folder-'));
  data = join(root, 'data');
});
afterEach(() => {
  process.umask(umask);
  rmSync(root, { recursive: true, force: true });
});

const refusal = (folder = data, uid?: number) => {
  try {
    secureFolder(folder, uid ?? process.getuid?.());
    return null;
  } catch (error) {
    return error instanceof KeydeskError ? { code: error.code, path: error.params.path } : error;
  }
};
const make = (path: string, permissions: number, owner?: number) => {
  mkdirSync(path, { recursive: true });
  chmodSync(path, permissions);
  if (owner !== undefined) chownSync(path, owner, owner);
  return path;
};

describe.skipIf(process.platform === 'win32')('a data folder', () => {
  test.each([0o000, 0o002, 0o022, 0o077, 0o277])('is made for its owner alone under a umask of %o', mask => {
    process.umask(mask);
    expect(secureFolder(join(data, 'deep'))).toBeNull();
    makePrivateFile(join(data, 'deep', 'file'));
    makePrivateFolder(join(data, 'deep', 'folder'));
    process.umask(umask);
    expect([mode(join(data, 'deep')), mode(join(data, 'deep', 'file')), mode(join(data, 'deep', 'folder'))]).toEqual([
      '700',
      '600',
      '700',
    ]);
  });

  test.each([
    [0o755, false],
    [0o770, true],
    [0o777, true],
    [0o701, false],
  ])('that others can reach (%o) is closed, and so is what is in it', (permissions, writable) => {
    make(data, permissions);
    for (const name of ['keydesk.db', 'keydesk.db-wal', 'settings.json']) {
      writeFileSync(join(data, name), '');
      chmodSync(join(data, name), 0o666);
    }
    make(join(data, 'secrets'), 0o755);
    writeFileSync(join(data, 'secrets', 'a.key'), '');
    chmodSync(join(data, 'secrets', 'a.key'), 0o644);
    expect(secureFolder(data)).toEqual({ folder: data, mode: permissions.toString(8), writable });
    expect([mode(data), mode(join(data, 'secrets')), mode(join(data, 'secrets', 'a.key'))]).toEqual([
      '700',
      '700',
      '600',
    ]);
    expect(
      readdirSync(data)
        .filter(name => name !== 'secrets')
        .map(name => mode(join(data, name))),
    ).toEqual(['600', '600', '600']);
    expect(secureFolder(data)).toBeNull();
  });

  test('may be a link of its owner, and is then checked where it leads', () => {
    make(join(root, 'real'), 0o755);
    symlinkSync(join(root, 'real'), data);
    expect(secureFolder(data)).toMatchObject({ mode: '755' });
    expect(mode(join(root, 'real'))).toBe('700');
  });

  test('is refused below a folder that everybody can write, unless that is sticky', () => {
    make(data, 0o700);
    chmodSync(root, 0o777);
    expect(refusal()).toEqual({ code: 'data-folder-exposed', path: root });
    chmodSync(root, 0o1777);
    expect(refusal()).toBeNull();
    chmodSync(root, 0o775);
    expect(refusal()).toBeNull();
  });

  test('that is a file cannot be written', () => {
    writeFileSync(data, '');
    expect(refusal()).toMatchObject({ code: 'data-folder-unwritable' });
  });

  describe.skipIf(!asRoot)('of another owner (as root)', () => {
    test('is refused, and is left as it is', () => {
      make(data, 0o777, OTHER);
      expect(refusal()).toMatchObject({ code: 'data-folder-foreign' });
      expect(mode(data)).toBe('777');
      // Also to a user who finds a folder of root's.
      chownSync(root, OTHER, OTHER);
      chownSync(data, 0, 0);
      expect(refusal(data, OTHER)).toMatchObject({ code: 'data-folder-foreign' });
    });

    test('is refused with what others put into it, once it is closed to them', () => {
      for (const inside of ['keydesk.db', 'secrets/a.cache.key']) {
        make(join(data, 'secrets'), 0o777);
        chmodSync(data, 0o777);
        const path = join(data, inside);
        writeFileSync(path, '');
        chownSync(path, OTHER, OTHER);
        expect(refusal()).toEqual({ code: 'data-folder-exposed', path });
        expect(mode(data)).toBe('700');
        rmSync(path);
      }
      symlinkSync('/etc/passwd', join(data, 'settings.json'));
      lchownSync(join(data, 'settings.json'), OTHER, OTHER);
      expect(refusal()).toMatchObject({ code: 'data-folder-exposed' });
    });

    test('is refused by a link of another user, and below a folder of theirs', () => {
      make(join(root, 'real'), 0o700);
      symlinkSync(join(root, 'real'), data);
      lchownSync(data, OTHER, OTHER);
      expect(refusal()).toEqual({ code: 'data-folder-exposed', path: data });
      make(join(root, 'theirs'), 0o755, OTHER);
      make(join(root, 'theirs', 'data'), 0o700);
      expect(refusal(join(root, 'theirs', 'data'))).toEqual({
        code: 'data-folder-exposed',
        path: join(root, 'theirs'),
      });
    });

    test('is refused below a folder of nobody, who is a user like others', () => {
      make(root, 0o755, NOBODY);
      expect(refusal()).toEqual({ code: 'data-folder-exposed', path: root });
    });
  });
});

test.each([
  ['the whole computer', '         0          0 4294967295\n', false],
  ['a container with all ids', '0 100000 65536\n', false],
  ['a container of one user', '0 1000 1\n', true],
  ['a rootless container', '0 1000 1\n1 100000 65533\n', true],
])('an owner with the number of nobody, seen from %s', (_, uidMap, unknown) => {
  expect(isUnknownOwner(NOBODY, uidMap)).toBe(unknown);
  expect(isUnknownOwner(OTHER, uidMap)).toBe(false);
});
