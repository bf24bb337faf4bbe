import { readFileSync, statSync } from 'node:fs';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isWellFormed } from '../../../contract/text/wellFormed.ts';
import { decodeText } from '../../base/decodeText.ts';
import { storageError } from '../../base/store/storageError.ts';

/** The version of the file format that Keydesk writes. A file without a version has this one. */
const VERSION = 1;

/**
 * Reads a settings file: one JSON object. Returns undefined if there is no file.
 * @throws KeydeskError settings-damaged, settings-newer, and as storageError.ts names it
 */
export function readSettingsFile(file: string): Record<string, unknown> | undefined {
  const bytes = readBytes(file);
  if (bytes === undefined) return undefined;
  const settings = parse(file, bytes);
  if (!isObject(settings)) throw damaged(file, 'it is no JSON object');
  if (!isWellFormed(settings)) throw damaged(file, 'it holds characters that are not valid Unicode');
  const { version = VERSION } = settings;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw damaged(file, 'its version is not a whole number');
  }
  if (version > VERSION) throw new KeydeskError('settings-newer', { file });
  return settings;
}

/** Returns an error about a damaged file, which is not changed. `cause` says what is wrong with it. */
export function damaged(file: string, cause: unknown): KeydeskError {
  return new KeydeskError('settings-damaged', { file }, { cause });
}

function readBytes(file: string): Uint8Array | undefined {
  try {
    // Reading a pipe or a device would never end.
    if (!statSync(file).isFile()) throw damaged(file, 'it is no file');
    return readFileSync(file);
  } catch (error) {
    if (error instanceof KeydeskError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw storageError(file, error);
  }
}

function parse(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(bytes));
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
