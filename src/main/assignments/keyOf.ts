import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';

/** The key of an enrollment, as its journal entry has it. */
export interface KeyOfEntry {
  readonly key_identity: string | null;
  readonly key_aaguid: string | null;
}

/**
 * The id of the inventory's row of the key that an enrollment was made on, after the enrollment itself has ended. Where its row is not
 * known it gets one that is known by its passkey: a key that is never plugged in again can still be reported lost. If it is plugged in,
 * its passkey tells that it is this one (inventory/recognise.ts).
 */
export async function keyOf(transaction: Kysely<Schema>, { key_identity, key_aaguid }: KeyOfEntry): Promise<string> {
  const rows = transaction
    .selectFrom('security_key')
    .select('id')
    .where('identity', '=', key_identity ?? '');
  const known = await rows.executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = randomUUID();
  const now = new Date().toISOString();
  await transaction
    .insertInto('security_key')
    .values({
      id,
      identity: `credential:${randomUUID()}`,
      identified_by: 'credential',
      product: null,
      manufacturer: null,
      serial: null,
      vendor_id: null,
      product_id: null,
      aaguid: key_aaguid,
      firmware_version: null,
      mark: null,
      marked_at: null,
      shows_passkeys: 0,
      first_seen_at: now,
      last_seen_at: now,
    })
    .execute();
  return id;
}
