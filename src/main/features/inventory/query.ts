import { type RawBuilder, sql } from 'kysely';
import { erasedReasons } from '../../../contract/assignments/schema.ts';
import {
  type InventoryFilter,
  type InventoryKey,
  type InventoryPage,
  type InventoryState,
  inventoryKeySchema,
  inventoryStates,
} from '../../../contract/inventory/schema.ts';
import { cursorAfter, valuesOf } from '../../base/store/cursor.ts';
import type { Store } from '../../base/store/database.ts';
import { contains } from '../../base/store/foldedText.ts';
import type { SecurityKeyRow } from './records.ts';

type Database = Store['database'];

interface Row extends SecurityKeyRow {
  readonly state: string;
  readonly user_id: string | null;
  readonly user_principal_name: string | null;
  readonly display_name: string | null;
  readonly tenant: string | null;
  readonly deletions_due: number;
  readonly pin_lost_at: string | null;
  readonly deletions_elsewhere: number;
}

/** Returns the name of a model by its AAGUID, if the list of key models has it. */
export type ModelName = (aaguid: string) => string | undefined;

/**
 * The assignment that determines the user of a key: the live one, else the newest. If several tenants have one, that of the asking tenant.
 */
const newestOf = (column: 'id' | 'reason', tenant: string) =>
  sql`(SELECT ${sql.ref(column)} FROM assignment WHERE security_key_id = k.id
    ORDER BY state = 'active' DESC, tenant = ${tenant} DESC, updated_at DESC LIMIT 1)`;

/** A key without an identity may be any key of its model whose PIN was lost, except for keys that their passkeys identify. */
const pinLostOfModel = sql`(SELECT max(u.lost_at) FROM unseen_pin u JOIN journal j ON j.id = u.enrollment_id
  WHERE u.key_identity IS NULL AND u.lost_at IS NOT NULL AND j.key_aaguid = k.aaguid
    AND NOT EXISTS (SELECT 1 FROM assignment e WHERE e.enrollment_id = u.enrollment_id AND e.state = 'active'))`;

/**
 * Returns every key with its newest assignment, and the state that follows from both. A blank key has no user; a lost or retired key keeps
 * its last user.
 * The `+` keeps SQLite from using the index by tenant, which has almost every row. The few rows of a key are found by the key.
 * @param tenant the asking tenant, whose deletions are counted separately
 * @param table the keys as `k`, if an index has to be named
 */
export const keysFor = (tenant: string, table = sql`security_key k`) => sql`(
  SELECT k.*, a.user_id, a.user_principal_name, a.display_name, a.tenant,
    CASE
      WHEN k.mark IS NOT NULL THEN k.mark
      WHEN a.state = 'active' THEN 'active'
      WHEN a.state IN ('pending', 'provisioning', 'failed') THEN 'assigned'
      ELSE 'blank'
    END AS state,
    (SELECT count(*) FROM assignment d
      WHERE d.security_key_id = k.id AND d.deletion = 'due' AND +d.tenant = ${tenant}) AS deletions_due,
    (SELECT count(*) FROM assignment d
      WHERE d.security_key_id = k.id AND d.deletion = 'due' AND +d.tenant <> ${tenant}) AS deletions_elsewhere,
    CASE k.identified_by WHEN 'model' THEN ${pinLostOfModel} ELSE
      (SELECT max(lost_at) FROM unseen_pin WHERE key_identity = k.identity OR enrollment_id IN
        (SELECT enrollment_id FROM assignment e WHERE e.security_key_id = k.id AND e.state = 'active')) END AS pin_lost_at,
    k.mark IS NULL AND k.identified_by = 'credential' AND ${newestOf('reason', tenant)} IN (${sql.join(erasedReasons)}) AS erased
  FROM ${table} LEFT JOIN assignment a ON a.id = ${newestOf('id', tenant)}
    AND (k.mark IS NOT NULL OR a.state IN ('active', 'pending', 'provisioning', 'failed'))) AS keys`;

const SEARCHED = ['product', 'manufacturer', 'serial', 'aaguid', 'user_principal_name', 'display_name'] as const;

