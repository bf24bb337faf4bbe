import type { InventoryFilter, InventoryPage, InventoryQuery } from '../../../contract/inventory/schema.ts';
import type { Snapshot } from '../../base/store/snapshot.ts';
import type { InventoryContext } from './context.ts';
import { type FoundKeys, findKeys } from './query.ts';

/** Returns a page of a list. */
export async function listKeys(
  { assignments, store, tenant, modelName }: InventoryContext,
  { after, limit, ...filter }: InventoryQuery,
): Promise<InventoryPage> {
  // An enrollment shows its end before it is written.
  await assignments.written();
  const found = findKeys(store.database, tenant.id, filter, modelName);
  return { ...(await found.page(limit, after)), ...(await found.summary()) };
}

/** Opens a list as it is now, to be read in parts. The caller closes it. */
export async function openKeyList(
  { assignments, store, tenant, modelName }: InventoryContext,
  filter: InventoryFilter,
): Promise<FoundKeys & Pick<Snapshot, 'close'>> {
  await assignments.written();
  const { database, close } = store.snapshot();
  return { ...findKeys(database, tenant.id, filter, modelName), close };
}
