import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type Passkey, passkeySchema } from '../../../contract/users/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';

/** A user's passkeys as Entra returned them, and when. */
export interface KeptPasskeys {
  readonly passkeys: readonly Passkey[];
  readonly fetchedAt: string;
}

/** The last passkey list of each user, by object id, for use without the network and for the list of all users. */
export interface PasskeyLists {
  get(userId: string): Promise<KeptPasskeys | undefined>;
  keep(userId: string, passkeys: readonly Passkey[]): Promise<void>;
  /** Adds a passkey that was registered. A list that was never read stays unknown. */
  add(userId: string, passkey: Passkey): Promise<void>;
  /** Removes a passkey that was deleted in Entra. */
  drop(userId: string, methodId: string): Promise<void>;
}

/** Opens the lists. @param tenant returns the id of the tenant of the users */
export function createPasskeyLists({ database }: Store, tenant: () => string): PasskeyLists {
  const write = async (transaction: Transaction, userId: string, passkeys: readonly Passkey[], fetchedAt: string) => {
    const used = passkeys.flatMap(({ lastUsedDateTime }) => lastUsedDateTime ?? []);
    const row = {
      json: JSON.stringify(passkeys),
      count: passkeys.length,
      last_used_at: used.toSorted().at(-1) ?? null,
      fetched_at: fetchedAt,
    };
    await transaction
      .insertInto('passkey_list')
      .values({ tenant: tenant(), user_id: userId, ...row })
      .onConflict(conflict => conflict.columns(['tenant', 'user_id']).doUpdateSet(row))
      .execute();
  };

  const get = async (from: Kysely<Schema>, userId: string): Promise<KeptPasskeys | undefined> => {
    const row = await from
      .selectFrom('passkey_list')
      .selectAll()
      .where('tenant', '=', tenant())
      .where('user_id', '=', userId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    // A list in another version's format is ignored, because it can be read again.
    const passkeys = z.array(passkeySchema).safeParse(JSON.parse(row.json)).data;
    return passkeys && { passkeys, fetchedAt: row.fetched_at };
  };

  return {
    get: userId => get(database, userId),
    keep: (userId, passkeys) =>
      database.writeHere(async transaction => {
        const before = (await get(transaction, userId))?.passkeys ?? [];
        const known = passkeys.map(passkey => withLastUse(passkey, before));
        await write(transaction, userId, known, isoNow(transaction));
      }),
    add: (userId, passkey) =>
      database.writeHere(async transaction => {
        const kept = await get(transaction, userId);
        if (kept === undefined || kept.passkeys.some(({ id }) => id === passkey.id)) return;
        await write(transaction, userId, [...kept.passkeys, passkey], kept.fetchedAt);
      }),
    drop: (userId, methodId) =>
      database.writeHere(async transaction => {
        const kept = await get(transaction, userId);
        if (kept === undefined) return;
        const left = kept.passkeys.filter(({ id }) => id !== methodId);
        await write(transaction, userId, left, kept.fetchedAt);
      }),
  };
}

/** Keeps the known last use if Graph did not return one. */
function withLastUse(passkey: Passkey, before: readonly Passkey[]): Passkey {
  if (passkey.lastUsedFrom !== null) return passkey;
  const { lastUsedDateTime = null, lastUsedFrom = null } = before.find(({ id }) => id === passkey.id) ?? {};
  return { ...passkey, lastUsedDateTime: passkey.lastUsedDateTime ?? lastUsedDateTime, lastUsedFrom };
}