/** The filtered keys, in the database or in a snapshot of it. */
export interface FoundKeys {
  summary(): Promise<Omit<InventoryPage, 'keys' | 'next'>>;
  /**
   * Returns a page, most recently seen first.
   * @param after the cursor of the page before. A key that is seen between two pages moves to the front of the list, so no page repeats it
   * @throws KeydeskError invalid-input for a cursor of another list
   */
  page(limit: number, after?: string): Promise<Pick<InventoryPage, 'keys' | 'next'>>;
}

/** Returns the keys that match a filter. @param asking the id of the asking tenant; null if none is connected */
export function findKeys(
  database: Database,
  asking: string | null,
  { states, user, text }: InventoryFilter,
  modelName: ModelName,
): FoundKeys {
  const tenant = asking ?? '';
  const wanted: readonly InventoryState[] = states === undefined || states.length === 0 ? inventoryStates : states;
  const words = text?.trim() ?? '';
  const isWhole = user === undefined && words === '';
  const where = sql.join([isListed, ...ofUser(tenant, user), ...withWords(words)], sql` AND `);
  const keys = keysFor(tenant);
  return {
    summary: async () => {
      const counts = Object.fromEntries(inventoryStates.map(state => [state, 0])) as Record<InventoryState, number>;
      const counted = isWhole
        ? countAll(tenant)
        : sql`SELECT state, count(*) AS count FROM ${keys} WHERE ${where} GROUP BY state`;
      for (const { state, count } of await run<{ state: InventoryState; count: number }>(database, counted)) {
        counts[state] += count;
      }
      const total = wanted.reduce((sum, state) => sum + counts[state], 0);
      return { total, counts, ...(await deletionsBy(database, tenant)) };
    },
    page: async (limit, after) => {
      const rows = await run<Row>(
        database,
        isWhole
          ? sql`SELECT * FROM ${keys} WHERE id IN (SELECT id FROM (${newestIn(tenant, wanted, limit + 1, after)}))`
          : sql`SELECT * FROM ${keys} WHERE ${where} AND state IN (${sql.join(wanted)}) ${isAfter(after)}
              ORDER BY last_seen_at DESC, id LIMIT ${limit + 1}`,
      );
      const found = isWhole ? rows.toSorted(newestFirst) : rows;
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next =
        found.length > limit && last !== undefined ? { next: cursorAfter([last.last_seen_at, last.id]) } : {};
      return { keys: page.map(row => toInventoryKey(row, modelName)), ...next };
    },
  };
}

/**
 * A key that was identified only by its passkey and then erased counts from then on as a key of its model without identity. Only for shared
 * keys this must be computed.
 */
const isListed = sql<boolean>`(standing NOT IN ('erased', 'shared')
  OR standing = 'shared' AND (NOT coalesce(erased, 0) OR deletions_due + deletions_elsewhere > 0))`;

/** Starts at the assignments of the user, because they are few. */
function ofUser(tenant: string, user: string | undefined): RawBuilder<unknown>[] {
  if (user === undefined) return [];
  // In another tenant the same name may belong to another person.
  const isUsers = sql`+tenant = ${tenant} AND (user_id = ${user} OR user_principal_name = ${user} COLLATE NOCASE)`;
  const held = (index: string, isOne: RawBuilder<unknown>) =>
    sql`SELECT security_key_id FROM assignment INDEXED BY ${sql.ref(index)} WHERE tenant = ${tenant} AND ${isOne}`;
  return [
    sql`id IN (${held('assignment_user', sql`user_id = ${user}`)}
      UNION ALL ${held('assignment_named', sql`user_principal_name = ${user} COLLATE NOCASE`)})`,
    // As long as Entra has the passkey of a user's former key, the key may still sign in as that user.
    sql`((${isUsers}) OR EXISTS (SELECT 1 FROM assignment WHERE security_key_id = keys.id AND deletion = 'due' AND ${isUsers}))`,
  ];
}

function withWords(words: string): RawBuilder<unknown>[] {
  return words === '' ? [] : [sql`${contains(SEARCHED, words)}`];
}

