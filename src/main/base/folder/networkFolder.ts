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
  // Shared folders of virtual machines and of WSL: the other side uses the same files, but shares no memory.
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
/** FUSE is used for local and remote file systems. The mount table shows which one it is. */
const FUSE = 0x65735546;
/** Network file systems over FUSE. Others count as local, because most are (encrypted folders, NTFS). */
const overFuse =
  /^(virtiofs|fuse\.(sshfs|smbnetfs|glusterfs|ceph.*|rclone|s3fs|s3ql|gcsfuse|goofys|davfs2?|curlftpfs|moosefs|mfs.*|lizardfs|juicefs|seaweedfs|blobfuse.*|google-drive.*|onedrive.*|gvfsd-fuse|vmhgfs-fuse|prl_fsd|hdfs.*|afpfs.*|nfs.*|smb.*|cifs.*))$/;

/**
 * Returns the kind of network file system of a folder, or null if it is local. SQLite's write-ahead log needs memory
 * that all processes share, and working locks. A network file system has neither, so the database would get damaged.
 * @param folder Must exist
 */
export function networkFileSystemOf(folder: string, platform: NodeJS.Platform = process.platform): string | null {
  // On Windows this also converts the letter of a mapped drive to its \\server\share.
  const path = realpathSync.native(folder);
  if (platform === 'win32') return isRemotePath(path) ? 'smb' : null;
  if (platform === 'darwin') return networkOfMac(path, mountsOfMac());
  return networkOfLinux(path, typeOf(path), readMounts);
}

/** A sandbox may forbid this call. Keydesk uses a folder on an unknown file system. */
function typeOf(path: string): number {
  try {
    return statfsSync(path).type;
  } catch {
    return 0;
  }
}

/** @param type The number in statfs, 32 bits, signed or unsigned */
export function networkOfLinux(path: string, type: number, mounts: () => string): string | null {
  if (type !== FUSE) return byNumber.get(type >>> 0) ?? null;
  const kind = typeFromMounts(path, mounts());
  return kind !== null && overFuse.test(kind) ? kind : null;
}

/** Returns whether a resolved path of Windows is a share. `\\?\C:\` and `\\.\C:\` are not shares. */
export function isRemotePath(path: string): boolean {
  return /^\\\\(\?\\UNC\\|[^?.\\])/i.test(path);
}

/**
 * Returns the type of the mount that contains a path, from the text of /proc/self/mountinfo. Returns null if none
 * matches.
 */
function typeFromMounts(path: string, mountinfo: string): string | null {
  let found: { point: string; type: string } | null = null;
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = unescapeOctal(before.split(' ')[4] ?? '');
    const type = after.split(' ')[0] ?? '';
    // Of several mounts at one place, the last one is visible.
    if (isWithin(path, point) && point.length >= (found?.point.length ?? 0)) found = { point, type };
  }
  return found?.type ?? null;
}

/** Returns the type from the output of `mount` on macOS, if the mount is not marked `local`. */
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

/** Decodes octal escapes: mountinfo writes a space as \040. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}

function readMounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    // A sandbox may hide the mounts. Keydesk uses a folder on an unknown file system.
    return '';
  }
}

function mountsOfMac(): string {
  try {
    return execFileSync('/sbin/mount', { encoding: 'utf8', env: childEnvironment('node'), timeout: 5000 });
  } catch {
    // A sandbox may forbid the command. Keydesk uses a folder on an unknown file system.
    return '';
  }
}
