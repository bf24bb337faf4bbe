import type {
  Deletions,
  InventoryFilter,
  InventoryKey,
  InventoryPage,
  InventoryQuery,
  LostReport,
} from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Snapshot } from '../../base/store/snapshot.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { type AbsentKey, createAbsentLookup } from './absentKey.ts';
import type { BeforeReset } from './beforeReset.ts';
import { findKey, type InventoryContext, type InventoryParts, readKey } from './context.ts';
import { createKeyLookup, type KeyLookup } from './keyLookup.ts';
import { listKeys, openKeyList } from './list.ts';
import { markKey, restoreKey } from './marks.ts';
import { idOfKey, lookBeforeReset, pluggedKey } from './pluggedKeys.ts';
import type { FoundKeys } from './query.ts';
import { rowByIdentity } from './records.ts';
import { ownSerial } from './sharedSerials.ts';

/** Every security key that was plugged in at least once, with its user and state, as one tenant sees it. */
export interface Inventory {
  list(query: InventoryQuery): Promise<InventoryPage>;
  /** Opens the matching keys as they are now, to be read in parts. The caller closes the list. */
  snapshot(filter: InventoryFilter): Promise<FoundKeys & Pick<Snapshot, 'close'>>;
  /** Returns a key by its id. @throws KeydeskError inventory-key-not-found */
  get(id: string): Promise<InventoryKey>;
  /** Returns a key by its id, or undefined. */
  find(id: string): Promise<InventoryKey | undefined>;
  /** Returns the row of a plugged-in key, and records that it was seen. @throws KeydeskError key-… */
  plugged(keyId: string | undefined, signal?: AbortSignal): Promise<InventoryKey>;
  /**
   * Marks a key as lost, revokes its passkeys and deletes them in Entra. If Entra cannot be reached, the deletions stay due.
   * @throws KeydeskError inventory-key-not-found, inventory-key-unnamed
   */
  reportLost(id: string): Promise<LostReport>;
  /** Marks a key as retired, with the same effects. @throws KeydeskError inventory-key-not-found, inventory-key-unnamed */
  retire(id: string): Promise<LostReport>;
  /**
   * Notes that the user has given the key back, with the same effects. The key can be given to another user.
   * @throws KeydeskError inventory-key-not-found, inventory-key-unnamed
   */
  takeBack(id: string): Promise<LostReport>;
  /** Allows the use of a lost or retired key again. @throws KeydeskError inventory-key-not-found */
  restore(id: string): Promise<InventoryKey>;
  /** Runs the due deletions in Entra. */
  finish(): Promise<Deletions>;
  /** Returns the identity of this key in any port: a serial number that no other key has. Undefined if it has none. */
  nameOf(key: KeySummary): Promise<string | undefined>;
  /**
   * Returns the id of an open key; undefined if nothing distinguishes it from others.
   * @throws CtapError if only its passkeys could identify it, and reading them fails
   */
  idOf(key: OpenKey): Promise<string | undefined>;
  /**
   * Returns the id of the row that has a key's serial number, even if the key shows none of the passkeys of that row: then it was erased
   * elsewhere, or it is another key with the same number. Undefined if there is none.
   */
  namesakeOf(key: KeySummary): Promise<string | undefined>;
  /** Returns a lookup for one key that a user is about to get. @param absent the key, if it is not plugged in */
  lookUp(absent?: AbsentKey): KeyLookup;
  /** Looks up a key that is about to be reset. Never rejects. */
  beforeReset(key: OpenKey): Promise<BeforeReset>;
}

export function createInventory({ references, ...parts }: InventoryParts): Inventory {
  const { store, keys, keyHost, metadata, assignments, log } = parts;
  const records = { database: store.database, references };
  const context: InventoryContext = { ...parts, records, modelName: aaguid => metadata.model(aaguid)?.name };
  return {
    list: query => listKeys(context, query),
    snapshot: filter => openKeyList(context, filter),
    get: id => readKey(context, id),
    find: id => findKey(context, id),
    plugged: (keyId, signal) => pluggedKey(context, keyId, signal),
    reportLost: id => markKey(context, id, 'lost'),
    retire: id => markKey(context, id, 'retired'),
    takeBack: id => markKey(context, id, 'returned'),
    restore: id => restoreKey(context, id),
    finish: () => assignments.finishDeletions(),
    nameOf: async key => (await ownSerial(records, key, keyHost.keys()))?.identity,
    idOf: key => idOfKey(context, key),
    namesakeOf: async key => {
      const serial = await ownSerial(records, key, keyHost.keys());
      return serial && (await rowByIdentity(store.database, serial.identity))?.id;
    },
    lookUp: absent => {
      const tenant = () => parts.tenant.id;
      if (absent !== undefined) return createAbsentLookup({ records, tenant }, absent);
      return createKeyLookup({ records, tenant, keys, log });
    },
    beforeReset: key => lookBeforeReset(context, key),
  };
}
