import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, statfsSync } from 'node:fs';
import { childEnvironment } from '../childEnvironment.ts';

/** Types of network file systems by their number in statfs (linux/magic.h and the file systems' own sources). */
const byNumber: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x5346414f, 'afs'],
  [0x6b414653, 'afs'],
  [0x564c, 'ncp'],
  [0x73757245, 'coda'],
  // Shared folders of virtual machines and of WSL: the other side uses the same files and shares no memory.
  [0x01021997, '9p'],
  [0x786f4256, 'vboxsf'],
  [0xbacbacbc, 'vmhgfs'],
  [0x00c36400, 'ceph'],
  [0x0bd00bd0, 'lustre'],
  [0x01161970, 'gfs2'],
  [0x7461636f, 'ocfs2'],
  [0x47504653, 'gpfs'],
  [0x19830326, 'beegfs'],
]);
/** FUSE covers local and remote file systems alike; the mount table tells which. */
const FUSE = 0x65735546;
/** Network file systems over FUSE. One that is not listed counts as local: most are (encrypted folders, NTFS). */
const overFuse =
  /^(virtiofs|fuse\.(sshfs|smbnetfs|glusterfs|ceph.*|rclone|s3fs|s3ql|gcsfuse|goofys|davfs2?|curlftpfs|moosefs|mfs.*|lizardfs|juicefs|seaweedfs|blobfuse.*|google-drive.*|onedrive.*|gvfsd-fuse|vmhgfs-fuse|prl_fsd|hdfs.*|afpfs.*|nfs.*|smb.*|cifs.*))$/;

/**
 * Returns the kind of network file system that a folder is on, or null. SQLite's write-ahead log needs memory that all
 * processes share, and locks that work: a network file system has neither, and the database is damaged sooner or later.
 * @param folder must exist
 */
export function networkFileSystemOf(folder: string, platform: NodeJS.Platform = process.platform): string | null {
  // On Windows this also turns the letter of a mapped drive into its \\server\share.
  const path = realpathSync.native(folder);
  if (platform === 'win32') return isRemotePath(path) ? 'smb' : null;
  if (platform === 'darwin') return networkOfMac(path, mountsOfMac());
  return networkOfLinux(path, typeOf(path), readMounts);
}

/** A sandbox may forbid the question; a file system that cannot be told is used. */
function typeOf(path: string): number {
  try {
    return statfsSync(path).type;
  } catch {
    return 0;
  }
}

/** @param type the number in statfs, in 32 bits with or without sign */
export function networkOfLinux(path: string, type: number, mounts: () => string): string | null {
  if (type !== FUSE) return byNumber.get(type >>> 0) ?? null;
  const kind = typeFromMounts(path, mounts());
  return kind !== null && overFuse.test(kind) ? kind : null;
}

/** Whether a resolved path of Windows names a share. `\\?\C:\` and `\\.\C:\` do not. */
export function isRemotePath(path: string): boolean {
  return /^\\\\(\?\\UNC\\|[^?.\\])/i.test(path);
}

/** Returns the type of the mount that a path is on, of the text of /proc/self/mountinfo; null where none matches. */
function typeFromMounts(path: string, mountinfo: string): string | null {
  let found: { point: string; type: string } | null = null;
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = unescapeOctal(before.split(' ')[4] ?? '');
    const type = after.split(' ')[0] ?? '';
    // The last of several mounts at one place is the one that is seen.
    if (isWithin(path, point) && point.length >= (found?.point.length ?? 0)) found = { point, type };
  }
  return found?.type ?? null;
}

/** The same of what `mount` prints on macOS: the type where the mount is not flagged `local`. */
export function networkOfMac(path: string, mounts: string): string | null {
  let found: { point: string; flags: string[] } | null = null;
  for (const line of mounts.split('\n')) {
    const [, point = '', flags = ''] = / on (\/.*) \(([^()]*)\)$/.exec(line) ?? [];
    if (point !== '' && isWithin(path, point) && point.length >= (found?.point.length ?? 0)) {
      found = { point, flags: flags.split(', ') };
    }
  }
  return found === null || found.flags.includes('local') ? null : (found.flags[0] ?? null);
}

function isWithin(path: string, point: string): boolean {
  return point !== '' && (path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`));
}

/** mountinfo writes a space as \040. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}

function readMounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    // A sandbox may hide the mounts. A folder of which nothing is known is used.
    return '';
  }
}

function mountsOfMac(): string {
  try {
    return execFileSync('/sbin/mount', { encoding: 'utf8', env: childEnvironment('node'), timeout: 5000 });
  } catch {
    // A sandbox may forbid the command. A folder of which nothing is known is used.
    return '';
  }
}
