import { type Kysely, type Selectable, sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { ActivationCodeTable } from './tables.ts';

export type CodeRow = Selectable<ActivationCodeTable>;

/** Maximum number of tries at one station within `WINDOW`, in ms. */
const MOST = 10;
const WINDOW = 10 * 60_000;

/** One guess at a user's code, counted before it is looked at. */
export interface Try {
  /** The user's newest code; undefined without one. */
  readonly row: CodeRow | undefined;
  /** Whether the code may still be tried: it is not blocked. */
  readonly allowed: boolean;
  /** The guess was right: takes the try back. */
  right(): Promise<void>;
}

/** A user as somebody typed them, at a station. */
export interface Guess {
  readonly tenant: string;
  readonly user: string;
  readonly station: string;
  /** In ms since the epoch. */
  readonly now: number;
}

/**
 * Takes one try from the user's code and one from the station, in one transaction and before anything slow happens.
 * SECURITY: guesses side by side, of other processes or after a restart share the same limits. A try at a user without a code
 * writes and takes as long as one at a user with a code.
 * @throws KeydeskError activation-throttled, with the minutes until the next try
 */
export function takeTry(database: Store['database'], guess: Guess): Promise<Try> {
  return database.write(async transaction => {
    const n = await countAtStation(transaction, guess);
    const row = await transaction
      .selectFrom('activation_code')
      .selectAll()
      .where('tenant', '=', guess.tenant)
      .where('user_principal_name', '=', guess.user)
      .orderBy(sql`rowid`, 'desc')
      .executeTakeFirst();
    const taken = await transaction
      .updateTable('activation_code')
      .set(({ eb }) => ({ tries_left: eb('tries_left', '-', 1) }))
      .where('id', '=', row?.id ?? '')
      .where('tries_left', '>', 0)
      .returning('id')
      .executeTakeFirst();
    const allowed = taken !== undefined;
    return { row, allowed, right: () => giveBack(database, n, row?.id) };
  });
}

/** @throws KeydeskError activation-throttled */
async function countAtStation(transaction: Kysely<Schema>, { station, now }: Guess): Promise<number> {
  await transaction
    .deleteFrom('activation_try')
    .where('at', '<=', now - WINDOW)
    .execute();
  const { n } = await transaction
    .insertInto('activation_try')
    .values({ station, at: now })
    .returning('n')
    .executeTakeFirstOrThrow();
  const others = await transaction
    .selectFrom('activation_try')
    .select('at')
    .where('station', '=', station)
    .where('n', '!=', n)
    .orderBy('at')
    .execute();
  const oldest = others[0];
  if (others.length < MOST || oldest === undefined) return n;
  throw new KeydeskError('activation-throttled', { minutes: Math.ceil((oldest.at + WINDOW - now) / 60_000) });
}

function giveBack(database: Store['database'], n: number, codeId: string | undefined): Promise<void> {
  return database.write(async transaction => {
    await transaction.deleteFrom('activation_try').where('n', '=', n).execute();
    await transaction
      .updateTable('activation_code')
      .set(({ eb }) => ({ tries_left: eb('tries_left', '+', 1) }))
      .where('id', '=', codeId ?? '')
      .execute();
  });
}
