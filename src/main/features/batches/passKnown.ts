import { sql } from 'kysely';
import type { Batch } from '../../../contract/batches/schema.ts';
import type { UserRow } from '../../../contract/directory/schema.ts';
import { isPasskeyName } from '../../../contract/text/deviceText.ts';
import type { BatchContext } from './context.ts';
import { hasNoPasskey } from './existingKeys.ts';
import { failKnown } from './failKnown.ts';
import type { Row } from './moves.ts';
import type { CheckRules } from './rules.ts';

/** Rows that wait, and the imported user that each of them names; undefined for those who were not imported. */
export interface KnownPart {
  readonly rows: readonly Row[];
  readonly users: readonly (UserRow | undefined)[];
}

/**
 * Passes the rows about which everything is known without Entra: an imported user who may have a passkey by the cached policy and from this
 * sign-in, has none yet, and is in no other row. Fails those whose users this sign-in may not register, because its roles were read just now.
 * Thousands of rows take seconds that way. Returns the rows that must be checked one by one, also those that will be refused: their reason
 * needs newer data.
 * Nobody has to take the rows before: one statement passes or fails those that still wait.
 */
export async function passKnown(
  context: BatchContext,
  { rows, users }: KnownPart,
  { existing, reach, inPart }: CheckRules,
): Promise<Row[]> {
  // The profile of a row is checked with its user. A row with an enrollment may have a key in Entra already.
  const shared = await sharedSerials(context, rows);
  const isSimple = ({ name, profile, enrollment_id, serial }: Row) =>
    (name === null || isPasskeyName(name)) &&
    profile === null &&
    enrollment_id === null &&
    (serial === null || !shared.has(serial));
  const found = rows.flatMap((row, n) => {
    const user = users[n];
    return user !== undefined && isUsable(user) && isSimple(row) ? [{ row, user }] : [];
  });
  const failed = await failKnown(context, found, reach);
  const open = found.filter(({ row, user }) => !failed.has(row.id) && isFree(user, existing));
  const cleared = await context.policies.cleared(open.map(({ user }) => user));
  const seen = new Set<string>();
  const passing = open.filter(({ user: { id } }) => cleared.has(id) && seen.size < seen.add(id).size);
  const passed = await write(context, passing, inPart);
  return rows.filter(({ id }) => !passed.has(id) && !failed.has(id));
}

/** Returns the serial numbers that several rows of the batch expect. */
async function sharedSerials(
  { store: { database } }: BatchContext,
  rows: readonly Row[],
): Promise<ReadonlySet<string>> {
  const named = rows.find(({ serial }) => serial !== null);
  if (named === undefined) return new Set();
  const found = await database
    .selectFrom('batch_row')
    .select('serial')
    .where('batch_id', '=', named.batch_id)
    .where('serial', 'is not', null)
    .groupBy('serial')
    .having(({ fn }) => fn.countAll(), '>', 1)
    .execute();
  return new Set(found.flatMap(({ serial }) => serial ?? []));
}

function isUsable({ leftAt, accountEnabled, guest }: UserRow): boolean {
  return leftAt === null && accountEnabled && !guest;
}

function isFree(user: UserRow, existing: Batch['existing']): boolean {
  return existing === 'add' || hasNoPasskey(user);
}

/**
 * Writes the users into their rows, which then wait for a key, except if another row of the batch has the user. Returns the ids of the rows
 * that passed.
 */
async function write(
  { store: { database } }: BatchContext,
  passing: readonly { row: Row; user: UserRow }[],
  inPart: CheckRules['inPart'],
): Promise<ReadonlySet<string>> {
  if (passing.length === 0) return new Set();
  const values = JSON.stringify(
    passing.map(({ row, user }) => [row.id, user.id, user.userPrincipalName, user.displayName]),
  );
  const error = inPart === null ? null : JSON.stringify(inPart);
  const passed = await database.write(
    async transaction =>
      (
        await sql<{ id: string }>`
          UPDATE batch_row SET state = 'waiting-for-key', instance = '', error = ${error}, replaces = '[]',
            user_id = of.value ->> 1, user_principal_name = of.value ->> 2, display_name = of.value ->> 3
          FROM json_each(${values}) of
          WHERE batch_row.id = of.value ->> 0 AND batch_row.state = 'waiting' AND NOT EXISTS (
            SELECT 1 FROM batch_row other
            WHERE other.batch_id = batch_row.batch_id AND other.user_id = of.value ->> 1 AND other.id <> batch_row.id
              AND other.state IN ('preparing', 'waiting-for-key', 'enrolling', 'done'))
          RETURNING batch_row.id AS id`.execute(transaction)
      ).rows,
  );
  return new Set(passed.map(({ id }) => id));
}
