import type { RecordClient } from './connect.ts';
import { WRITE_LOCK } from './functions.ts';

/** Returns the role that has the lock of the writers; null if nobody has it any more. */
export async function lockHolder(client: RecordClient): Promise<string | null> {
  const { rows } = await client.query<{ role: string | null }>(
    `SELECT pg_get_userbyid(a.usesysid)::text AS role FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (l.classid, l.objid) = ${WRITE_LOCK} AND l.objsubid = 2 LIMIT 1`,
  );
  return rows[0]?.role ?? null;
}
