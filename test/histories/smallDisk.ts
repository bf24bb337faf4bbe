import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** Why disks cannot become full here; null if they can. */
export const noDisks = process.platform === 'linux' && userInfo().uid === 0 ? null : 'needs root on Linux';

/** A folder with a small disk of its own. */
export interface SmallDisk {
  /** Leaves only some bytes free. */
  fill(free: number): void;
  empty(): void;
  close(): void;
}

/** @param size in bytes */
export function mountDisk(folder: string, size: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  const filler = join(folder, 'filler');
  const empty = () => rmSync(filler, { force: true });
  return {
    fill: free => {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free)));
      } catch {
        // Somebody else took the rest meanwhile, so it is full.
      }
    },
    empty,
    close: () => execFileSync('umount', ['-l', folder]),
  };
}
