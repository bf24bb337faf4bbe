import { readFileSync } from 'node:fs';

/** The user id that Linux shows for owners whom a user namespace (a rootless container) does not know. */
const OVERFLOW = 65_534;

/**
 * Returns whether a folder of this owner belongs to somebody whom this user namespace does not know, as the folders above a
 * container's home often do. SECURITY: outside such a namespace the same number is the user `nobody`, whose programs are not
 * trusted.
 * @param uidMap /proc/self/uid_map: lines of first id inside, first id outside, how many (user_namespaces(7))
 */
export function isUnknownOwner(owner: number, uidMap = readUidMap()): boolean {
  if (owner !== OVERFLOW) return false;
  const ranges = uidMap
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number));
  return !ranges.some(([first = 0, , count = 0]) => owner >= first && owner < first + count);
}

/** A system without user namespaces knows every owner. */
function readUidMap(): string {
  try {
    return readFileSync('/proc/self/uid_map', 'utf8');
  } catch {
    return '0 0 4294967295';
  }
}
