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

/** Every security key that was ever plugged in: whose it is, and what became of it; as one tenant sees it. */
export interface Inventory {
  list(query: InventoryQuery): Promise<InventoryPage>;
  /** What a filter lets through at this moment, to be read in parts, and closed. */
  snapshot(filter: InventoryFilter): Promise<FoundKeys & Pick<Snapshot, 'close'>>;
  /** By its id. @throws KeydeskError inventory-key-not-found */
  get(id: string): Promise<InventoryKey>;
  /** The same, but undefined if there is no such key. */
  find(id: string): Promise<InventoryKey | undefined>;
  /** Which of them a plugged-in key is; notes that it was seen. @throws KeydeskError key-… */
  plugged(keyId: string | undefined, signal?: AbortSignal): Promise<InventoryKey>;
  /**
   * In one step: the key is marked, its passkeys are revoked and deleted in Entra. Where Entra is out of reach the rest is done
   * and the deletion stays due.
   * @throws KeydeskError inventory-key-not-found, inventory-key-unnamed
   */
  reportLost(id: string): Promise<LostReport>;
  /** The same for a key that is taken out of use. @throws KeydeskError inventory-key-not-found, inventory-key-unnamed */
  retire(id: string): Promise<LostReport>;
  /** A lost or retired key may be used again. @throws KeydeskError inventory-key-not-found */
  restore(id: string): Promise<InventoryKey>;
  /** Deletes in Entra what is due. */
  finish(): Promise<Deletions>;
  /** What names this one key whatever port it is in: its serial number, where that is its own; undefined for other keys. */
  nameOf(key: KeySummary): Promise<string | undefined>;
  /**
   * The id of a key that is open; undefined where it cannot be told from others.
   * @throws CtapError where only its passkeys could tell, and it fails to answer
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
