import { randomUUID } from 'node:crypto';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Store } from '../../base/store/database.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import { usableSerial } from '../../services/keys/serials.ts';
import { credentialIdentity, hasTwin, type Identity, serialIdentity, toldSerial } from './identity.ts';
import type { KeyReferences } from './keyReferences.ts';
import type { KeyRecords } from './records.ts';

type Database = Store['database'];

/**
 * Returns the identity of a key by its serial number; undefined if the number is not unique. Remembers shared numbers permanently, and
 * identifies a row that had such a number by its passkeys from then on.
 */
export async function ownSerial(
  records: KeyRecords,
  key: KeySummary,
  pluggedIn: readonly KeySummary[],
): Promise<Identity | undefined> {
  const told = toldSerial(key);
  if (told === undefined) return undefined;
  if (usableSerial(key.serial) === undefined) await demote(records, told);
  else if (hasTwin(key, pluggedIn)) await learnShared(records, told);
  const own = serialIdentity(key, pluggedIn);
  return own !== undefined && (await isShared(records.database, told)) ? undefined : own;
}

/** Remembers that several devices have this serial number. */
export async function learnShared(records: KeyRecords, identity: string): Promise<void> {
  await records.database.write(async transaction => {
    await transaction
      .insertInto('shared_serial')
      .values({ identity, learned_at: isoNow(transaction) })
      .onConflict(conflict => conflict.doNothing())
      .execute();
    await demoteIn(transaction, records.references, identity);
  });
  records.references.moved();
}

export async function isShared(database: Database, identity: string): Promise<boolean> {
  const found = await database
    .selectFrom('shared_serial')
    .select('identity')
    .where('identity', '=', identity)
    .executeTakeFirst();
  return found !== undefined;
}

async function demote({ database, references }: KeyRecords, identity: string): Promise<void> {
  // Runs at each lookup of such a key. Most have no row, and need no lock.
  const row = await database
    .selectFrom('security_key')
    .select('id')
    .where('identity', '=', identity)
    .executeTakeFirst();
  if (row === undefined) return;
  await database.write(transaction => demoteIn(transaction, references, identity));
  references.moved();
}

/**
 * Identifies a row by its passkeys instead of its serial number. Keeps the row, its mark and its assignments. The other live passkeys may
 * be on other devices with that number, so each gets a separate row. rowByCredentials joins the rows again if one key shows several of the
 * passkeys. A row without passkeys no longer identifies any key.
 */
async function demoteIn(transaction: Transaction, references: KeyReferences, identity: string): Promise<void> {
  const row = await transaction
    .selectFrom('security_key')
    .selectAll()
    .where('identity', '=', identity)
    .executeTakeFirst();
  if (row === undefined) return;
  const passkeys = await transaction
    .selectFrom('assignment')
    .select(['id', 'user_id', 'tenant', 'state', 'activated_at'])
    .where('security_key_id', '=', row.id)
    .where('credential_id', 'is not', null)
    .orderBy('updated_at', 'desc')
    .execute();
  const known =
    passkeys.length > 0
      ? credentialIdentity(randomUUID())
      : ({ identity: `model:was ${identity} ${row.id}`, identifiedBy: 'model' } as const);
  await transaction
    .updateTable('security_key')
    .set({ identity: known.identity, identified_by: known.identifiedBy })
    .where('id', '=', row.id)
    .execute();
  const live = passkeys.filter(({ state }) => state === 'active');
  for (const { id, activated_at } of live.slice(1)) {
    const own = { ...credentialIdentity(randomUUID()), id: randomUUID() };
    await transaction
      .insertInto('security_key')
      .values({
        ...row,
        id: own.id,
        identity: own.identity,
        identified_by: own.identifiedBy,
        first_seen_at: activated_at ?? row.first_seen_at,
      })
      .execute();
    await references.moveAssignments(transaction, [id], own.id);
  }
}
