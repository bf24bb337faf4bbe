import { firmwareWords } from '../../contract/firmware.ts';
import type { InventoryExport, InventoryKey } from '../../contract/inventory.ts';
import { exportRows } from '../exportRows.ts';
import type { Inventory } from './inventory.ts';

const CHUNK = 1000;

const columns: Readonly<Record<string, (key: InventoryKey) => string | number | null>> = {
  product: ({ product }) => product,
  manufacturer: ({ manufacturer }) => manufacturer,
  model: ({ model }) => model,
  serial: ({ serial }) => serial,
  aaguid: ({ aaguid }) => aaguid,
  firmwareVersion: ({ firmwareVersion, vendorId }) =>
    firmwareVersion === null ? null : firmwareWords(firmwareVersion, vendorId),
  state: ({ state }) => state,
  userPrincipalName: ({ user }) => user?.userPrincipalName ?? null,
  displayName: ({ user }) => user?.displayName ?? null,
  tenant: ({ tenant }) => tenant,
  identifiedBy: ({ identifiedBy }) => identifiedBy,
  firstSeenAt: ({ firstSeenAt }) => firstSeenAt,
  lastSeenAt: ({ lastSeenAt }) => lastSeenAt,
  markedAt: ({ markedAt }) => markedAt,
  deletionsDue: ({ deletionsDue }) => deletionsDue,
  deletionsElsewhere: ({ deletionsElsewhere }) => deletionsElsewhere,
  id: ({ id }) => id,
};

/** What a filter lets through, as CSV with a head line or as one JSON array, in parts. */
export function exportInventory(
  inventory: Pick<Inventory, 'list'>,
  { filter, format }: InventoryExport,
): AsyncGenerator<string> {
  return exportRows(format, columns, async offset => {
    const page = await inventory.list({ ...filter, offset, limit: CHUNK });
    return page.keys;
  });
}
