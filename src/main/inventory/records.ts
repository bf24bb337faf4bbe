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
      shows_passkeys: 0,
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

/** Assignments that say what a key may be recognised by: live passkeys, and those of keys that are lost or retired. */
const RECOGNISABLE = sql<boolean>`assignment.credential_id IS NOT NULL AND
  (assignment.state = 'active' OR security_key.mark IS NOT NULL)`;

/** The passkeys that the key of a row holds, or held when it was lost or retired; base64url. */
export async function passkeysOf(database: Database, securityKeyId: string): Promise<string[]> {
  const rows = await database
    .selectFrom('assignment')
    .innerJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .select('assignment.credential_id')
    .where('assignment.security_key_id', '=', securityKeyId)
    .where(RECOGNISABLE)
    .execute();
  return rows.flatMap(({ credential_id }) => credential_id ?? []);
}

/** Whether a key that is known by its passkeys tells the same serial number as the key of this row. */
export async function hasNamesake(database: Database, row: SecurityKeyRow): Promise<boolean> {
  const found = await database
    .selectFrom('security_key')
    .select('id')
    .where('aaguid', '=', row.aaguid)
    .where('serial', '=', row.serial)
    .where('identified_by', '=', 'credential')
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * The websites of whose passkeys a key of this model may be recognised: those of keys without a serial number of their own, and
 * of the row that has its number. None where no such key holds a live passkey or is lost or retired; then nothing need be asked.
 */
export async function recognisableBy(
  database: Database,
  aaguid: string,
  securityKeyId: string | undefined,
): Promise<string[]> {
  const rows = await database
    .selectFrom('assignment')
    .leftJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .innerJoin('journal', 'journal.id', 'assignment.enrollment_id')
    .select('journal.rp_id')
    .distinct()
    .where('assignment.key_aaguid', '=', aaguid)
    .where(RECOGNISABLE)
    .where(
      sql<boolean>`(coalesce(security_key.identified_by, 'credential') = 'credential' OR security_key.id = ${securityKeyId ?? null})`,
    )
    .execute();
  return rows.map(({ rp_id }) => rp_id);
}

/** The key of this row shows its passkeys without PIN and touch: when it does not, it is another one. */
export async function noteShows(database: Database, id: string): Promise<void> {
  await database
    .updateTable('security_key')
    .set({ shows_passkeys: 1 })
    .where('id', '=', id)
    .where('shows_passkeys', '=', 0)
    .execute();
}

/**
 * The row of a key that holds one of some passkeys; made where the passkey is known and its key has no row yet. Passkeys that
 * one key shows are on that key, whatever rows they had: they all get its row, one that is lost or retired before others.
 */
export async function rowByCredentials(
  database: Database,
  credentialIds: readonly string[],
  key: KeySummary,
  told: ToldByKey,
): Promise<SecurityKeyRow | undefined> {
  if (credentialIds.length === 0) return undefined;
  const assignments = await database
    .selectFrom('assignment')
    .leftJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .select(['assignment.id', 'security_key_id'])
    .where('key_aaguid', '=', told.aaguid)
    .where('credential_id', 'in', [...credentialIds])
    .orderBy(sql`security_key.mark IS NOT NULL`, 'desc')
    .orderBy(sql`state = 'active'`, 'desc')
    .orderBy('updated_at', 'desc')
    .execute();
  if (assignments.length === 0) return undefined;
  const linked = assignments.find(({ security_key_id }) => security_key_id !== null)?.security_key_id;
  const row =
    linked == null
      ? await addByCredential(database, key, told)
      : await database.selectFrom('security_key').selectAll().where('id', '=', linked).executeTakeFirst();
  const elsewhere = assignments.filter(({ security_key_id }) => row !== undefined && security_key_id !== row.id);
  if (row !== undefined && elsewhere.length > 0) {
    const ids = elsewhere.map(({ id }) => id);
    await database.updateTable('assignment').set({ security_key_id: row.id }).where('id', 'in', ids).execute();
  }
  return row;
}
