import { setImmediate as afterWhatIsDue } from 'node:timers/promises';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Store } from '../../base/store/database.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import { type Recognized, recognize } from './recognize.ts';
import { addByCredential, type KeyRecords, noteSeen, rowById, rowByIdentity, type SecurityKeyRow } from './records.ts';
import { isShared } from './sharedSerials.ts';

export interface KeyLookupParts {
  readonly records: KeyRecords;
  /** Returns the id of the operation's tenant. */
  readonly tenant: () => string | null;
  readonly keys: Pick<Keys, 'list'>;
  readonly log: (message: string) => void;
}

/** Looks up one key that a user is about to get. Without an opened key there is no objection and no row. */
export interface KeyLookup {
  /** Call when the key is open. Looks the key up in the background and records that it was seen. Never throws. */
  keyOpened(key: OpenKey): void;
  /**
   * Returns why the key must not be given to this user: it is lost, retired or belongs to another user. Undefined if nothing forbids it.
   */
  objection(userId: string): Promise<Failure | undefined>;
  /** Asks the same again, with what other desks have recorded since the key was opened. */
  objectionNow(userId: string): Promise<Failure | undefined>;
  /** Returns a warning if the key has passkeys that are in use, of any tenant, and a reset would erase them. */
  erasure(): Promise<Failure | undefined>;
  /**
   * Returns the id of the key's row in the inventory; null if nothing distinguishes the key from others of its model.
   * @param newPasskey whether the key has a new passkey, which can identify it. Then a missing row is added
   */
  heldBy(newPasskey: boolean): Promise<string | null>;
}

export function createKeyLookup(parts: KeyLookupParts): KeyLookup {
  const { records, keys, log } = parts;
  const { database } = records;
  let opened: { key: OpenKey; recognized: Promise<Recognized | undefined> } | undefined;

  const look = async (key: OpenKey): Promise<Recognized | undefined> => {
    try {
      const found = await recognize(records, keys, key);
      if (found.trouble !== undefined) log(`inventory: the passkeys of ${key.summary.id}: ${String(found.trouble)}`);
      return found;
    } catch (error) {
      // A key that cannot be identified counts as a new key. If it has an error, the enrollment reports it.
      log(`inventory: ${String(error)}`);
      return undefined;
    }
  };

  return {
    keyOpened: key => {
      const recognized = look(key);
      opened = { key, recognized };
      void recognized
        .then(async found => {
          await afterWhatIsDue();
          if (found !== undefined) await noteRecognized(database, key, found);
        })
        .catch(error => log(`inventory: ${String(error)}`));
    },
    objection: async userId => refusal(parts, userId, await opened?.recognized),
    objectionNow: async userId => {
      const found = await opened?.recognized;
      return refusal(parts, userId, found && { row: await rowNow(database, found) });
    },
    erasure: async () => erasure(parts, await opened?.recognized),
    heldBy: async newPasskey => {
      const found = await opened?.recognized;
      if (opened === undefined || found === undefined) return null;
      if (found.identity.identifiedBy === 'credential') return found.row?.id ?? null;
      const serial = found.identity.identifiedBy === 'serial';
      const seen = serial ? await noteRecognized(database, opened.key, found) : undefined;
      if (seen !== undefined) return seen.id;
      return newPasskey ? (await addByCredential(database, opened.key.summary, found.told)).id : null;
    },
  };
}

/** Returns the row of a key as it is now. Another desk may have added or marked it. */
async function rowNow(database: Store['database'], { identity, row }: Recognized): Promise<SecurityKeyRow | undefined> {
  const own = row && (await rowById(database, row.id));
  return own ?? (identity.identifiedBy === 'serial' ? rowByIdentity(database, identity.identity) : undefined);
}

/**
 * Records that a key was seen. Returns undefined if its serial number was found to be shared in the meantime. Then the number must not get
 * a row again.
 */
export async function noteRecognized(
  database: Store['database'],
  { summary }: OpenKey,
  { identity, told }: Recognized,
): Promise<SecurityKeyRow | undefined> {
  if (identity.identifiedBy === 'serial' && (await isShared(database, identity.identity))) return undefined;
  return noteSeen(database, identity, summary, told);
}

/** Returns why a key must not be given to a user; undefined if nothing forbids it. */
export async function refusal(
  { records: { database }, tenant: tenantId }: Pick<KeyLookupParts, 'records' | 'tenant'>,
  userId: string,
  found: Pick<Recognized, 'row'> | undefined,
): Promise<Failure | undefined> {
  const tenant = tenantId();
  const row = found?.row;
  if (row === undefined || row.identified_by === 'model') return undefined;
  const holders = await database
    .selectFrom('assignment')
    .leftJoin('journal', 'journal.id', 'assignment.enrollment_id')
    .select(['assignment.tenant', 'assignment.user_id', 'assignment.user_principal_name', 'assignment.state'])
    .select('journal.id as entry')
    .where('security_key_id', '=', row.id)
    .orderBy('assignment.updated_at', 'desc')
    .execute();
  const serial = row.serial === null ? {} : { serial: row.serial };
  if (row.mark === 'lost') {
    // Another tenant's user must not be named here.
    const owner = holders.find(holder => holder.tenant === tenant)?.user_principal_name;
    return { code: 'key-reported-lost', params: { ...serial, ...(owner === undefined ? {} : { owner }) } };
  }
  if (row.mark === 'retired') return { code: 'key-retired', params: serial };
  // Another desk's enrollment may have put a passkey on the key already. What this desk left on a key, its journal settles.
  const holds = ({ state, entry }: (typeof holders)[number]) =>
    state === 'active' || (state === 'provisioning' && entry === null);
  const other = holders.find(holder => holds(holder) && holder.tenant === tenant && holder.user_id !== userId);
  if (other === undefined) return undefined;
  return { code: 'key-belongs-to-another', params: { ...serial, owner: other.user_principal_name } };
}

/** Does not name the users: they may belong to another tenant. */
async function erasure(
  { records: { database } }: KeyLookupParts,
  found: Recognized | undefined,
): Promise<Failure | undefined> {
  const row = found?.row;
  if (row === undefined || row.identified_by === 'model') return undefined;
  const { count } = await database
    .selectFrom('assignment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('security_key_id', '=', row.id)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return count === 0 ? undefined : { code: 'reset-erases-passkeys', params: { count } };
}
