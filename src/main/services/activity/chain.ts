import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ActivityTable } from './tables.ts';

/** An entry as the log stores it, without its own hash. */
export type Unsealed = Omit<Selectable<ActivityTable>, 'hash'>;

/** The hash before the first entry. */
export const ORIGIN = '0'.repeat(64);

/** Entries without a desk, and those of a desk that shares its record. */
const FORMAT = 1;
const FORMAT_WITH_DESK = 2;

/**
 * Returns the hash of an entry: SHA-256 in hex over the UTF-8 of a JSON array without white space. Its members are the
 * number of the format, every column in the order below as stored, and the hash of the entry before (docs/activity.md).
 * For texts, whole numbers and null this is the canonical form of RFC 8785.
 */
export function hashOf(entry: Unsealed): string {
  const members = [
    ...(entry.desk === '' ? [FORMAT, entry.seq] : [FORMAT_WITH_DESK, entry.seq, entry.desk]),
    entry.at,
    entry.kind,
    entry.result,
    entry.actor_kind,
    entry.actor,
    entry.tenant,
    entry.user_id,
    entry.user_principal_name,
    entry.key_id,
    entry.key_aaguid,
    entry.key_serial,
    entry.cause,
    entry.correlation_id,
    entry.request_ids,
    entry.facts,
    entry.previous_hash,
  ];
  return createHash('sha256').update(JSON.stringify(members)).digest('hex');
}
