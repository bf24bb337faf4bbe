import type { InventoryExport, InventoryKey } from '../../../contract/inventory/schema.ts';
import { firmwareWords } from '../../../contract/keys/firmware.ts';
import { exportRows } from '../../base/report/exportRows.ts';
import type { Inventory } from './inventory.ts';
import type { FoundKeys } from './query.ts';

/** Number of rows that an export reads at once. */
const PART = 1000;

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

/** Exports the filtered keys at one moment, in parts: as CSV with a header line or as one JSON array. */
export async function* exportInventory(
  inventory: Pick<Inventory, 'snapshot'>,
  { filter, format }: InventoryExport,
): AsyncGenerator<string> {
  const found = await inventory.snapshot(filter);
  try {
    yield* exportRows(format, columns, allOf(found));
  } finally {
    found.close();
  }
}

async function* allOf({ page }: Pick<FoundKeys, 'page'>): AsyncGenerator<InventoryKey[]> {
  for (let after: string | undefined; ; ) {
    const { keys, next } = await page(PART, after);
    yield keys;
    if (next === undefined) return;
    after = next;
  }
}
