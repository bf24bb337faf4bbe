import type { KeySummary } from '../../../../contract/keys/schema.ts';
import type { PackageContent, PackageRow } from '../package/content.ts';
import { isOpen } from '../rows.ts';

/** A row for a key, and the PIN that the package knows of this key. */
export interface Claim {
  readonly row: PackageRow;
  readonly pin: string | undefined;
}

/** Which rows get no key now. */
export interface Busy {
  /** Rows that another key works on. */
  readonly taken: ReadonlySet<string>;
  /** Rows that failed since the work began. */
  readonly failed: ReadonlySet<string>;
}

/**
 * Returns the row for a key: the one that was begun on this key, else one that expects its serial number, else the first one that waits. A row
 * that was begun on another key comes last, because that key continues where it was interrupted. Undefined if no row waits for such a key.
 * @param identity of the key in any port; undefined if it has none
 */
export function claimFor(
  content: PackageContent,
  { serial }: Pick<KeySummary, 'serial'>,
  identity: string | undefined,
  { taken, failed }: Busy,
): Claim | undefined {
  const free = content.rows.filter(row => needsKey(row) && !taken.has(row.id));
  const waiting = free.filter(({ id }) => !failed.has(id));
  const expected = (row: PackageRow) => row.serial === null || row.serial === serial?.toLowerCase();
  const row =
    free.find(one => isBegunOn(one, identity)) ??
    waiting.find(one => one.serial !== null && expected(one)) ??
    waiting.find(one => one.serial === null && !isBegun(one)) ??
    waiting.find(expected);
  return row && { row, pin: pinOf(content, identity) };
}

/** Returns whether a row waits for a key, also after it failed. */
export function needsKey({ made, uploaded }: PackageRow): boolean {
  return made === null && uploaded === null;
}

/** Returns the first row that waits for any key, for the person who takes the next one. */
export function nextRow(content: PackageContent, { taken, failed }: Busy): PackageRow | undefined {
  return content.rows.find(row => needsKey(row) && !taken.has(row.id) && !failed.has(row.id));
}

/** A PIN that a key without an identity may have, with the row that it belongs to. */
export interface CutOffPin {
  readonly row: PackageRow;
  readonly pin: string;
  /** The model of the key; undefined if an earlier version of Keydesk has written the package. */
  readonly aaguid: string | undefined;
}

/**
 * Returns the PINs of keys without an identity that were begun and not made, or whose passkey came too late: the likeliest first, that is begun
 * at the same place, then begun last. Those of another product are left out.
 */
export function cutOffPins(
  { rows, left }: PackageContent,
  { id, product }: Pick<KeySummary, 'id' | 'product'>,
  { taken }: Pick<Busy, 'taken'>,
): CutOffPin[] {
  const free = rows.filter(row => needsKey(row) && !taken.has(row.id));
  const begun = free.flatMap(row =>
    row.pins
      .filter(({ identity }) => identity === null)
      .map(({ pin, at, key }) => ({ row, pin, at, aaguid: key?.aaguid, key })),
  );
  const late = left.flatMap(({ made: { pin, at, enrolled }, attempt }) => {
    const row = free.find(({ user }) => user.id === attempt.user_id);
    if (row === undefined || pin === null || attempt.key_identity !== null) return [];
    return [{ row, pin, at, aaguid: enrolled.aaguid, key: enrolled }];
  });
  const isOther = (key: { product?: string | undefined } | undefined) =>
    key?.product !== undefined && product !== undefined && key.product !== product;
  const rank = ({ key }: { key: { id: string } | undefined }) => (key?.id === id ? 0 : 1);
  return [...begun, ...late]
    .filter(({ key }) => !isOther(key))
    .sort((one, other) => rank(one) - rank(other) || other.at.localeCompare(one.at));
}

function isBegun({ attempts, pins }: PackageRow): boolean {
  return pins.length > 0 || attempts.some(attempt => isOpen(attempt) && attempt.creating === 1);
}

/** A key without an identity is never taken for another one. */
function isBegunOn({ attempts, pins }: PackageRow, identity: string | undefined): boolean {
  if (identity === undefined) return false;
  return (
    attempts.some(attempt => isOpen(attempt) && attempt.key_identity === identity) ||
    pins.some(pin => pin.identity === identity)
  );
}

/** A random PIN of an attempt that did not come to its end, or that was made too late, so that the key is not lost. */
function pinOf({ rows, left }: PackageContent, identity: string | undefined): string | undefined {
  if (identity === undefined) return undefined;
  const late = left.findLast(({ attempt }) => attempt.key_identity === identity)?.made.pin;
  if (late) return late;
  return rows.flatMap(({ pins }) => pins).findLast(pin => pin.identity === identity)?.pin;
}
