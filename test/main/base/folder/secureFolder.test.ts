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
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { type Accounts, ownersFor } from '../../../../src/main/base/folder/owners.ts';
import { makePrivateFile, makePrivateFolder } from '../../../../src/main/base/folder/privateFiles.ts';
import { secureFolder } from '../../../../src/main/base/folder/secureFolder.ts';

const asRoot = process.getuid?.() === 0;
/** Any user but this one. */
const OTHER = 12_345;
/** The overflow uid of Linux. */
const OVERFLOW = 65_534;
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

const refusal = (folder = data, uid = process.getuid?.() ?? 0, accounts?: Accounts) => {
  try {
    secureFolder(folder, ownersFor(uid, accounts));
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

/** A computer where all users have numbers, and OTHER is mia with a group of her own. */
const accounts = (more: Partial<Accounts>): Accounts => ({
  overflowUid: OVERFLOW,
  uidMap: '         0          0 4294967295\n',
  group: gid => (gid === OTHER ? `mia:x:${OTHER}:` : undefined),
  user: uid => (uid === OTHER ? `mia:x:${OTHER}:${OTHER}::/home/mia:/bin/sh` : undefined),
  users: () => `root:x:0:0::/root:/bin/sh\nmia:x:${OTHER}:${OTHER}::/home/mia:/bin/sh\n`,
  ...more,
});

describe('a group', () => {
  const isPrivate = (more: Partial<Accounts>, gid = OTHER) => ownersFor(OTHER, accounts(more)).isPrivateGroup(gid);
  test.each<[string, Partial<Accounts>, number, boolean]>([
    ['of the user’s name, with no member', {}, OTHER, true],
    ['that lists the user alone', { group: () => `mia:x:${OTHER}:mia\n` }, OTHER, true],
    ['of root', {}, 0, true],
    ['that lists another member', { group: () => `mia:x:${OTHER}:mia,tom` }, OTHER, false],
    ['of another name', { group: () => `staff:x:${OTHER}:` }, OTHER, false],
    ['that is not the user’s first', { user: () => `mia:x:${OTHER}:100::/home/mia:/bin/sh` }, OTHER, false],
    ['that another user has as the first', { users: () => `tom:x:7:${OTHER}::/home/tom:/bin/sh` }, OTHER, false],
    ['that the system does not know', { group: () => undefined }, OTHER, false],
    ['of a user whom the system does not know', { user: () => undefined }, OTHER, false],
  ])('%s is private: %#', (_, more, gid, expected) => expect(isPrivate(more, gid)).toBe(expected));
});

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
  });

  test('that is a file cannot be written', () => {
    writeFileSync(data, '');
    expect(refusal()).toMatchObject({ code: 'data-folder-unwritable' });
  });

  test('whose parent is not a folder cannot be written', () => {
    writeFileSync(join(root, 'file'), '');
    expect(refusal(join(root, 'file', 'deep', 'folder'))).toMatchObject({ code: 'data-folder-unwritable' });
  });

  // There, the option `recursive` of mkdir never returns.
  test.skipIf(process.platform !== 'linux').each(['/proc/x', '/proc/x/deep', '/proc/self/x'])(
    'is refused where the system creates no folders: %s',
    folder => expect(refusal(folder)).toMatchObject({ code: 'data-folder-unwritable' }),
  );

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

    test('is refused below a folder that a group of others can write', () => {
      make(data, 0o700);
      chownSync(root, 0, OTHER);
      chmodSync(root, 0o775);
      expect(refusal()).toEqual({ code: 'data-folder-exposed', path: root });
      chmodSync(root, 0o1775);
      expect(refusal()).toBeNull();
      chmodSync(root, 0o775);
      // Root's own group, and a group that the user has alone.
      chownSync(root, 0, 0);
      expect(refusal()).toBeNull();
      chownSync(root, OTHER, OTHER);
      chownSync(data, OTHER, OTHER);
      expect(refusal(data, OTHER, accounts({}))).toBeNull();
      expect(refusal(data, OTHER, accounts({ group: () => `mia:x:${OTHER}:tom` }))).toEqual({
        code: 'data-folder-exposed',
        path: root,
      });
    });

    test('is refused where a container hides the owner, of the folder or of one above or in it', () => {
      const inContainer = accounts({ uidMap: '0 1000 1\n' });
      const unknown = (path: string) => ({ code: 'data-folder-owner-unknown', path });
      make(data, 0o700);
      expect(refusal(data, 0, inContainer)).toBeNull();
      for (const path of [root, data, join(data, 'keydesk.db')]) {
        writeFileSync(join(data, 'keydesk.db'), '');
        chownSync(path, OVERFLOW, OVERFLOW);
        expect(refusal(data, 0, inContainer)).toEqual(unknown(path));
        // As a process whose own user has no number there.
        if (path === data) expect(refusal(data, OVERFLOW, inContainer)).toEqual(unknown(data));
        // The same number is the user nobody where all users have numbers.
        expect(refusal(data, 0, accounts({}))).not.toBeNull();
        expect(refusal(data, 0, accounts({}))).not.toEqual(unknown(path));
        chownSync(path, 0, 0);
      }
      chownSync(data, OVERFLOW, OVERFLOW);
      expect(refusal(data, OVERFLOW, accounts({}))).toBeNull();
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
  });
});
