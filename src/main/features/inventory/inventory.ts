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
import type { BeforeReset } from './beforeReset.ts';
import { findKey, type InventoryContext, type InventoryParts, readKey } from './context.ts';
import { createKeyLookup, type KeyLookup } from './keyLookup.ts';
import { listKeys, openKeyList } from './list.ts';
import { markKey, restoreKey } from './marks.ts';
import { idOfKey, lookBeforeReset, pluggedKey } from './pluggedKeys.ts';
import type { FoundKeys } from './query.ts';
import { ownSerial } from './sharedSerials.ts';

/** Every security key that was plugged in at least once, with its user and state, as one tenant sees it. */
export interface Inventory {
  list(query: InventoryQuery): Promise<InventoryPage>;
  /** Opens the matching keys as they are now, to be read in parts and closed. */
  snapshot(filter: InventoryFilter): Promise<FoundKeys & Pick<Snapshot, 'close'>>;
  /** Returns a key by its id. @throws KeydeskError inventory-key-not-found */
  get(id: string): Promise<InventoryKey>;
  /** Returns a key by its id, or undefined. */
  find(id: string): Promise<InventoryKey | undefined>;
  /** Returns the row of a plugged-in key, and records that it was seen. @throws KeydeskError key-… */
  plugged(keyId: string | undefined, signal?: AbortSignal): Promise<InventoryKey>;
  /**
   * Marks the key as lost, revokes its passkeys and deletes them in Entra. If Entra cannot be reached, the deletion stays due.
   * @throws KeydeskError inventory-key-not-found, inventory-key-unnamed
   */
  reportLost(id: string): Promise<LostReport>;
  /** Does the same for a key that is taken out of use. @throws KeydeskError inventory-key-not-found, inventory-key-unnamed */
  retire(id: string): Promise<LostReport>;
  /** Lets a lost or retired key be used again. @throws KeydeskError inventory-key-not-found */
  restore(id: string): Promise<InventoryKey>;
  /** Deletes in Entra what is due. */
  finish(): Promise<Deletions>;
  /** Returns what identifies this key in any port: a serial number that no other key has. Undefined for other keys. */
  nameOf(key: KeySummary): Promise<string | undefined>;
  /**
   * Returns the id of an open key; undefined if nothing distinguishes it from others.
   * @throws CtapError if only its passkeys could identify it, and it fails to answer
   */
  idOf(key: OpenKey): Promise<string | undefined>;
  /** Returns a lookup for one key that is about to become a user's. */
  lookUp(): KeyLookup;
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
    restore: id => restoreKey(context, id),
    finish: () => assignments.finishDeletions(),
    nameOf: async key => (await ownSerial(records, key, keyHost.keys()))?.identity,
    idOf: key => idOfKey(context, key),
    lookUp: () => createKeyLookup({ records, tenant: () => parts.tenant.id, keys, log }),
    beforeReset: key => lookBeforeReset(context, key),
  };
}
