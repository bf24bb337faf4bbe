import { sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Sealer } from '../../base/sealer.ts';
import type { Store } from '../../base/store/database.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';
import { NO_COPIES } from '../../services/deskKeys/copies.ts';
import type { DeskKeys } from '../../services/deskKeys/deskKeys.ts';
import { batchPinName } from './sharedPins.ts';

const DAY = 24 * 3600_000;

/**
 * The PINs of rows that were not handed over yet. SECURITY: they are stored sealed, or only in memory if the shell cannot seal. Each row
 * loses its PIN at the hand-over, and after the days that its profile says. Desks that share a record seal them for each other.
 */
export interface Pins {
  /** Whether PINs survive the end of this Keydesk. */
  readonly lasting: boolean;
  /** Keeps the PIN of a row for some days, before it is set on the key. Replaces an earlier one. */
  keep(rowId: string, pin: string, days: number): Promise<void>;
  /** Gives the PIN of a row to another one, until the same time. */
  move(from: string, to: string): Promise<void>;
  /** Returns the PIN of a row. @throws KeydeskError batch-pin-gone; batch-pin-sealed, secret-of-other-desk if another user or computer sealed it */
  show(rowId: string): Promise<string>;
  forget(rowId: string): Promise<void>;
  keptAmong(rowIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns the number of rows of a batch that are done and whose PIN is kept. */
  countOf(batchId: string): Promise<number>;
  /** Keeps the PIN of a key with an unfinished enrollment, which has no row any more. Replaces an earlier one. */
  keepLeft(enrollmentId: string, pin: string, days: number): Promise<void>;
  /** Gives the PIN of a row to an unfinished enrollment, until the same time. Does nothing if the row has none, or this one. */
  setAside(rowId: string, enrollmentId: string, next?: string): Promise<void>;
  /** Returns the PIN of the key of an enrollment, as far as this Keydesk keeps it. @throws KeydeskError batch-pin-sealed, secret-of-other-desk */
  ofEnrollment(enrollmentId: string): Promise<string | undefined>;
}

interface KeptPin {
  readonly pin: string;
  /** In ms since the epoch. */
  readonly until: number;
}

/** One kind of PIN: in its table, or in memory. */
interface Drawer {
  put(id: string, kept: KeptPin): Promise<void>;
  /** Returns undefined if the PIN is gone. @throws KeydeskError batch-pin-sealed, secret-of-other-desk */
  read(id: string): Promise<KeptPin | undefined>;
  forget(id: string): Promise<void>;
  /** Returns those that are kept in memory. */
  inMemory(ids?: readonly string[]): string[];
}

/** What the PINs of a tenant's batches need. */
export interface PinParts {
  readonly store: Pick<Store, 'database'>;
  /** Seals PINs; null if the shell cannot. */
  readonly sealer: Sealer | null;
  /** Seals PINs for the other desks of a shared record. */
  readonly deskKeys: Pick<DeskKeys, 'seal' | 'open'>;
  readonly log: (message: string) => void;
}

interface StoredPin {
  readonly sealed: Uint8Array;
  readonly expires_at: number;
  readonly copies: string;
}

/** The statements of one kind of PIN. */
interface Rows {
  readonly nameOf: (id: string) => string;
  /** Whether the desks of a record share them. */
  readonly isShared: boolean;
  write(id: string, pin: StoredPin): Promise<unknown>;
  read(id: string): Promise<StoredPin | undefined>;
  delete(id: string): Promise<unknown>;
}

export function createPins(parts: PinParts): Pins {
  const { database } = parts.store;
  const ofRows = drawerOf(parts, rowPins(database));
  const left = drawerOf(parts, leftPins(database));
  const needed = async (rowId: string) => {
    const kept = await ofRows.read(rowId);
    if (kept === undefined) throw new KeydeskError('batch-pin-gone');
    return kept;
  };
  return {
    lasting: parts.sealer !== null,
    keep: (rowId, pin, days) => ofRows.put(rowId, { pin, until: database.now() + days * DAY }),
    move: async (from, to) => {
      await ofRows.put(to, await needed(from));
      await ofRows.forget(from);
    },
    show: async rowId => (await needed(rowId)).pin,
    forget: ofRows.forget,
    keptAmong: async rowIds => {
      if (rowIds.length === 0) return new Set();
      const rows = await database
        .selectFrom('batch_pin')
        .select('row_id')
        // In one value: a batch may have more rows than a statement may have variables.
        .where(sql<boolean>`row_id IN (SELECT value FROM json_each(${JSON.stringify(rowIds)}))`)
        .where('expires_at', '>=', database.now())
        .execute();
      return new Set([...rows.map(row => row.row_id), ...ofRows.inMemory(rowIds)]);
    },
    countOf: async batchId => {
      const done = database.selectFrom('batch_row').where('batch_id', '=', batchId).where('state', '=', 'done');
      const stored = await done
        .innerJoin('batch_pin', 'batch_pin.row_id', 'batch_row.id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('expires_at', '>=', database.now())
        .executeTakeFirstOrThrow();
      const inMemory = ofRows.inMemory();
      if (inMemory.length === 0) return stored.count;
      const others = await done.select('id').where('id', 'in', inMemory).execute();
      return stored.count + others.length;
    },
    keepLeft: (enrollmentId, pin, days) => left.put(enrollmentId, { pin, until: database.now() + days * DAY }),
    setAside: async (rowId, enrollmentId, next) => {
      const kept = await ofRows.read(rowId);
      if (kept !== undefined && kept.pin !== next) await left.put(enrollmentId, kept);
    },
    ofEnrollment: async enrollmentId => {
      const aside = await left.read(enrollmentId);
      if (aside !== undefined) return aside.pin;
      const row = await rowOf(database, enrollmentId, ofRows.inMemory());
      return row && (await ofRows.read(row))?.pin;
    },
  };
}

function drawerOf({ store: { database }, sealer, deskKeys, log }: PinParts, rows: Rows): Drawer {
  const memory = new Map<string, KeptPin>();
  const known = (id: string) => {
    const kept = memory.get(id);
    if (kept !== undefined && kept.until < database.now()) memory.delete(id);
    return memory.get(id);
  };
  const seal = async (own: Sealer, id: string, { pin, until }: KeptPin): Promise<StoredPin> => {
    const name = rows.nameOf(id);
    const sealed = await sealNamed(own, name, pin);
    const copies = rows.isShared ? await deskKeys.seal({ name, sealed }, pin) : NO_COPIES;
    return { sealed, expires_at: until, copies };
  };
  const open = async (id: string, row: StoredPin): Promise<string> => {
    const name = rows.nameOf(id);
    const copy = rows.isShared ? await deskKeys.open({ name, ...row }) : { why: 'embedded' as const };
    if ('text' in copy) return copy.text;
    const elsewhere = (cause?: unknown) =>
      copy.why === 'embedded'
        ? new KeydeskError('batch-pin-sealed', {}, { cause })
        : new KeydeskError('secret-of-other-desk', { reason: copy.why }, { cause });
    if (sealer === null) throw elsewhere();
    return unsealNamed(sealer, name, row.sealed).catch(cause => {
      log(`batch: a PIN cannot be unsealed: ${String(cause)}`);
      throw elsewhere(cause);
    });
  };
  return {
    put: async (id, kept) => {
      if (sealer === null) memory.set(id, kept);
      else await rows.write(id, await seal(sealer, id, kept));
    },
    read: async id => {
      const kept = known(id);
      if (kept !== undefined) return kept;
      const row = await rows.read(id);
      if (row === undefined || row.expires_at < database.now()) return undefined;
      return { pin: await open(id, row), until: row.expires_at };
    },
    forget: async id => {
      memory.delete(id);
      await rows.delete(id);
    },
    inMemory: (ids = [...memory.keys()]) => ids.filter(id => known(id) !== undefined),
  };
}

type Database = PinParts['store']['database'];

function rowPins(database: Database): Rows {
  return {
    nameOf: batchPinName,
    isShared: true,
    write: (row_id, pin) =>
      database
        .insertInto('batch_pin')
        .values({ row_id, ...pin })
        .onConflict(conflict => conflict.column('row_id').doUpdateSet({ ...pin }))
        .execute(),
    read: id => database.selectFrom('batch_pin').selectAll().where('row_id', '=', id).executeTakeFirst(),
    delete: id => database.deleteFrom('batch_pin').where('row_id', '=', id).execute(),
  };
}

function leftPins(database: Database): Rows {
  return {
    nameOf: id => `left-pin/${id}`,
    isShared: false,
    write: (enrollment_id, { sealed, expires_at }) =>
      database
        .insertInto('left_pin')
        .values({ enrollment_id, sealed, expires_at })
        .onConflict(conflict => conflict.column('enrollment_id').doUpdateSet({ sealed, expires_at }))
        .execute(),
    read: async id => {
      const row = await database.selectFrom('left_pin').selectAll().where('enrollment_id', '=', id).executeTakeFirst();
      return row && { ...row, copies: NO_COPIES };
    },
    delete: id => database.deleteFrom('left_pin').where('enrollment_id', '=', id).execute(),
  };
}

/** Returns the row with a PIN whose latest enrollment this is. @param inMemory the rows whose PIN is in memory */
async function rowOf(
  database: Database,
  enrollmentId: string,
  inMemory: readonly string[],
): Promise<string | undefined> {
  const sealed = await database
    .selectFrom('batch_pin')
    .innerJoin('batch_row', 'batch_row.id', 'batch_pin.row_id')
    .select('row_id')
    .where('enrollment_id', '=', enrollmentId)
    .executeTakeFirst();
  if (sealed !== undefined || inMemory.length === 0) return sealed?.row_id;
  const row = await database
    .selectFrom('batch_row')
    .select('id')
    .where('id', 'in', inMemory)
    .where('enrollment_id', '=', enrollmentId)
    .executeTakeFirst();
  return row?.id;
}
