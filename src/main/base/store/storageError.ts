import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';

/**
 * SQLite's primary result codes (https://sqlite.org/rescode.html) that tell something about the file and its disk.
 * SECURITY: only CORRUPT and NOTADB mean damage. The advice for damage is to replace the file, which loses data in all
 * other cases.
 */
const meanings: Readonly<Record<number, ErrorCode>> = {
  3: 'file-forbidden',
  5: 'database-busy',
  6: 'database-busy',
  8: 'file-read-only',
  10: 'disk-error',
  11: 'database-damaged',
  13: 'disk-full',
  14: 'file-unopenable',
  // PROTOCOL: many processes requested the lock at the same time, and this one gave up.
  15: 'database-busy',
  // NOLFS: the file system does not support files of this size.
  22: 'disk-full',
  26: 'database-damaged',
};

/** Error codes of the file system. Windows reports `EBUSY` and `ETXTBSY` while a virus scanner has the file open. */
const systemMeanings: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'file-forbidden',
  EPERM: 'file-forbidden',
  EROFS: 'file-read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EIO: 'disk-error',
  ENODEV: 'disk-error',
  ENXIO: 'disk-error',
  ESTALE: 'disk-error',
  EBUSY: 'file-busy',
  ETXTBSY: 'file-busy',
  EISDIR: 'file-unopenable',
  ENOTDIR: 'file-unopenable',
  ELOOP: 'file-unopenable',
  EMFILE: 'file-unopenable',
  ENFILE: 'file-unopenable',
};

/**
 * Returns a KeydeskError that names `file` for an error of SQLite or of the file system. Returns any other error
 * unchanged.
 */
export function storageError(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof KeydeskError) return cause;
  const code = codeOf(cause, file);
  return code === undefined ? cause : new KeydeskError(code, { file }, { cause });
}

/**
 * Returns why a state file could not be opened: the result of `storageError`, or `damage` if the file can be read and
 * has other content. Returns any other error of a system call unchanged.
 */
export function stateError(damage: ErrorCode, file: string, cause: unknown): unknown {
  const known = storageError(file, cause);
  const isSystems = known instanceof Error && 'syscall' in known;
  return known instanceof KeydeskError || isSystems ? known : new KeydeskError(damage, { file }, { cause });
}

/** Runs `work`. @throws KeydeskError as `storageError` names it; any other error of `work` unchanged */
export function withFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageError(file, error);
  }
}

/** Returns the primary result code of SQLite, or undefined for other errors. */
function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

/** Returns whether another connection holds a lock that this one needs. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && meanings[code] === 'database-busy';
}

function codeOf(cause: Error, file: string): ErrorCode | undefined {
  const code = sqliteCode(cause);
  if (code === undefined) return 'code' in cause ? systemMeanings[String(cause.code)] : undefined;
  const meaning = meanings[code];
  // SQLite uses general codes for a file that it may not open or write, and for a shared-memory file that does not fit
  // on the disk.
  if (meaning === 'file-unopenable' || meaning === 'file-read-only') return accessProblem(file) ?? meaning;
  if (meaning === 'disk-error' && isFull(dirname(file))) return 'disk-full';
  return meaning;
}

function accessProblem(file: string): ErrorCode | undefined {
  for (const path of [file, dirname(file)]) {
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code !== 'ENOENT') return systemMeanings[code];
    }
  }
  return undefined;
}

/** With less free space than this the disk counts as full, in bytes. The shared-memory file grows by 32 KiB. */
const NO_ROOM = 32 * 1024;

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < NO_ROOM;
  } catch {
    // Free space is unknown: the error keeps its general code.
    return false;
  }
}

/** Returns an object with the same methods, whose errors `storageError` names. */
export function methodsWithFile<T extends object>(file: string, methods: T): T {
  const named = Object.entries(methods).map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]) => withFile(file, () => method(...args)),
  ]);
  return Object.fromEntries(named);
}
