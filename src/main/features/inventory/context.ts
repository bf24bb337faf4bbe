import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { KeyAssignments } from './keyAssignments.ts';
import type { KeyReferences } from './keyReferences.ts';
import { getKey } from './query.ts';
import type { KeyRecords } from './records.ts';

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

/** What the operations on the inventory share. */
export interface InventoryContext extends Omit<InventoryParts, 'references'> {
  readonly records: KeyRecords;
  /** Returns the name of a model by its AAGUID; undefined if the list of key models does not have it. */
  readonly modelName: (aaguid: string) => string | undefined;
}

/** Returns a key by its id; undefined if there is none. */
export function findKey({ store, tenant, modelName }: InventoryContext, id: string): Promise<InventoryKey | undefined> {
  return getKey(store.database, tenant.id, id, modelName);
}

/** Returns a key by its id. @throws KeydeskError inventory-key-not-found */
export async function readKey(context: InventoryContext, id: string): Promise<InventoryKey> {
  const key = await findKey(context, id);
  if (key === undefined) throw new KeydeskError('inventory-key-not-found', { id });
  return key;
}
