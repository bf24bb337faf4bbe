import { randomBytes, randomUUID } from 'node:crypto';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { PackageLock, Unlock } from '../../../../contract/deferred/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { READ } from '../../../base/readAtMost.ts';
import { storageError } from '../../../base/store/storageError.ts';
import { MAX_PACKAGE, openContent, prefixOf, type Sealed, sealContent, splitPackage } from './container.ts';
import { decodeContent, encodeContent, MOST_ROWS, type PackageContent } from './content.ts';
import { certificateLock, openWithIdentity, openWithPassphrase, passphraseLock } from './locks.ts';

/** The size of the tag at the end of a file, which differs after each write. */
const TAG = 16;

/** Returns the key that a Keydesk has kept of a package that it fetched; undefined if it did not, or cannot unseal it. */
export type KeptKeys = (packageId: string) => Promise<Buffer | undefined>;

/** A package that is open for work. SECURITY: its content has PINs, and is in memory only while it is open. */
export interface OpenPackage {
  readonly file: string;
  readonly id: string;
  readonly key: Buffer;
  /** How it was opened. */
  readonly by: Unlock['kind'];
  readonly content: PackageContent;
  /**
   * Writes the content: to a file beside it, flushed to the disk, and renamed. After a crash the file is the old one or the new one. Saves run
   * one after the other, and each writes the content of its time.
   * @throws KeydeskError deferred-package-changed, deferred-package-too-large, deferred-folder-missing, and as storageError.ts names it
   */
  save(): Promise<void>;
  close(): void;
}

/** The packages that are open in this process, by their path. */
const inUse = new Set<string>();

/**
 * Creates a package. Its file is written by the first `save`.
 * @throws KeydeskError invalid-input, deferred-folder-missing, deferred-package-busy, handover-…; as storageError.ts names it
 */
export async function createPackage(
  named: string,
  lock: PackageLock,
  begin: (id: string) => PackageContent,
): Promise<OpenPackage> {
  const file = await reserved(named);
  try {
    // Before anybody is asked about the users: a drive may not be connected.
    await refuseFolder(file);
    const [id, key] = [randomUUID(), randomBytes(32)];
    const locks =
      lock.kind === 'passphrase'
        ? [await passphraseLock(key, lock.passphrase)]
        : await Promise.all(lock.pems.map(pem => certificateLock(key, pem)));
    const by = lock.kind === 'passphrase' ? 'passphrase' : 'station';
    return opened({ file, id, key, by, prefix: prefixOf(id, locks), content: begin(id), tag: undefined });
  } catch (error) {
    inUse.delete(file);
    throw error;
  }
}

/** Opens a package. @throws KeydeskError deferred-…, invalid-input, and as storageError.ts names it */
export async function openPackage(named: string, unlock: Unlock, keptKeys: KeptKeys): Promise<OpenPackage> {
  const file = await reserved(named);
  try {
    const bytes = await readPackage(file);
    const sealed = splitPackage(bytes, file);
    const key = await keyOf(sealed, unlock, keptKeys);
    const content = decoded(openContent(sealed, key));
    const { prefix, header } = sealed;
    if (content.id !== header.id) throw new KeydeskError('deferred-unopened', { reason: 'damaged' });
    return opened({ file, id: header.id, key, by: unlock.kind, prefix, content, tag: bytes.subarray(-TAG) });
  } catch (error) {
    inUse.delete(file);
    throw error;
  }
}

/** Returns the passphrase of a package in the form in which it was locked. Programs type the same letters in different forms. */
export function normalUnlock(unlock: Unlock): Unlock {
  if (unlock.kind !== 'passphrase') return unlock;
  return { ...unlock, passphrase: unlock.passphrase.replaceAll(/\p{Zs}/gu, ' ').normalize('NFKC') };
}

/** Returns whether there is a file with that name. */
export async function packageExists(named: string): Promise<boolean> {
  return (await stat(wholePath(named)).catch(() => undefined)) !== undefined;
}

interface Opening extends Omit<OpenPackage, 'save' | 'close'> {
  readonly prefix: Buffer;
  /** The end of the file on the disk; undefined if there must be none. */
  readonly tag: Buffer | undefined;
}

