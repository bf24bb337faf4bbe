import type { Kysely } from 'kysely';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Keyring } from './keyring.ts';
import { type FoundKey, type FoundStatement, foundKeys } from './learn.ts';
import { fingerprintOf } from './publicKey.ts';
import { type Statement, signStatement, statements } from './statement.ts';

/** Reads the keys of desks that the copy of the record has. */
export async function readKeys(database: Kysely<Schema>, record: string): Promise<FoundKey[]> {
  return foundKeys(await database.selectFrom('desk_key').selectAll().orderBy('fingerprint').execute(), record);
}

/** Reads what desks say about the keys of others. */
export async function readStatements(database: Kysely<Schema>, record: string): Promise<FoundStatement[]> {
  const rows = await database.selectFrom('desk_statement').selectAll().execute();
  return rows.flatMap(({ about, author, says, signature }) => {
    const known = statements.find(each => each === says);
    return known === undefined ? [] : [{ record, about, by: author, says: known, signature }];
  });
}

/** Adds the key of this desk. Keys that the same program of this desk had before have left. */
export async function publishKey(transaction: Transaction, { own }: Keyring): Promise<void> {
  const { desk, holder, box, signing } = own;
  const fingerprint = fingerprintOf(own);
  await transaction
    .updateTable('desk_key')
    .set({ has_left: 1 })
    .where('desk', '=', desk)
    .where('holder', '=', holder)
    .where('has_left', '=', 0)
    .execute();
  await transaction
    .insertInto('desk_key')
    .values({ fingerprint, desk, holder, box, signing, has_left: 0 })
    .onConflict(conflict => conflict.column('fingerprint').doUpdateSet({ desk, holder, box, signing, has_left: 0 }))
    .execute();
}

/** Says something about the key of another desk. */
export async function publishStatement(
  transaction: Transaction,
  { own, signingKey }: Keyring,
  { says, about }: Pick<Statement, 'says' | 'about'>,
): Promise<void> {
  const by = fingerprintOf(own);
  const signature = signStatement({ record: own.record, says, about, by }, signingKey);
  await transaction
    .insertInto('desk_statement')
    .values({ about, author: by, says, signature })
    .onConflict(conflict => conflict.columns(['about', 'author', 'says']).doUpdateSet({ signature }))
    .execute();
}

/** Notes that the keys of a desk are not used any more. */
export async function noteDeskLeft(database: Kysely<Schema>, desk: string): Promise<void> {
  await database.updateTable('desk_key').set({ has_left: 1 }).where('desk', '=', desk).execute();
}

/** Deletes what a desk knew of the keys of a record that it has left. */
export async function forgetKeys(transaction: Transaction): Promise<void> {
  await transaction.deleteFrom('desk_key').execute();
  await transaction.deleteFrom('desk_statement').execute();
}
