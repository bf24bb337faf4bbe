import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { subjectOf } from './journalEntry.ts';

/**
 * Which random PINs no person is known to have seen. A PIN lives in the memory of one Keydesk only, so when that ends too early the key
 * has a PIN that no one knows: the record says so, and the key's page advises a reset. SECURITY: no PIN is written here.
 */
export interface UnseenPins {
  /** Call before the key gets the PIN. Resolves when that is on the disk. */
  made(enrollmentId: string): Promise<void>;
  /** A person has seen the PIN, or the key did not take it. Never rejects: at worst the record advises a reset that is not needed. */
  forget(enrollmentId: string): Promise<void>;
  /** Records as lost what a Keydesk that has ended had made. Never rejects. */
  recordLost(): Promise<void>;
  /** The same for one PIN of this Keydesk that is being forgotten unseen. Never rejects. */
  lose(enrollmentId: string): Promise<void>;
  /** The same for all PINs of this Keydesk, which is about to end. Never rejects. */
  loseOwn(): Promise<void>;
  /**
   * A person knows the PIN of this key, or the key has none. Never rejects.
   * @param key what names it whatever port it is in, and its id in the inventory, as far as they are known
   */
  known(key: { readonly identity: string | undefined; readonly id: string | undefined }): Promise<void>;
  /**
   * A key with a PIN was reset that nothing names. Where random PINs of keys of its model are lost, it counts as one of them: the one that a
   * person named by its enrollment, else the latest. Never rejects.
   */
  unnamedReset(aaguid: string, enrollments: readonly string[]): Promise<void>;
  /**
   * What a person should know who is asked for the PIN of a key: that no one was shown it, or perhaps, where nothing names the key.
   * Undefined where nothing is known. Never rejects.
   * @param identity by serial number
   */
  lostOn(identity: string | undefined, aaguid: string): Promise<'pin-never-seen' | 'pin-perhaps-unknown' | undefined>;
  /** The enrollments among these whose random PIN is recorded as lost. */
  lostAmong(enrollments: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface UnseenPinsParts {
  readonly store: Pick<Store, 'database' | 'flush'>;
  readonly instance: Instance;
  /** The log for one record. */
  readonly activity: () => Pick<Activity, 'recordIn' | 'note'>;
  readonly log: (message: string) => void;
}

interface Unseen {
  readonly enrollment_id: string;
  readonly instance: string;
}

export function openUnseenPins(parts: UnseenPinsParts): UnseenPins {
  const { instance } = parts;
  return {
    made: enrollmentId => noteMade(parts, enrollmentId),
    forget: async enrollmentId => {
      const own = parts.store.database.deleteFrom('unseen_pin').where('enrollment_id', '=', enrollmentId);
      await own.execute().catch(error => logFailure(parts, error));
    },
    recordLost: () => recordLost(parts),
    lose: enrollmentId => lose(parts, row => row.enrollment_id === enrollmentId),
    loseOwn: () => lose(parts, row => row.instance === instance.id),
    known: key => noteKnown(parts, key).catch(error => logFailure(parts, error)),
    unnamedReset: async (aaguid, enrollments) => {
      const { database } = parts.store;
      const latest = lostWith(database, undefined, aaguid).orderBy('lost_at', 'desc').limit(1);
      const which = enrollments.length > 0 ? enrollments : latest;
      const reset = database.deleteFrom('unseen_pin').where('enrollment_id', 'in', which);
      await reset.execute().catch(error => logFailure(parts, error));
    },
    lostOn: async (identity, aaguid) => {
      const lost = lostWith(parts.store.database, identity, aaguid);
      const row = await lost.executeTakeFirst().catch(error => logFailure(parts, error));
      if (row === undefined) return undefined;
      return identity === undefined ? 'pin-perhaps-unknown' : 'pin-never-seen';
    },
    lostAmong: enrollments => lostAmong(parts, enrollments),
  };
}

async function noteMade({ store, instance }: UnseenPinsParts, enrollmentId: string): Promise<void> {
  await store.database.write(async transaction => {
    const known = await transaction
      .selectFrom('journal')
      .select('key_identity')
      .where('id', '=', enrollmentId)
      .executeTakeFirst();
    const key_identity = known?.key_identity ?? null;
    // The key has no PIN, so an older one of it is gone.
    if (key_identity !== null)
      await transaction.deleteFrom('unseen_pin').where('key_identity', '=', key_identity).execute();
    await transaction
      .insertInto('unseen_pin')
      .values({
        enrollment_id: enrollmentId,
        instance: instance.id,
        key_identity,
        made_at: new Date().toISOString(),
      })
      .execute();
  });
  await store.flush();
}

async function recordLost(parts: UnseenPinsParts): Promise<void> {
  const { store, instance } = parts;
  const isLost = (row: Pick<Unseen, 'instance'>) => !instance.isAlive(row.instance);
  const waiting = await store.database
    .selectFrom('unseen_pin')
    .select('instance')
    .where('lost_at', 'is', null)
    .execute()
    .catch(error => logFailure(parts, error));
  // Writes nothing if nothing is lost: looking must not take the write lock.
  if (waiting?.some(isLost)) await lose(parts, isLost);
}

/** Records as lost the PINs for which `isLost` returns true. Never rejects. */
async function lose(parts: UnseenPinsParts, isLost: (row: Unseen) => boolean): Promise<void> {
  const log = parts.activity();
  try {
    const count = await parts.store.database.write(async transaction => {
      const rows = await transaction.selectFrom('unseen_pin').selectAll().where('lost_at', 'is', null).execute();
      const lost = rows.filter(isLost);
      for (const row of lost) await recordLoss(transaction, row, log);
      return lost.length;
    });
    if (count > 0) log.note();
  } catch (error) {
    logFailure(parts, error);
  }
}

async function recordLoss(
  transaction: Transaction,
  { enrollment_id: id }: Unseen,
  log: Pick<Activity, 'recordIn'>,
): Promise<void> {
  const entry = await transaction.selectFrom('journal').selectAll().where('id', '=', id).executeTakeFirst();
  const at = new Date().toISOString();
  await transaction.updateTable('unseen_pin').set({ lost_at: at }).where('enrollment_id', '=', id).execute();
  await log.recordIn(transaction, {
    kind: 'pin-never-seen',
    result: 'failed',
    ...(entry === undefined ? {} : subjectOf(entry)),
    cause: { code: 'pin-never-seen', params: {} },
    facts: { enrollmentId: id },
  });
}

async function noteKnown(
  { store: { database } }: UnseenPinsParts,
  { identity, id }: Parameters<UnseenPins['known']>[0],
): Promise<void> {
  const own = database
    .selectFrom('assignment')
    .select('enrollment_id')
    .where('security_key_id', '=', id ?? '');
  const enrollments = (await own.execute()).flatMap(({ enrollment_id }) => enrollment_id ?? []);
  await database
    .deleteFrom('unseen_pin')
    .where(of => of.or([of('key_identity', '=', identity ?? ''), of('enrollment_id', 'in', enrollments)]))
    .execute();
}

async function lostAmong(
  { store: { database } }: UnseenPinsParts,
  enrollments: readonly string[],
): Promise<ReadonlySet<string>> {
  if (enrollments.length === 0) return new Set();
  const rows = await database
    .selectFrom('unseen_pin')
    .select('enrollment_id')
    .where('enrollment_id', 'in', enrollments)
    .where('lost_at', 'is not', null)
    .execute();
  return new Set(rows.map(row => row.enrollment_id));
}

/** The enrollments whose random PIN was lost with a key: by its identity, or on any of its model that nothing names. */
function lostWith(database: Store['database'], identity: string | undefined, aaguid: string) {
  const rows = database
    .selectFrom('unseen_pin')
    .innerJoin('journal', 'journal.id', 'enrollment_id')
    .select('enrollment_id')
    .where('lost_at', 'is not', null);
  return identity === undefined
    ? rows.where('unseen_pin.key_identity', 'is', null).where('key_aaguid', '=', aaguid)
    : rows.where('unseen_pin.key_identity', '=', identity);
}

function logFailure({ log }: UnseenPinsParts, error: unknown): undefined {
  log(`unseen PINs: ${String(error)}`);
}
