import { type Kysely, type Selectable, sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { ActivationCodeTable } from './tables.ts';

export type CodeRow = Selectable<ActivationCodeTable>;

/** Maximum number of tries at one station within `WINDOW`, in ms. */
const MOST = 10;
const WINDOW = 10 * 60_000;

/** One guess of a user's code, counted before the code is compared. */
export interface Try {
  /** The user's newest code; undefined if there is none. */
  readonly row: CodeRow | undefined;
  /** Whether the code may still be tried: it is not blocked. */
  readonly allowed: boolean;
  /** Takes the try back, because the code was right. */
  right(): Promise<void>;
}

/** A user name that somebody typed at a station. */
export interface Guess {
  readonly tenant: string;
  readonly user: string;
  readonly station: string;
  /** In ms since the epoch. */
  readonly now: number;
}

/**
 * Counts one try for the user's code and one for the station, in one transaction and before anything slow happens.
 * SECURITY: parallel guesses, guesses from other processes and guesses after a restart share the same limits. A try for a user without a
 * code writes as much and takes as long as one for a user with a code.
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

/** Counts a try at the station. @throws KeydeskError activation-throttled */
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
