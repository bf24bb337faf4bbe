import type { RecordClient } from './connect.ts';
import { SCHEMA } from './recordSchema.ts';

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

/** Notes that a desk was here now, by the record's clock, and the version of its tables. */
export async function noteDesk(client: RecordClient, id: string | undefined, version: number): Promise<void> {
  await client.query(`UPDATE ${SCHEMA}.desk SET last_seen = clock_timestamp(), version = $2 WHERE id = $1`, [
    id,
    version,
  ]);
}

/** Notes that a desk has left. */
export async function noteLeft(client: RecordClient, id: string): Promise<void> {
  await client.query(`UPDATE ${SCHEMA}.desk SET left_at = clock_timestamp() WHERE id = $1`, [id]);
}

/** Returns how long ago each desk was here, in ms by the record's clock, if it was here within a time. @param time in ms */
export async function agesOfDesks(client: RecordClient, time: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; age: number }>(
    `SELECT id, (extract(epoch FROM clock_timestamp() - last_seen) * 1000)::bigint AS age FROM ${SCHEMA}.desk
     WHERE left_at IS NULL AND last_seen > clock_timestamp() - make_interval(secs => $1)`,
    [time / 1000],
  );
  return new Map(rows.map(({ id, age }) => [id, age]));
}
