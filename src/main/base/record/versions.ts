import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/** The versions of a record. A version is the number of the migrations of keydesk.db. */
export interface RecordVersions {
  /** The version of its tables. */
  readonly version: number;
  /** The oldest version that may still write: its desks leave out what they do not know, and lose nothing. */
  readonly writesFrom: number;
}

/** SQL that reads both. */
export const VERSIONS = 'version, writes_from AS "writesFrom"';

/**
 * What a desk may do with a record. A `writer` does everything. A `reader` is of an earlier version than the record lets write: it follows what it can. `ahead` is of
 * a later version than the record. Its tables were migrated, so rows of the record have no place in them until the record is upgraded.
 */
export type Standing = 'writer' | 'reader' | 'ahead';

/** @param own The version of the desk's tables */
export function standingOf({ version, writesFrom }: RecordVersions, own: number): Standing {
  if (own > version) return 'ahead';
  return own >= writesFrom ? 'writer' : 'reader';
}

/** Returns why a desk only reads; undefined if it writes. */
export function whyOnlyReading(record: RecordVersions, own: number): KeydeskError | undefined {
  const standing = standingOf(record, own);
  if (standing === 'writer') return undefined;
  return new KeydeskError(standing === 'ahead' ? 'record-older' : 'record-newer', {});
}

/** @throws KeydeskError record-older, record-newer */
export function refuseWriting(record: RecordVersions, own: number): void {
  const why = whyOnlyReading(record, own);
  if (why !== undefined) throw why;
}

/**
 * Refuses a record of any other version than this desk's. For work that takes rows whole.
 * @throws KeydeskError record-older, record-newer
 */
export function refuseOtherVersion({ version }: RecordVersions, own: number): void {
  if (version !== own) throw new KeydeskError(version > own ? 'record-newer' : 'record-older', {});
}

/**
 * Runs `work`, which applies rows of a record to the tables here. Tables of an earlier version may refuse rows of a later one, such as a value that they do not know. Keydesk must
 * be updated then.
 * @throws KeydeskError record-newer; errors of `work`
 */
export async function unlessUnfit(record: RecordVersions, own: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (record.version > own && hasCode(cause, 'record-spoiled')) throw new KeydeskError('record-newer', {}, { cause });
    throw cause;
  }
}
