import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeydeskError } from '../../contract/errors.ts';
import { takeFileLockForSure } from '../store/fileLock.ts';

/** How long another Keydesk is waited for, and how often it is looked whether it is done, in ms. */
const PATIENCE = 5000;
const LOOK = 50;
/** A request waits for its touch no longer than this on any key, in ms; a note that is older warns of nothing. */
const LONGEST_TOUCH = 120_000;
/** A note is written again after so many ms, for as long as requests are sent. */
const RENEW = 5000;

/** The one Keydesk that uses a key now. */
export interface KeyLock {
  /** The channel of a Keydesk that died while a request of its may have waited for a touch. */
  readonly abandoned: number | undefined;
  /** Notes on which channel a request is about to be sent, for whoever comes after a crash. */
  sends(channel: number): void;
  /** The request on the abandoned channel was cancelled. */
  settle(): void;
  /** `settled` is false where a request may still wait on the key. */
  release(settled: boolean): void;
}

/** A key whose last user died in the middle. */
interface Note {
  readonly keyId: string;
  readonly channel: number;
  /** ms since 1970 */
  readonly at: number;
}

/**
 * Locks on keys, shared by all Keydesks of this computer's user. The lock of a process that dies goes with it
 * (docs/decisions/0005). Where the folder cannot be had or its file system has no locks, keys are used without:
 * two Keydesks at one key disturb each other, but one of them must not be stopped by a folder.
 */
export interface KeyLocks {
  /** @throws KeydeskError key-in-use after a while, cancelled */
  take(keyId: string, signal?: AbortSignal): Promise<KeyLock>;
  /** The same at once; undefined where another Keydesk uses the key. */
  tryTake(keyId: string): KeyLock | undefined;
  /** Keys that a dead Keydesk may have left waiting for a touch. */
  abandoned(): string[];
}

const unlocked: KeyLock = {
  abandoned: undefined,
  sends: () => undefined,
  settle: () => undefined,
  release: () => undefined,
};

/** `folder` is made with the first lock: who only practices leaves nothing behind. */
export function openKeyLocks(folder: string | undefined, patience = PATIENCE): KeyLocks {
  if (folder === undefined) return { take: async () => unlocked, tryTake: () => unlocked, abandoned: () => [] };
  // Closing any handle of a file ends all locks that the process has on it, so a file in use here is not touched.
  const mine = new Set<string>();
  const tryTake = (keyId: string): KeyLock | undefined => {
    const base = join(folder, createHash('sha256').update(keyId).digest('hex').slice(0, 32));
    if (mine.has(base)) return undefined;
    const letGo = tryLock(`${base}.lock`);
    if (letGo === 'impossible') return unlocked;
    if (letGo === undefined) return undefined;
    mine.add(base);
    return keyLock(keyId, `${base}.json`, () => {
      mine.delete(base);
      letGo();
    });
  };
  return {
    tryTake,
    take: async (keyId, signal) => {
      for (let waited = 0; ; waited += LOOK) {
        const lock = tryTake(keyId);
        if (lock !== undefined) return lock;
        if (waited >= patience) throw new KeydeskError('key-in-use', { keyId });
        await sleep(LOOK, undefined, signal ? { signal } : {}).catch(() => {
          throw new KeydeskError('cancelled');
        });
      }
    },
    abandoned: () => notesIn(folder),
  };
}

/**
 * Undefined where another holds it. The file is deleted with the lock still held, so whoever waited for it may now hold a
 * lock on a file that has no name any more: that one is given back and counts as not had.
 */
function tryLock(file: string): (() => void) | undefined | 'impossible' {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    const before = inodeOf(file);
    const release = takeFileLockForSure(file);
    if (release === undefined) return undefined;
    if (before === undefined || before !== inodeOf(file)) {
      release();
      return undefined;
    }
    return () => {
      remove(file);
      release();
    };
  } catch {
    return 'impossible';
  }
}

function keyLock(keyId: string, file: string, letGo: () => void): KeyLock {
  const left = readNote(file);
  let noted: Note | undefined;
  return {
    abandoned: left !== undefined && left.keyId === keyId && isFresh(left) ? left.channel : undefined,
    sends: channel => {
      const at = Date.now();
      if (noted?.channel === channel && at - noted.at < RENEW) return;
      noted = { keyId, channel, at };
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

/** The keys of all notes that still warn of something; older ones are deleted. */
function notesIn(folder: string): string[] {
  try {
    const files = readdirSync(folder).flatMap(name => (name.endsWith('.json') ? [join(folder, name)] : []));
    return files.flatMap(file => {
      const note = readNote(file);
      if (note !== undefined && isFresh(note)) return [note.keyId];
      remove(file);
      return [];
    });
  } catch {
    return [];
  }
}

/** Undefined for a note that was cut off while it was written, too: nothing was sent before it was whole. */
function readNote(file: string): Note | undefined {
  try {
    const { keyId, channel, at } = JSON.parse(readFileSync(file, 'utf8'));
    const whole = typeof keyId === 'string' && Number.isInteger(channel) && typeof at === 'number';
    return whole ? { keyId, channel, at } : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, note: Note): void {
  try {
    writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  } catch {
    // A full disk stops no request to a key.
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Windows keeps a file that is open; it is used again.
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