/** The keys whose state depends on the asking tenant: the few that several tenants use. */
const sharedKeys = (tenant: string) =>
  sql`${keysFor(tenant, sql`security_key k INDEXED BY security_key_shared`)} WHERE standing = 'shared' AND ${isListed}`;

/** Returns the most recently seen keys in some states: one walk per state, which SQLite merges and stops after the page. */
function newestIn(tenant: string, wanted: readonly InventoryState[], limit: number, after: string | undefined) {
  const walks = wanted.map(
    state => sql`SELECT id, last_seen_at FROM security_key WHERE standing = ${state} ${isAfter(after)}`,
  );
  const shared = sql`SELECT id, last_seen_at FROM ${sharedKeys(tenant)} AND state IN (${sql.join(wanted)}) ${isAfter(after)}`;
  return sql`${sql.join([...walks, shared], sql` UNION ALL `)} ORDER BY last_seen_at DESC, id LIMIT ${limit}`;
}

/** Returns the number of all keys by state. */
function countAll(tenant: string): RawBuilder<unknown> {
  return sql`SELECT standing AS state, count FROM security_key_count WHERE standing IN (${sql.join(inventoryStates)})
    UNION ALL SELECT state, 1 FROM ${sharedKeys(tenant)}`;
}

function newestFirst(one: Row, other: Row): number {
  if (one.last_seen_at !== other.last_seen_at) return one.last_seen_at < other.last_seen_at ? 1 : -1;
  return one.id < other.id ? -1 : 1;
}

function isAfter(cursor: string | undefined): RawBuilder<unknown> {
  if (cursor === undefined) return sql``;
  const [seenAt, id] = valuesOf(cursor, 2);
  // The first condition lets SQLite start at the right place in its index.
  return sql`AND last_seen_at <= ${seenAt} AND (last_seen_at < ${seenAt} OR id > ${id})`;
}

/** Returns the due deletions of the asking tenant, independent of the filter, and of each other tenant. */
async function deletionsBy(
  database: Database,
  tenant: string,
): Promise<Pick<InventoryPage, 'deletionsDue' | 'deletionsElsewhere'>> {
  const due = await database
    .selectFrom('assignment')
    .select(of => ['tenant', of.fn.countAll<number>().as('count')])
    .where('deletion', '=', sql.lit('due'))
    .groupBy('tenant')
    .orderBy('tenant')
    .execute();
  return {
    deletionsDue: due.find(each => each.tenant === tenant)?.count ?? 0,
    deletionsElsewhere: due.filter(each => each.tenant !== tenant),
  };
}

/** Returns one key by its id. */
export async function getKey(
  database: Database,
  asking: string | null,
  id: string,
  modelName: ModelName,
): Promise<InventoryKey | undefined> {
  const [row] = await run<Row>(database, sql`SELECT * FROM ${keysFor(asking ?? '')} WHERE id = ${id}`);
  return row && toInventoryKey(row, modelName);
}

async function run<T>(database: Database, statement: RawBuilder<unknown>): Promise<T[]> {
  return (await statement.execute(database)).rows as T[];
}

function toInventoryKey(row: Row, modelName: ModelName): InventoryKey {
  const { shape } = inventoryKeySchema;
  return {
    id: row.id,
    identifiedBy: shape.identifiedBy.parse(row.identified_by),
    product: row.product,
    manufacturer: row.manufacturer,
    model: (row.aaguid === null ? undefined : modelName(row.aaguid)) ?? null,
    serial: row.serial,
    vendorId: row.vendor_id,
    productId: row.product_id,
    aaguid: row.aaguid,
    firmwareVersion: row.firmware_version,
    state: shape.state.parse(row.state),
    user:
      row.user_id === null
        ? null
        : {
            id: row.user_id,
            userPrincipalName: row.user_principal_name ?? row.user_id,
            displayName: row.display_name ?? row.user_principal_name ?? row.user_id,
          },
    tenant: row.tenant,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    markedAt: row.marked_at,
    deletionsDue: row.deletions_due,
    pinLostAt: row.pin_lost_at,
    deletionsElsewhere: row.deletions_elsewhere,
  };
}
