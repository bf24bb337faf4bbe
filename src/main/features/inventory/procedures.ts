import { implement } from '@orpc/server';
import { inventoryContract } from '../../../contract/inventory/procedures.ts';
import { exportInventory } from './export.ts';
import type { Inventory } from './inventory.ts';

/** Returns the procedures for the inventory. */
export function inventoryProcedures(scope: () => Inventory) {
  const os = implement(inventoryContract);
  return os.router({
    list: os.list.handler(({ input }) => scope().list(input)),
    get: os.get.handler(({ input }) => scope().get(input.id)),
    plugged: os.plugged.handler(({ input, signal }) => scope().plugged(input.keyId, signal)),
    reportLost: os.reportLost.handler(({ input }) => scope().reportLost(input.id)),
    retire: os.retire.handler(({ input }) => scope().retire(input.id)),
    takeBack: os.takeBack.handler(({ input }) => scope().takeBack(input.id)),
    restore: os.restore.handler(({ input }) => scope().restore(input.id)),
    finish: os.finish.handler(() => scope().finish()),
    export: os.export.handler(({ input }) => exportInventory(scope(), input)),
  });
}
