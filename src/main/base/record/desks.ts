import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordClient } from './connect.ts';
import { SCHEMA } from './recordSchema.ts';

/** Until when a time counts as one at which a desk was here. The clock of the server may be set back a little. SECURITY: a desk can write any time about itself. */
const LATEST = "clock_timestamp() + interval '15 seconds'";

/** SQL of when a desk was last here; null if nobody can tell. */
export const LAST_SEEN = `CASE WHEN last_seen BETWEEN 'epoch' AND ${LATEST} THEN last_seen END`;

/** A desk of a record. */
export interface NewDesk {
  readonly id: string;
  /** For people. */
  readonly name: string;
}

/** Adds a desk to the record, or notes that it is back. @param version The version of the tables that it writes */
export async function addDesk(client: RecordClient, { id, name }: NewDesk, version: number): Promise<void> {
  await client.query(
    `INSERT INTO ${SCHEMA}.desk (id, name, version) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version, left_at = NULL, last_seen = clock_timestamp()`,
    [id, name, version],
  );
}

/** Returns whether the role of this connection may note desks. That of a reviewer only reads. */
export async function mayNoteDesk(client: RecordClient): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(`SELECT has_table_privilege($1, 'INSERT, UPDATE') AS may`, [
    `${SCHEMA}.desk`,
  ]);
  return rows[0]?.may === true;
}

/**
 * Notes that a desk was here now, by the record's clock, the version of its tables, and the role with which it signs in.
 * @throws KeydeskError record-changed if the desk is not this role's: another program of this desk has just changed how it signs in. A new connection settles that
 */
export async function noteDesk(client: RecordClient, id: string | undefined, version: number): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE ${SCHEMA}.desk SET last_seen = clock_timestamp(), version = $2, role = current_user WHERE id = $1`,
    [id, version],
  );
  if (rowCount === 0) throw new KeydeskError('record-changed', {});
}

/**
 * Lets another role take a desk over. The desk stays with its present role until the other one does so, so an interruption changes nothing.
 * @throws errors of PostgreSQL
 */
export async function handOver(client: RecordClient, id: string, role: string): Promise<void> {
  // In a record that an earlier version made, every role may change every desk.
  if (await hasOwners(client)) await client.query(`UPDATE ${SCHEMA}.desk SET handed_to = $2 WHERE id = $1`, [id, role]);
}

/** Returns whether each desk of the record belongs to a role. */
async function hasOwners(client: RecordClient): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    'SELECT relrowsecurity AS has FROM pg_class WHERE oid = $1::regclass',
    [`${SCHEMA}.desk`],
  );
  return rows[0]?.has === true;
}

/** How a desk stands in the record. `absent`: the record does not have it. `foreign`: another role's. */
export type Belonging = 'own' | 'absent' | 'foreign';

/** Takes a desk over that its former role has handed to this one, and returns how it stands. */
export async function takeDesk(client: RecordClient, id: string): Promise<Belonging> {
  if (await hasOwners(client)) {
    await client.query(
      `UPDATE ${SCHEMA}.desk SET role = current_user, handed_to = NULL WHERE id = $1 AND handed_to = current_user`,
      [id],
    );
  }
  // The owner of the tables may change every desk, and so may every role in a record that an earlier version made.
  const { rows } = await client.query<{ isOwn: boolean }>(
    `SELECT role = current_user OR NOT row_security_active($2) AS "isOwn" FROM ${SCHEMA}.desk WHERE id = $1`,
    [id, `${SCHEMA}.desk`],
  );
  if (rows[0] === undefined) return 'absent';
  return rows[0].isOwn ? 'own' : 'foreign';
}

/** Notes that a desk has left. Returns whether the record has the desk, and this role may change it. */
export async function noteLeft(client: RecordClient, id: string): Promise<boolean> {
  const { rowCount } = await client.query(`UPDATE ${SCHEMA}.desk SET left_at = clock_timestamp() WHERE id = $1`, [id]);
  return rowCount === 1;
}

/** Returns how long ago each desk was here, in ms by the record's clock, if it was here within a time. @param time in ms */
export async function agesOfDesks(client: RecordClient, time: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; age: number }>(
    `SELECT id, (extract(epoch FROM greatest(clock_timestamp() - last_seen, interval '0')) * 1000)::bigint AS age FROM ${SCHEMA}.desk
     WHERE left_at IS NULL AND last_seen BETWEEN clock_timestamp() - make_interval(secs => $1) AND ${LATEST}`,
    [time / 1000],
  );
  return new Map(rows.map(({ id, age }) => [id, age]));
}
