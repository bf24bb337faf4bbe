import type { Kysely } from 'kysely';
import type { Schema } from '../../base/store/schema.ts';
import { readKeys } from './foundKeys.ts';
import type { Keyring } from './keyring.ts';
import { fingerprintOf, type PublicKey } from './publicKey.ts';

/**
 * Returns the keys for which this desk seals secrets: its own, and those that it trusts and whose desk has not left. SECURITY: that the record has a key is not enough. This desk must know
 * it, because a person has compared its fingerprint here or at another trusted desk.
 */
export async function recipientsOf(database: Kysely<Schema>, { own, known }: Keyring): Promise<PublicKey[]> {
  const trusted = new Set(known.filter(({ isRemoved }) => !isRemoved).map(({ key }) => fingerprintOf(key)));
  const found = await readKeys(database, own.record);
  return [own, ...found.filter(each => !each.hasLeft && trusted.has(each.fingerprint)).map(({ key }) => key)];
}
