import { KeydeskError } from '../../../contract/errors/errors.ts';
import type {
  Deletions,
  InventoryFilter,
  InventoryKey,
  InventoryPage,
  InventoryQuery,
  LostReport,
} from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Snapshot } from '../../base/store/snapshot.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import { type BeforeReset, beforeReset } from './beforeReset.ts';
import type { KeyAssignments } from './keyAssignments.ts';
import { createKeyLookup, type KeyLookup, noteRecognized } from './keyLookup.ts';
import type { KeyReferences } from './keyReferences.ts';
import { type FoundKeys, findKeys, getKey } from './query.ts';
import { recognize } from './recognize.ts';
import { type KeyRecords, noteSeen } from './records.ts';
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

export interface InventoryParts {
  store: Store;
  references: KeyReferences;
  keys: Keys;
  keyHost: Pick<KeyHost, 'keys' | 'onKeys'>;
  metadata: Pick<Metadata, 'model'>;
  activity: Pick<Activity, 'record' | 'recordIn' | 'note'>;
  assignments: KeyAssignments;
  tenant: Pick<BoundTenant, 'id'>;
  log: (message: string) => void;
}

type Mark = 'lost' | 'retired';

export function createInventory(parts: InventoryParts): Inventory {
  const { keys, keyHost, metadata, activity, assignments, log } = parts;
  const tenant = () => parts.tenant.id;
  const { database } = parts.store;
  const records: KeyRecords = { database, references: parts.references };
  const modelName = (aaguid: string) => metadata.model(aaguid)?.name;

  const get = async (id: string): Promise<InventoryKey> => {
    const key = await getKey(database, tenant(), id, modelName);
    if (key === undefined) throw new KeydeskError('inventory-key-not-found', { id });
    return key;
  };

  const mark = async (id: string, as: Mark): Promise<LostReport> => {
    const key = await get(id);
    if (key.identifiedBy === 'model') throw new KeydeskError('inventory-key-unnamed');
    const reason = as === 'lost' ? 'key-lost' : 'key-retired';
    const revoked = await assignments.revokeKey(id, reason, async (transaction, count) => {
      const change = { mark: as, marked_at: new Date().toISOString() };
      const { numUpdatedRows } = await transaction
        .updateTable('security_key')
        .set(change)
        .where('id', '=', id)
        .where('mark', 'is not', as)
        .executeTakeFirst();
      // Reported by another Keydesk at the same time, or before: it is one report.
      if (numUpdatedRows === 0n && count === 0) return;
      await activity.recordIn(transaction, {
        kind: as === 'lost' ? 'key-reported-lost' : 'key-retired',
        // A user of another tenant is named by the entries of that tenant.
        user: (key.tenant === tenant() ? key.user : null) ?? {},
        key: subjectOf(key),
        facts: { id, revoked: count },
      });
    });
    activity.note();
    // Without a connection they stay due, as where Entra is out of reach.
    if (tenant() !== null) await assignments.finishDeletions(revoked.map(assignment => assignment.id));
    return { key: await get(id), revoked: await assignments.byIds(revoked.map(assignment => assignment.id)) };
  };

  return {
    list: async query => {
      // Enrollments report their end before they have written it down.
      await assignments.written();
      const { after, limit, ...filter } = query;
      const found = findKeys(database, tenant(), filter, modelName);
      return { ...(await found.page(limit, after)), ...(await found.summary()) };
    },
    snapshot: async filter => {
      await assignments.written();
      const { database: then, close } = parts.store.snapshot();
      return { ...findKeys(then, tenant(), filter, modelName), close };
    },
    get,
    find: id => getKey(database, tenant(), id, modelName),
    plugged: async (keyId, signal) => {
      await assignments.written();
      const row = await keys.ask(
        keyId,
        async key => {
          const look = () => withKeyErrors(() => recognize(records, keys, key));
          // Undefined if the number was found to be shared meanwhile. The second look ignores the number.
          const noted = await noteRecognized(database, key, await look());
          return noted ?? noteRecognized(database, key, await look());
        },
        signal,
      );
      if (row === undefined) throw new KeydeskError('inventory-key-not-found', { id: keyId ?? null });
      return get(row.id);
    },
    reportLost: id => mark(id, 'lost'),
    retire: id => mark(id, 'retired'),
    restore: async id => {
      const key = await get(id);
      await database.write(async transaction => {
        const { numUpdatedRows } = await transaction
          .updateTable('security_key')
          .set({ mark: null, marked_at: null })
          .where('id', '=', id)
          .where('mark', 'is not', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return;
        await activity.recordIn(transaction, { kind: 'key-restored', key: subjectOf(key), facts: { id } });
      });
      activity.note();
      return get(id);
    },
    finish: () => assignments.finishDeletions(),
    nameOf: async key => (await ownSerial(records, key, keyHost.keys()))?.identity,
    idOf: async key => {
      const found = await recognize(records, keys, key);
      return found.identity.identifiedBy === 'model' ? undefined : found.row?.id;
    },
    lookUp: () => createKeyLookup({ records, tenant, keys, log }),
    beforeReset: async key => {
      await assignments.written();
      // What is wrong with the key the reset itself will tell.
      const found = await recognize(records, keys, key).catch(error => {
        log(`inventory: ${String(error)}`);
        return undefined;
      });
      return beforeReset(records, keys, assignments, found);
    },
  };
}

/** Notes each key that is plugged in. Returns the function that ends it. */
export function notePluggedKeys({
  store,
  references,
  keyHost,
  log,
}: Pick<InventoryParts, 'store' | 'references' | 'keyHost' | 'log'>): () => void {
  const { database } = store;
  const records: KeyRecords = { database, references };
  /** Whoever plugs in a key that tells its serial number need not open it for it to be seen. */
  const noteAll = async (newcomers: readonly KeySummary[], plugged: readonly KeySummary[]) => {
    for (const key of newcomers) {
      try {
        const identity = await ownSerial(records, key, plugged);
        if (identity !== undefined) await noteSeen(database, identity, key, undefined);
      } catch (error) {
        log(`inventory: ${String(error)}`);
      }
    }
  };
  let known = new Set<string>();
  return keyHost.onKeys(plugged => {
    const newcomers = plugged.filter(({ id }) => !known.has(id));
    known = new Set(plugged.map(({ id }) => id));
    void noteAll(newcomers, plugged);
  });
}

function subjectOf(key: InventoryKey) {
  const { aaguid, serial, product } = key;
  return { aaguid: aaguid ?? undefined, serial: serial ?? undefined, product: product ?? undefined };
}
