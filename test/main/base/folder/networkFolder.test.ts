import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import {
  isRemotePath,
  networkFileSystemOf,
  networkOfLinux,
  networkOfMac,
} from '../../../../src/main/base/folder/networkFolder.ts';

const FUSE = 0x65735546;
const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /home/anna/remote rw,nosuid shared:9 - fuse.sshfs anna@server:/ rw,user_id=1000
41 22 0:36 / /home/anna/secret rw,nosuid shared:9 - fuse.gocryptfs /home/anna/.crypt rw
42 22 0:37 / /media/My\\040disk rw shared:9 - fuseblk /dev/sdb1 rw
43 22 0:38 / /shared rw shared:9 - virtiofs share rw
44 40 0:39 / /home/anna/remote/local rw shared:9 - fuse.mergerfs a:b rw`;

test.each([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  // As statfs gives it where the number is signed, and where it is not.
  [0xff534d42, 'cifs'],
  [0xff534d42 | 0, 'cifs'],
  [0xfe534d42 | 0, 'smb2'],
  [0x01021997, '9p'],
  [0xef53, null],
  [0x9123683e, null],
  [0x01021994, null],
  [0x794c7630, null],
  [0x58465342, null],
])('knows a network file system of Linux by its number %i', (type, kind) => {
  expect(networkOfLinux('/data', type, () => mounts)).toBe(kind);
});

test.each([
  ['/home/anna/remote/keydesk', 'fuse.sshfs'],
  ['/home/anna/remote', 'fuse.sshfs'],
  ['/home/anna/remote/local/keydesk', null],
  ['/home/anna/remotely', null],
  ['/home/anna/secret/keydesk', null],
  ['/media/My disk/keydesk', null],
  ['/shared/keydesk', 'virtiofs'],
])('tells FUSE file systems apart by the mount table: %s', (path, kind) => {
  expect(networkOfLinux(path, FUSE, () => mounts)).toBe(kind);
});

test('takes a file system for local where there is no mount table', () => {
  expect(networkOfLinux('/data', FUSE, () => '')).toBeNull();
});

test.each([
  ['/Users/anna/keydesk', null],
  ['/Volumes/Share/keydesk', 'smbfs'],
  ['/Volumes/Home Dirs (1)/anna', 'nfs'],
  ['/Volumes/Stick', null],
])('macOS: %s', (path, kind) => {
  const mount = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//anna@server/Share on /Volumes/Share (smbfs, nodev, nosuid, mounted by anna)
server:/home on /Volumes/Home Dirs (1) (nfs, nodev, nosuid, automounted)
/dev/disk4s1 on /Volumes/Stick (msdos, local, nodev, nosuid, noowners)`;
  expect(networkOfMac(path, mount)).toBe(kind);
});

test.each([
  ['C:\\Users\\anna\\AppData', false],
  ['\\\\server\\share\\anna', true],
  ['\\\\wsl.localhost\\Debian\\home', true],
  ['\\\\?\\UNC\\server\\share', true],
  ['\\\\?\\C:\\Users', false],
  ['\\\\.\\C:\\Users', false],
])('Windows: %s', (path, remote) => {
  expect(isRemotePath(path)).toBe(remote);
});

test('finds the folder for temporary files here on a disk of this computer', () => {
  expect(networkFileSystemOf(tmpdir())).toBeNull();
});
