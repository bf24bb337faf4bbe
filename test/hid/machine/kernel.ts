import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../../../node_modules/.cache/keydesk-kernel');

/** An unpacked kernel that is not installed: the image, and the folder above lib/modules/VERSION. */
export interface Kernel {
  readonly image: string;
  readonly folder: string;
  readonly version: string;
}

/** Something that this computer lacks for the HID lane. The message says what, and how to get it. */
export class Missing extends Error {}

/** The programs that build and run the machine, and the Debian packages that contain them. */
const programs = [
  ['/usr/bin/qemu-system-x86_64', 'qemu-system-x86'],
  ['/usr/bin/busybox', 'busybox-static'],
  ['/usr/sbin/modprobe', 'kmod'],
  ['/usr/bin/cpio', 'cpio'],
  ['/usr/lib/systemd/systemd-udevd', 'udev'],
] as const;

/** Checks the programs, because the machine runs this computer's. @throws Missing with the packages to install */
export function requirePrograms(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Missing('it needs Linux on x86-64');
  const packages = programs.filter(([file]) => !existsSync(file)).map(([, name]) => name);
  if (packages.length > 0) throw new Missing(`it needs: sudo apt-get install ${packages.join(' ')}`);
}

/**
 * Returns Debian's kernel from the cache, or downloads it first. Does not need root.
 * @throws Missing if it cannot be downloaded
 */
export function requireKernel(): Kernel {
  if (!existsSync(cache)) download();
  const version = readdirSync(join(cache, 'lib/modules'))[0];
  if (version === undefined) throw new Missing(`${cache} holds no kernel; delete it to have one downloaded`);
  return { image: join(cache, 'boot', `vmlinuz-${version}`), folder: cache, version };
}

function download(): void {
  mkdirSync(join(cache, '..'), { recursive: true });
  const folder = mkdtempSync(`${cache}-`);
  const run = (command: string, ...args: string[]): string => {
    const { status, stdout } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Missing(`Debian's kernel cannot be had: ${command} ${args.join(' ')} failed`);
    return stdout;
  };
  try {
    // The metapackage names the current kernel.
    const name = /Depends: (linux-image-\S+)/.exec(run('apt-cache', 'depends', 'linux-image-amd64'))?.[1];
    if (name === undefined) throw new Missing('Debian names no kernel: sudo apt-get update');
    run('apt-get', 'download', '-qq', name);
    const [archive = ''] = readdirSync(folder);
    run('dpkg-deb', '-x', archive, 'unpacked');
    const unpacked = join(folder, 'unpacked');
    const [version = ''] = readdirSync(join(unpacked, 'lib/modules'));
    run('/usr/sbin/depmod', '-b', unpacked, version);
    renameSync(unpacked, cache);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
