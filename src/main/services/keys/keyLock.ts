import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { sweepLocks, takePassingLock } from '../../base/store/fileLock.ts';

/** How long to wait for another Keydesk, in ms. */
const PATIENCE = 5000;
/** Waits between attempts, in ms. They begin short, because this same Keydesk may be closing the key. */
const FIRST_LOOK = 1;
const LONGEST_LOOK = 50;
/** Maximum time that a key waits for a touch, in ms. Older notes are ignored and deleted. */
const LONGEST_TOUCH = 120_000;
/** Interval at which a note is renewed while requests are sent, in ms. */
const RENEW = 5000;

/** The lock that one Keydesk holds while it uses a key. */
export interface KeyLock {
  /**
   * The channel of a Keydesk that died; undefined if there is none. Its last request may still be waiting for a touch.
   */
  readonly abandoned: number | undefined;
  /**
   * Call before a request is sent. Writes the channel to a file, so that the next Keydesk can cancel the request after
   * a crash.
   */
  sends(channel: number): void;
  /** Call after the request on the abandoned channel was canceled. */
  settle(): void;
  /** Releases the lock. `settled` is false if a request may still be waiting on the key. */
  release(settled: boolean): void;
}

/** The request that may be waiting on a key, as stored in the file next to the lock. */
interface Note {
  readonly name: string;
  readonly channel: number;
  /** In ms since the epoch. */
  readonly at: number;
}

/**
 * Locks on keys, shared by all Keydesks of this computer's user. The operating system releases the lock of a process
 * that dies (docs/decisions/0005). If the folder cannot be created or its file system has no locks, keys are used
 * without a lock: two Keydesks rarely use one key, and a missing folder must not stop a single one.
 */
export interface KeyLocks {
  /**
   * Takes the lock, and waits if another Keydesk has it.
   * @param name The name of the lock (KeySource.lockName)
   * @throws KeydeskError key-in-use after the timeout, cancelled
   */
  take(keyId: string, signal?: AbortSignal, name?: string): Promise<KeyLock>;
  /** Takes the lock without waiting. Returns undefined if another Keydesk uses the key. */
  tryTake(name: string): KeyLock | undefined;
  /** Returns the lock names of keys on which a request of a Keydesk that died may be waiting. */
  abandoned(): string[];
}

const unlocked: KeyLock = {
  abandoned: undefined,
  sends: () => undefined,
  settle: () => undefined,
  release: () => undefined,
};

/**
 * Opens the locks of a folder. Creates `folder` with the first lock, so that practice mode leaves no folder behind.
 * Deletes the locks of processes that died.
 */
export function openKeyLocks(folder: string | undefined, patience = PATIENCE): KeyLocks {
  if (folder === undefined) return { take: async () => unlocked, tryTake: () => unlocked, abandoned: () => [] };
  // On POSIX, closing any handle of a file releases all locks that the process has on it. So files that are locked here
  // are skipped.
  const mine = new Set<string>();
  // A file that cannot be checked is kept. The next operation on that key tries to lock it.
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
    // Keys also work without locks. Only two Keydesks that use one key at the same time disturb each other.
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

/** Also returns undefined for an incomplete note: no request is sent before its note is complete. */
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
    // A full disk does not stop the request.
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Windows does not delete an open file. The next lock reuses it.
  }
}
