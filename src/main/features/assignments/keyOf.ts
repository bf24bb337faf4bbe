import type { Kysely } from 'kysely';
import type { Schema } from '../../base/store/schema.ts';
import { addByCredential } from '../inventory/records.ts';

/** The key of an enrollment, as its journal entry has it. */
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
 * Returns the key that an enrollment was made on, after the enrollment itself has ended: an earlier try may have left another key in its
 * assignment. Where the inventory does not know the key it gets a row that is known by its passkey: a key that is never plugged in
 * again can still be reported lost. If it is plugged in, its passkey tells that it is this one (inventory/recognize.ts).
 */
export async function keyOf(
  transaction: Kysely<Schema>,
  { key_identity, key_aaguid, owed_key }: KeyOfEntry,
): Promise<NamedKey> {
  const rows = transaction.selectFrom('security_key').select(['id', 'serial', 'product']);
  const known =
    (await rows.where('id', '=', owed_key ?? '').executeTakeFirst()) ??
    (await rows.where('identity', '=', key_identity ?? '').executeTakeFirst()) ??
    (await addByCredential(transaction, {}, toldOf(key_aaguid)));
  return { security_key_id: known.id, key_aaguid, key_serial: known.serial, key_product: known.product };
}

const toldOf = (aaguid: string | null) => (aaguid === null ? undefined : { aaguid, firmwareVersion: undefined });
