import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { InventoryKey, LostReport } from '../../../contract/inventory/schema.ts';
import { isoNow } from '../../base/store/transactions.ts';
import { type InventoryContext, readKey } from './context.ts';

type KeyMark = 'lost' | 'retired' | 'returned';

const reasons = { lost: 'key-lost', retired: 'key-retired', returned: 'key-returned' } as const;
const kinds = { lost: 'key-reported-lost', retired: 'key-retired', returned: 'key-returned' } as const;

/**
 * Marks a key as lost, retired or returned and revokes its passkeys, in one transaction, then deletes them in Entra. A deletion that fails
 * stays due. A returned key has no mark: it can be given to somebody else.
 * @throws KeydeskError inventory-key-not-found, inventory-key-unnamed
 */
export async function markKey(context: InventoryContext, id: string, as: KeyMark): Promise<LostReport> {
  const { activity, assignments, tenant } = context;
  const key = await readKey(context, id);
  if (key.identifiedBy === 'model') throw new KeydeskError('inventory-key-unnamed');
  const returned = as === 'returned';
  const revoked = await assignments.revokeKey(id, reasons[as], async (transaction, count) => {
    const change = returned ? { mark: null, marked_at: null } : { mark: as, marked_at: isoNow(transaction) };
    const { numUpdatedRows } = await transaction
      .updateTable('security_key')
      .set(change)
      .where('id', '=', id)
      .where('mark', 'is not', change.mark)
      .executeTakeFirst();
    // Another Keydesk has reported the key already. Both reports count as one.
    if (!returned && numUpdatedRows === 0n && count === 0) return;
    await activity.recordIn(transaction, {
      kind: kinds[as],
      // A user of another tenant is named only by the entries of that tenant.
      user: (key.tenant === tenant.id ? key.user : null) ?? {},
      key: inventoryKeySubject(key),
      facts: { id, revoked: count },
    });
  });
  activity.note();
  const ids = revoked.map(assignment => assignment.id);
  // Without a connection the deletions stay due, as if Entra could not be reached.
  if (tenant.id !== null) await assignments.finishDeletions(ids);
  return { key: await readKey(context, id), revoked: await assignments.byIds(ids) };
}

/** Allows the use of a lost or retired key again. @throws KeydeskError inventory-key-not-found */
export async function restoreKey(context: InventoryContext, id: string): Promise<InventoryKey> {
  const { activity, store } = context;
  const key = await readKey(context, id);
  await store.database.write(async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('security_key')
      .set({ mark: null, marked_at: null })
      .where('id', '=', id)
      .where('mark', 'is not', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await activity.recordIn(transaction, { kind: 'key-restored', key: inventoryKeySubject(key), facts: { id } });
  });
  activity.note();
  return readKey(context, id);
}

function inventoryKeySubject(key: InventoryKey) {
  const { aaguid, serial, product } = key;
  return { aaguid: aaguid ?? undefined, serial: serial ?? undefined, product: product ?? undefined };
}
