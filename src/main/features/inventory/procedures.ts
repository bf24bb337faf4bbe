import { implement } from '@orpc/server';
import { inventoryContract } from '../../../contract/inventory/procedures.ts';
import { exportInventory } from './export.ts';
import type { Inventory } from './inventory.ts';

/** Every security key that was ever plugged in. */
export function inventoryProcedures(bind: () => Inventory) {
  const os = implement(inventoryContract);
  return os.router({
    list: os.list.handler(({ input }) => bind().list(input)),
    get: os.get.handler(({ input }) => bind().get(input.id)),
    plugged: os.plugged.handler(({ input, signal }) => bind().plugged(input.keyId, signal)),
    reportLost: os.reportLost.handler(({ input }) => bind().reportLost(input.id)),
    retire: os.retire.handler(({ input }) => bind().retire(input.id)),
    restore: os.restore.handler(({ input }) => bind().restore(input.id)),
    finish: os.finish.handler(() => bind().finish()),
    export: os.export.handler(({ input }) => exportInventory(bind(), input)),
  });
}
