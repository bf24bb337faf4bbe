import type { RecordClient } from '../../base/record/connect.ts';
import { LAST_SEEN } from '../../base/record/desks.ts';
import { SCHEMA } from '../../base/record/recordSchema.ts';
import type { DeskKey, KeyStanding } from '../../services/deskKeys/deskKeys.ts';

/** A desk that people see, and can name. */
export interface ListedDesk {
  readonly id: string;
  readonly name: string;
  /** When it was last at the record; null if nobody can tell. */
  readonly lastSeen: Date | null;
  /** The version of its tables; null if the record does not have the desk. */
  readonly version: number | null;
}

/** What a key may still receive, or be confirmed to receive. */
const open: readonly KeyStanding[] = ['trusted', 'waiting'];

/**
 * Reads the desks of a record. SECURITY: a desk that may receive secrets is among them whatever the record says about it, also that it has left, or nothing. A stolen desk could hide
 * otherwise, and go on to receive.
 */
export async function listedDesks(client: RecordClient, keys: readonly DeskKey[]): Promise<ListedDesk[]> {
  const { rows } = await client.query<ListedDesk & { hasLeft: boolean }>(
    `SELECT id, name, ${LAST_SEEN} AS "lastSeen", version, left_at IS NOT NULL AS "hasLeft" FROM ${SCHEMA}.desk ORDER BY joined_at`,
  );
  const receiving = new Set(keys.filter(({ standing }) => open.includes(standing)).map(({ desk }) => desk));
  const known = new Set(rows.map(({ id }) => id));
  const unknown = [...receiving].filter(id => !known.has(id));
  return [
    ...rows.filter(({ id, hasLeft }) => !hasLeft || receiving.has(id)),
    ...unknown.map(id => ({ id, name: id, lastSeen: null, version: null })),
  ];
}
