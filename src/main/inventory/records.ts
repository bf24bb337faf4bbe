import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { KeySummary } from '../../contract/keys.ts';
import type { Store } from '../store/database.ts';
import type { SecurityKeyTable } from '../store/schema.ts';
import { credentialIdentity, type Identity } from './identity.ts';

export type SecurityKeyRow = Selectable<SecurityKeyTable>;
type Database = Store['database'];

/** What getInfo adds to what a key tells over USB. */
export interface ToldByKey {
  readonly aaguid: string;
  readonly firmwareVersion: number | undefined;
}

/** Notes that a key was seen now; makes its row where it is new. What was known and is not told this time stays. */
export async function noteSeen(
  database: Database,
  { identity, identifiedBy }: Identity,
  key: KeySummary,
  told: ToldByKey | undefined,
): Promise<SecurityKeyRow> {
  const now = new Date().toISOString();
  const known = {
    product: key.product ?? null,
    manufacturer: key.manufacturer ?? null,
    aaguid: told?.aaguid ?? null,
    firmware_version: told?.firmwareVersion ?? null,
  };
  return database
    .insertInto('security_key')
    .values({
      ...known,
      id: randomUUID(),
      identity,
      identified_by: identifiedBy,
      serial: key.serial ?? null,
      vendor_id: key.vendorId ?? null,
      product_id: key.productId ?? null,
      mark: null,
      marked_at: null,
      first_seen_at: now,
      last_seen_at: now,
    })
    .onConflict(conflict =>
      conflict.column('identity').doUpdateSet({
        product: sql`coalesce(excluded.product, product)`,
        manufacturer: sql`coalesce(excluded.manufacturer, manufacturer)`,
        aaguid: sql`coalesce(excluded.aaguid, aaguid)`,
        firmware_version: sql`coalesce(excluded.firmware_version, firmware_version)`,
        last_seen_at: now,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A row of its own for a key that tells no serial number, once there is a passkey on it to know it by. */
export function addByCredential(database: Database, key: KeySummary, told: ToldByKey): Promise<SecurityKeyRow> {
  return noteSeen(database, credentialIdentity(randomUUID()), key, told);
}

export function rowByIdentity(database: Database, identity: string): Promise<SecurityKeyRow | undefined> {
  return database.selectFrom('security_key').selectAll().where('identity', '=', identity).executeTakeFirst();
}

/**
 * The websites of whose passkeys a key of this model may be recognised, where it tells no serial number: none where no such
 * key holds a live passkey or is lost or retired, which is when nothing need be asked of it.
 */
export async function recognisableBy(database: Database, aaguid: string): Promise<string[]> {
  const rows = await database
    .selectFrom('assignment')
    .leftJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .innerJoin('journal', 'journal.id', 'assignment.enrollment_id')
    .select('journal.rp_id')
    .distinct()
    .where('assignment.key_aaguid', '=', aaguid)
    .where('assignment.credential_id', 'is not', null)
    .where(
      sql<boolean>`coalesce(security_key.identified_by, 'credential') = 'credential' AND (assignment.state = 'active' OR security_key.mark IS NOT NULL)`,
    )
    .execute();
  return rows.map(({ rp_id }) => rp_id);
}

/** The row of a key that holds one of some passkeys; made where the passkey is known and its key has no row yet. */
export async function rowByCredentials(
  database: Database,
  credentialIds: readonly string[],
  key: KeySummary,
  told: ToldByKey,
): Promise<SecurityKeyRow | undefined> {
  if (credentialIds.length === 0) return undefined;
  const assignments = await database
    .selectFrom('assignment')
    .select(['id', 'security_key_id'])
    .where('key_aaguid', '=', told.aaguid)
    .where('credential_id', 'in', [...credentialIds])
    .orderBy(sql`state = 'active'`, 'desc')
    .orderBy('updated_at', 'desc')
    .execute();
  const [first] = assignments;
  if (first === undefined) return undefined;
  const linked = assignments.find(({ security_key_id }) => security_key_id !== null)?.security_key_id;
  if (linked != null) {
    return database.selectFrom('security_key').selectAll().where('id', '=', linked).executeTakeFirst();
  }
  const row = await addByCredential(database, key, told);
  await database.updateTable('assignment').set({ security_key_id: row.id }).where('id', '=', first.id).execute();
  return row;
}
