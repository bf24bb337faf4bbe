import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { logSubjectOf } from './journalEntry.ts';

/**
 * Records random PINs that perhaps nobody has seen. Each PIN is in the memory of one Keydesk only. If that Keydesk ends too early, nobody
 * knows the PIN of the key, and the key's page advises a reset. SECURITY: no PIN is written here.
 */
export interface UnseenPins {
  /**
   * Records a PIN before it is set on the key. Resolves when the record is on the disk.
   * @param isKept whether the PIN is kept elsewhere when this Keydesk ends, so that it cannot be lost
   */
  made(enrollmentId: string, isKept: boolean): Promise<void>;
  /**
   * Deletes a record, because a person has seen the PIN or the key did not accept it. Never rejects. If the delete fails, Keydesk may
   * advise a needless reset.
   */
  forget(enrollmentId: string): Promise<void>;
  /** Marks the PINs of Keydesks that have ended as lost. Never rejects. */
  recordLost(): Promise<void>;
  /** Marks one PIN of this Keydesk as lost. Never rejects. */
  lose(enrollmentId: string): Promise<void>;
  /** Marks all PINs of this Keydesk as lost, before it ends. Never rejects. */
  loseOwn(): Promise<void>;
  /**
   * Deletes the records of a key, because a person knows its PIN, or it has none. Never rejects.
   * @param key its identity in any port, and its id in the inventory; undefined if unknown
   */
  known(key: { readonly identity: string | undefined; readonly id: string | undefined }): Promise<void>;
  /**
   * Deletes one record after the reset of a key without an identity: the record of the enrollment that a person chose, or else the latest
   * lost one of the same model. Never rejects.
   */
  unnamedReset(aaguid: string, enrollments: readonly string[]): Promise<void>;
  /**
   * Returns the warning for a person who must enter the PIN of a key; undefined if there is none. A key without an identity may be a key of
   * the same model whose PIN was lost. Never rejects.
   * @param identity the key's identity in any port
   */
  lostOn(identity: string | undefined, aaguid: string): Promise<'pin-never-seen' | 'pin-perhaps-unknown' | undefined>;
  /** Returns which of these enrollments have a lost PIN. */
  lostAmong(enrollments: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface UnseenPinsParts {
  readonly store: Pick<Store, 'database' | 'flush'>;
  readonly instance: Instance;
  /** Returns the activity log, for one record. */
  readonly activity: () => Pick<Activity, 'recordIn' | 'note'>;
  readonly log: (message: string) => void;
}

interface Unseen {
  readonly enrollment_id: string;
  readonly instance: string;
}

export function createUnseenPins(parts: UnseenPinsParts): UnseenPins {
  const { instance } = parts;
  return {
    made: (enrollmentId, isKept) => noteMade(parts, enrollmentId, isKept),
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

async function noteMade({ store, instance }: UnseenPinsParts, enrollmentId: string, isKept: boolean): Promise<void> {
  await store.database.writeHere(async transaction => {
    const known = await transaction
      .selectFrom('journal')
      .select('key_identity')
      .where('id', '=', enrollmentId)
      .executeTakeFirst();
    const key_identity = known?.key_identity ?? null;
    // The key has no PIN now, so records of its earlier PINs are obsolete.
    if (key_identity !== null)
      await transaction.deleteFrom('unseen_pin').where('key_identity', '=', key_identity).execute();
    if (isKept) return;
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
  // Writes only if a PIN is lost: a check must not take the write lock.
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
    ...(entry === undefined ? {} : logSubjectOf(entry)),
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

/** Returns the enrollments whose random PIN was lost with a key: by its identity, or with any unidentified key of its model. */
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
