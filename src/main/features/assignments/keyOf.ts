import type { Timed } from '../../base/store/transactions.ts';
import { addByCredential } from '../inventory/records.ts';

/** The columns of a journal entry that describe its key. */
export interface KeyOfEntry {
  readonly key_identity: string | null;
  readonly key_aaguid: string | null;
  readonly owed_key: string | null;
}

/** The columns of an assignment that name its key. */
interface NamedKey {
  readonly security_key_id: string;
  readonly key_aaguid: string | null;
  readonly key_serial: string | null;
  readonly key_product: string | null;
}

/**
 * Returns the key of an ended enrollment. Its assignment may have the key of an earlier try. A key that the inventory does not know gets a
 * row that is identified by its passkey, so that it can be reported lost even if it is never plugged in again
 * (inventory/recognize.ts).
 * @param named What the enrollment knew of the key
 */
export async function keyOf(
  transaction: Timed,
  { key_identity, key_aaguid, owed_key }: KeyOfEntry,
  named: { readonly serial?: string | undefined; readonly product?: string | undefined } = {},
): Promise<NamedKey> {
  const rows = transaction.selectFrom('security_key').select(['id', 'serial', 'product']);
  const known =
    (await rows.where('id', '=', owed_key ?? '').executeTakeFirst()) ??
    (await rows.where('identity', '=', key_identity ?? '').executeTakeFirst()) ??
    (await addByCredential(transaction, named, toldOf(key_aaguid)));
  return {
    security_key_id: known.id,
    key_aaguid,
    key_serial: known.serial ?? named.serial ?? null,
    key_product: known.product ?? named.product ?? null,
  };
}

const toldOf = (aaguid: string | null) => (aaguid === null ? undefined : { aaguid, firmwareVersion: undefined });
