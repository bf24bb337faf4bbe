import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import { isoNow, type Timed } from '../../base/store/transactions.ts';
import { credentialIdentity, type Identity } from './identity.ts';
import type { KeyReferences } from './keyReferences.ts';
import type { SecurityKeyTable } from './tables.ts';

export type SecurityKeyRow = Selectable<SecurityKeyTable>;
type Database = Store['database'];

/** The inventory's tables, and the references to keys in other features. */
export interface KeyRecords {
  readonly database: Database;
  readonly references: KeyReferences;
}

/** What getInfo reports in addition to the USB descriptors. */
export interface ToldByKey {
  readonly aaguid: string;
  readonly firmwareVersion: number | undefined;
}

/** How long ago a key may have been seen, in ms, without noting that it is seen again. */
const JUST_SEEN = 60_000;

/**
 * Records that a key was seen now, and adds a missing row. Keeps a value that the key does not report this time. One operation sees its key several times,
 * and each note would be a change of the record that all desks follow, so nothing is written if a minute ago the same was known.
 */
export async function noteSeen(
  database: Timed,
  { identity, identifiedBy }: Identity,
  key: Omit<KeySummary, 'id'>,
  told: ToldByKey | undefined,
): Promise<SecurityKeyRow> {
  const now = isoNow(database);
  const known = {
    product: key.product ?? null,
    manufacturer: key.manufacturer ?? null,
    aaguid: told?.aaguid ?? null,
    firmware_version: told?.firmwareVersion ?? null,
  };
  const noted = await rowByIdentity(database, identity);
  const isNew = (name: keyof typeof known) => known[name] !== null && known[name] !== noted?.[name];
  if (noted !== undefined && isJustSeen(noted, now) && !columns(known).some(isNew)) return noted;
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

function columns<T extends object>(values: T): (keyof T)[] {
  return Object.keys(values) as (keyof T)[];
}

/** Whether a key was seen less than a minute before. A time to come is that of another clock. */
function isJustSeen({ last_seen_at: seen }: SecurityKeyRow, now: string): boolean {
  const ago = Date.parse(now) - Date.parse(seen);
  return ago >= 0 && ago < JUST_SEEN;
}

/** Adds a row for a key without a serial number, which its new passkey identifies. */
export function addByCredential(
  database: Timed,
  key: Omit<KeySummary, 'id'>,
  told: ToldByKey | undefined,
): Promise<SecurityKeyRow> {
  return noteSeen(database, credentialIdentity(randomUUID()), key, told);
}

export function rowByIdentity(database: Kysely<Schema>, identity: string): Promise<SecurityKeyRow | undefined> {
  return database.selectFrom('security_key').selectAll().where('identity', '=', identity).executeTakeFirst();
}

/** Assignments whose passkeys can identify a key: live ones, and those of lost or retired keys. */
const RECOGNIZABLE = sql<boolean>`assignment.credential_id IS NOT NULL AND
  (assignment.state = 'active' OR security_key.mark IS NOT NULL)`;

/** Returns the passkeys on the key of a row, in base64url. For a lost or retired key, the passkeys that it had then. */
export async function passkeysOf(database: Database, securityKeyId: string): Promise<string[]> {
  const rows = await database
    .selectFrom('assignment')
    .innerJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .select('assignment.credential_id')
    .where('assignment.security_key_id', '=', securityKeyId)
    .where(RECOGNIZABLE)
    .execute();
  return rows.flatMap(({ credential_id }) => credential_id ?? []);
}

/** Returns whether another row, identified by its passkeys, has the serial number of this row. */
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

/** Returns whether a key of this model is identified by its passkeys and has no known serial number, or this one. */
export async function hasUnnumbered(database: Database, aaguid: string, serial: string | null): Promise<boolean> {
  const found = await database
    .selectFrom('security_key')
    .select('id')
    .where('aaguid', '=', aaguid)
    .where('identified_by', '=', 'credential')
    .where(where => where.or([where('serial', 'is', null), where('serial', '=', serial)]))
    .executeTakeFirst();
  return found !== undefined;
}

/** Returns whether any assignment refers to the key of a row. */
export async function hasAssignments(from: Kysely<Schema>, securityKeyId: string): Promise<boolean> {
  const rows = from.selectFrom('assignment').select('id').where('security_key_id', '=', securityKeyId);
  return (await rows.limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Identifies a key by its serial number from now on. Before, only its passkeys identified it, because its number was unknown. If the number
 * has another row without assignments, that is the same key, and the row is merged into this one.
 */
export async function learnSerial(
  { database, references }: KeyRecords,
  { id }: SecurityKeyRow,
  identity: string,
  { serial, vendorId, productId }: KeySummary,
): Promise<void> {
  await database.write(async transaction => {
    const shared = transaction.selectFrom('shared_serial').select('identity').where('identity', '=', identity);
    const rows = transaction.selectFrom('security_key').select(['id', 'mark', 'product', 'manufacturer']);
    const own = rows.where('id', '=', id).where('identified_by', '=', 'credential');
    // Another Keydesk may have changed the rows since the lookup.
    if ((await shared.executeTakeFirst()) !== undefined || (await own.executeTakeFirst()) === undefined) return;
    const other = await rows.where('identity', '=', identity).executeTakeFirst();
    if (other !== undefined) {
      if (other.mark !== null || (await hasAssignments(transaction, other.id))) return;
      await references.move(transaction, other.id, id);
      await transaction.deleteFrom('security_key').where('id', '=', other.id).execute();
    }
    const { product = null, manufacturer = null } = other ?? {};
    await transaction
      .updateTable('security_key')
      .set({
        identity,
        identified_by: 'serial',
        serial: serial ?? null,
        vendor_id: vendorId ?? null,
        product_id: productId ?? null,
        product: sql`coalesce(product, ${product})`,
        manufacturer: sql`coalesce(manufacturer, ${manufacturer})`,
      })
      .where('id', '=', id)
      .execute();
  });
  references.moved();
}

/** The website of passkeys that only other desks have made. */
const MICROSOFT = 'login.microsoft.com';

/** All websites for which Keydesk has created passkeys. SQLite reads the few names from the index of `rp_id`. */
const SITES = sql`sites (rp_id) AS (
  SELECT min(rp_id) FROM journal
  UNION ALL SELECT (SELECT min(rp_id) FROM journal WHERE rp_id > sites.rp_id) FROM sites WHERE rp_id IS NOT NULL)`;

/** The website of an enrollment of this desk. The journal of another desk is not here, so its passkeys may be for any website. */
const MADE_AT = sql`+assignment.enrollment_id IS NOT NULL AND (journal.id IS NULL OR journal.rp_id = sites.rp_id)`;

/**
 * Conditions on the passkeys of a website, each with its own index. SQLite keeps the order of a CROSS JOIN: it stops at the first passkey,
 * instead of reading those of all keys of the model. The plus keeps it from indexes of all credentials and enrollments.
 */
const MADE_FOR = {
  /** Passkeys on the row with the serial number of the key. */
  itself: (
    id: string,
  ) => sql`EXISTS (SELECT 1 FROM security_key CROSS JOIN assignment LEFT JOIN journal ON journal.id = assignment.enrollment_id
    WHERE security_key.id = ${id} AND assignment.security_key_id = security_key.id AND ${RECOGNIZABLE}
      AND ${MADE_AT})`,
  /** Passkeys on keys of the model that only passkeys identify. */
  nameless: (
    aaguid: string,
  ) => sql`EXISTS (SELECT 1 FROM security_key CROSS JOIN assignment LEFT JOIN journal ON journal.id = assignment.enrollment_id
    WHERE security_key.aaguid = ${aaguid} AND security_key.identified_by = 'credential'
      AND assignment.security_key_id = security_key.id AND assignment.key_aaguid = ${aaguid} AND ${RECOGNIZABLE}
      AND ${MADE_AT})`,
  /** Passkeys on keys of the model that are not in the inventory. */
  unlisted: (aaguid: string) => sql`EXISTS (SELECT 1
    FROM assignment INDEXED BY assignment_unlisted LEFT JOIN journal ON journal.id = assignment.enrollment_id
    WHERE assignment.security_key_id IS NULL AND assignment.key_aaguid = ${aaguid}
      AND assignment.credential_id IS NOT NULL AND assignment.state = 'active' AND ${MADE_AT})`,
  /** The same, in an enrollment that is not over. */
  begun: (aaguid: string) => sql`EXISTS (SELECT 1
    FROM assignment INDEXED BY assignment_provisioning LEFT JOIN journal ON journal.id = assignment.enrollment_id
    WHERE assignment.security_key_id IS NULL AND assignment.key_aaguid = ${aaguid}
      AND assignment.credential_id IS NOT NULL AND assignment.state = 'provisioning' AND ${MADE_AT})`,
};

/**
 * Returns the websites whose passkeys can identify a key of this model: those of keys without a unique serial number, and of the row that
 * has its number. Empty if no such key has a live passkey or is lost or retired. Then the key is not read.
 */
export async function recognizableBy(
  database: Database,
  aaguid: string,
  securityKeyId: string | undefined,
): Promise<string[]> {
  const ways = [MADE_FOR.nameless(aaguid), MADE_FOR.unlisted(aaguid), MADE_FOR.begun(aaguid)];
  if (securityKeyId !== undefined) ways.unshift(MADE_FOR.itself(securityKeyId));
  const { rows } = await sql<{ rp_id: string }>`WITH RECURSIVE ${SITES}
    SELECT rp_id FROM (SELECT rp_id FROM sites UNION SELECT ${MICROSOFT}) AS sites WHERE rp_id IS NOT NULL AND (${sql.join(ways, sql` OR `)})`.execute(
    database,
  );
  return rows.map(({ rp_id }) => rp_id);
}

/** Records that the key of this row shows its passkeys without PIN and touch. A key that shows none is then another key. */
export async function noteShows(database: Database, row: SecurityKeyRow): Promise<void> {
  if (row.shows_passkeys === 1) return;
  await database
    .updateTable('security_key')
    .set({ shows_passkeys: 1 })
    .where('id', '=', row.id)
    .where('shows_passkeys', '=', 0)
    .execute();
}

/**
 * Returns the row of the key that has these passkeys. Adds a row if a passkey is known and its key has none yet. Links all passkeys that
 * one key shows to one row; a lost or retired row takes precedence.
 */
export async function rowByCredentials(
  { database, references }: KeyRecords,
  credentialIds: readonly string[],
  key: KeySummary,
  told: ToldByKey,
): Promise<SecurityKeyRow | undefined> {
  if (credentialIds.length === 0) return undefined;
  const known = await linkedTo(database, credentialIds, told.aaguid);
  const [first] = known;
  if (first === undefined) return undefined;
  // Usually all are already linked to one row, and nothing must be written.
  if (
    first.security_key_id !== null &&
    known.every(({ security_key_id }) => security_key_id === first.security_key_id)
  ) {
    return rowById(database, first.security_key_id);
  }
  const found = await database.write(async transaction => {
    const assignments = await linkedTo(transaction, credentialIds, told.aaguid);
    if (assignments.length === 0) return undefined;
    const linked = assignments.find(({ security_key_id }) => security_key_id !== null)?.security_key_id;
    const row = linked == null ? await addByCredential(transaction, key, told) : await rowById(transaction, linked);
    const elsewhere = assignments.filter(({ security_key_id }) => row !== undefined && security_key_id !== row.id);
    if (row !== undefined && elsewhere.length > 0) {
      const ids = elsewhere.map(({ id }) => id);
      await references.moveAssignments(transaction, ids, row.id);
    }
    return row;
  });
  references.moved();
  return found;
}

/** Returns the assignments of these passkeys with the marks of their keys, best evidence first. */
async function linkedTo(from: Kysely<Schema>, credentialIds: readonly string[], aaguid: string) {
  const rows = await from
    .selectFrom('assignment')
    .leftJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .select(['assignment.id', 'security_key_id', 'security_key.mark', 'state', 'updated_at'])
    .where('key_aaguid', '=', aaguid)
    .where('credential_id', 'in', [...credentialIds])
    .execute();
  const rank = ({ mark, state }: (typeof rows)[number]) => (mark === null ? 0 : 2) + (state === 'active' ? 1 : 0);
  return rows.toSorted((a, b) => rank(b) - rank(a) || b.updated_at.localeCompare(a.updated_at));
}

export function rowById(from: Kysely<Schema>, id: string): Promise<SecurityKeyRow | undefined> {
  return from.selectFrom('security_key').selectAll().where('id', '=', id).executeTakeFirst();
}
