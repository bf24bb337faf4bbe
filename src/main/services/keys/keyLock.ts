import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { sweepLocks, takePassingLock } from '../../base/store/fileLock.ts';

/** How long to wait for another Keydesk, in ms. */
const PATIENCE = 5000;
/** Waits between tries, in ms: short at first, since this Keydesk itself may just be closing the key. */
const FIRST_LOOK = 1;
const LONGEST_LOOK = 50;
/** No key waits longer than this for a touch, in ms. Older notes are ignored and deleted. */
const LONGEST_TOUCH = 120_000;
/** A note is written again after this many ms if requests are still sent. */
const RENEW = 5000;

/** The one Keydesk that uses a key now. */
export interface KeyLock {
  /** The channel of a Keydesk that died. Its last request may still be waiting for a touch. */
  readonly abandoned: number | undefined;
  /** Call before a request is sent. Notes its channel, so that the next Keydesk can cancel the request after a crash. */
  sends(channel: number): void;
  /** Call after the request on the abandoned channel was canceled. */
  settle(): void;
  /** `settled` is false where a request may still wait on the key. */
  release(settled: boolean): void;
}

/** Which request may be waiting on which key, as the file beside the lock has it. */
interface Note {
  readonly name: string;
  readonly channel: number;
  /** ms since 1970 */
  readonly at: number;
}

/**
 * Locks on keys, shared by all Keydesks of this computer's user. The operating system releases the lock of a process that
 * dies (docs/decisions/0005). If the folder cannot be made or its file system has no locks, keys are used without a lock:
 * that two Keydesks disturb each other is rare, and a missing folder must not stop the only one.
 */
export interface KeyLocks {
  /**
   * @param name of the lock (KeySource.lockName)
   * @throws KeydeskError key-in-use after a while, cancelled
   */
  take(keyId: string, signal?: AbortSignal, name?: string): Promise<KeyLock>;
  /** The same at once; undefined where another Keydesk uses the key. */
  tryTake(name: string): KeyLock | undefined;
  /** Names of the locks of keys on which a dead Keydesk may have left a request waiting. */
  abandoned(): string[];
}

const unlocked: KeyLock = {
  abandoned: undefined,
  sends: () => undefined,
  settle: () => undefined,
  release: () => undefined,
};

/** Makes `folder` with the first lock, so practice mode leaves nothing behind. Deletes the locks of processes that died. */
export function openKeyLocks(folder: string | undefined, patience = PATIENCE): KeyLocks {
  if (folder === undefined) return { take: async () => unlocked, tryTake: () => unlocked, abandoned: () => [] };
  // On POSIX, closing any handle of a file ends all locks that the process has on it. So a file that is locked here is skipped.
  const mine = new Set<string>();
  // A file that cannot be looked at stays. The next user of that key tries to lock it.
  sweepLocks(
    folder,
    file => mine.has(file.slice(0, -'.lock'.length)),
    () => undefined,
  );
  const tryTake = (name: string): KeyLock | undefined => {
    const base = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
    if (mine.has(base)) return undefined;
    const letGo = tryLock(`${base}.lock`);
    if (letGo === 'impossible') return unlocked;
    if (letGo === undefined) return undefined;
    mine.add(base);
    return keyLock(name, `${base}.json`, () => {
      mine.delete(base);
      letGo();
    });
  };
  return {
    tryTake,
    take: async (keyId, signal, name = keyId) => {
      for (let waited = 0, look = FIRST_LOOK; ; look = Math.min(look * 2, LONGEST_LOOK)) {
        const lock = tryTake(name);
        if (lock !== undefined) return lock;
        if (waited >= patience) throw new KeydeskError('key-in-use', { keyId });
        waited += look;
        // The wait was canceled.
        await sleep(look, undefined, signal ? { signal } : {}).catch(() => {
          throw new KeydeskError('cancelled');
        });
      }
    },
    abandoned: () => notesIn(folder),
  };
}

/** Returns undefined if another process has the lock. */
function tryLock(file: string): (() => void) | undefined | 'impossible' {
  try {
    return takePassingLock(file);
  } catch {
    // Without locks a key works as with a lock. Only two Keydesks that use one key at once disturb each other.
    return 'impossible';
  }
}

function keyLock(name: string, file: string, letGo: () => void): KeyLock {
  const left = readNote(file);
  let noted: Note | undefined;
  return {
    abandoned: left !== undefined && left.name === name && isFresh(left) ? left.channel : undefined,
    sends: channel => {
      const at = Date.now();
      if (noted?.channel === channel && at - noted.at < RENEW) return;
      noted = { name, channel, at };
      write(file, noted);
    },
    settle: () => remove(file),
    release: settled => {
      if (settled) remove(file);
      letGo();
    },
  };
}

function isFresh({ at }: Note): boolean {
  return Math.abs(Date.now() - at) < LONGEST_TOUCH;
}

/** Returns the keys of all recent notes, and deletes older ones. */
function notesIn(folder: string): string[] {
  try {
    const files = readdirSync(folder).flatMap(name => (name.endsWith('.json') ? [join(folder, name)] : []));
    return files.flatMap(file => {
      const note = readNote(file);
      if (note !== undefined && isFresh(note)) return [note.name];
      remove(file);
      return [];
    });
  } catch {
    return [];
  }
}

/** Undefined for an incomplete note too: a request is sent only after its note was written. */
function readNote(file: string): Note | undefined {
  try {
    const { name, channel, at } = JSON.parse(readFileSync(file, 'utf8'));
    const whole = typeof name === 'string' && Number.isInteger(channel) && typeof at === 'number';
    return whole ? { name, channel, at } : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, note: Note): void {
  try {
    writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  } catch {
    // A full disk must not stop a request.
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Windows does not delete an open file. The next lock uses it again.
  }
}