function opened({ prefix, tag: first, ...of }: Opening): OpenPackage {
  let tag = first;
  let last: Promise<unknown> = Promise.resolve();
  const write = async () => {
    const bytes = sealContent(prefix, of.key, encodeContent(of.content));
    if (bytes.length > MAX_PACKAGE || of.content.rows.length > MOST_ROWS) throw tooLarge();
    await refuseChanged(of.file, tag);
    await replaceFile(of.file, bytes);
    tag = Buffer.from(bytes.subarray(-TAG));
  };
  return {
    ...of,
    save: () => {
      const mine = last.then(write);
      // The caller gets the error. The next save tries again.
      last = mine.catch(() => undefined);
      return mine;
    },
    close: () => {
      inUse.delete(of.file);
      of.key.fill(0);
    },
  };
}

/** Reserves a path in this process. @throws KeydeskError invalid-input, deferred-package-busy */
async function reserved(named: string): Promise<string> {
  const path = wholePath(named);
  // Two names of one file are one package.
  const file = await realpath(path).catch(() => path);
  if (inUse.has(file)) throw new KeydeskError('deferred-package-busy', { file });
  inUse.add(file);
  return file;
}

function wholePath(named: string): string {
  if (!isAbsolute(named)) throw new KeydeskError('invalid-input', { detail: 'whole-path' });
  return resolve(named);
}

async function keyOf({ header: { id, locks } }: Sealed, unlock: Unlock, keptKeys: KeptKeys): Promise<Buffer> {
  if (unlock.kind === 'passphrase') return openWithPassphrase(locks, unlock.passphrase);
  if (unlock.kind === 'identity') return openWithIdentity(locks, unlock.pem, unlock.passphrase);
  const kept = await keptKeys(id);
  if (kept === undefined) throw new KeydeskError('deferred-unopened', { reason: 'station' });
  return kept;
}

function decoded(content: Buffer): PackageContent {
  try {
    return decodeContent(content);
  } catch {
    // The cause may quote what the content has, so it is dropped.
    throw new KeydeskError('deferred-unopened', { reason: 'damaged' });
  } finally {
    content.fill(0);
  }
}

/** SECURITY: reads at most the largest size, whatever the file says. */
async function readPackage(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, READ);
    try {
      const { size } = await handle.stat();
      if (size > MAX_PACKAGE) throw tooLarge();
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size), position: 0 });
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) throw new KeydeskError('deferred-package-missing', { file }, { cause: error });
    throw storageError(file, error);
  }
}

/** @throws KeydeskError deferred-folder-missing; as storageError.ts names it if the folder cannot be written */
async function refuseFolder(file: string): Promise<void> {
  const folder = dirname(file);
  await access(folder, constants.W_OK).catch(error => {
    throw folderError(folder, error);
  });
}

/** Returns why nothing can be written to a folder. A drive may have been taken out. */
function folderError(folder: string, error: unknown): unknown {
  if (isMissing(error)) return new KeydeskError('deferred-folder-missing', { folder }, { cause: error });
  return storageError(folder, error);
}

/** Refuses to overwrite what another program has written since. @throws KeydeskError deferred-package-changed */
async function refuseChanged(file: string, tag: Buffer | undefined): Promise<void> {
  const there = await readTag(file);
  if (tag === undefined ? there !== undefined : there?.equals(tag) !== true) {
    throw new KeydeskError('deferred-package-changed', { file });
  }
}

async function readTag(file: string): Promise<Buffer | undefined> {
  try {
    const handle = await open(file, READ);
    try {
      const { size } = await handle.stat();
      const at = Math.max(0, size - TAG);
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(TAG), position: at });
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw storageError(file, error);
  }
}

async function replaceFile(file: string, bytes: Buffer): Promise<void> {
  const partial = `${file}.part`;
  try {
    await rm(partial, { force: true });
    // SECURITY: `wx` does not follow a link that somebody has put there.
    const handle = await open(partial, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
    await syncFolder(dirname(file));
  } catch (error) {
    // What is left of it is removed by the next save. The first error says more.
    await rm(partial, { force: true }).catch(() => undefined);
    throw folderError(dirname(file), error);
  }
}

/** The rename is on the disk only when its folder is. Windows and some network drives cannot flush a folder. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file itself is on the disk already.
  }
}

/** Returns the error for a package with too many rows, or a file that is too large. */
export function tooLarge(): KeydeskError {
  return new KeydeskError('deferred-package-too-large', { rows: MOST_ROWS, megabytes: MAX_PACKAGE / 1024 / 1024 });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
