import type { Kysely } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/**
 * The generation of each connection's sign-in, which all processes with a data folder share. A sign-in, a sign-out,
 * another secret and the removal of the connection begin the next generation. Late work of an earlier generation is
 * refused.
 */
export interface Generations {
  /** Returns the current generation. */
  now(connection: string): Promise<number>;
  /**
   * Runs `work`. No process can begin the next generation meanwhile. `work` must not use the database.
   * @throws KeydeskError sign-in-ended if `generation` is not the current one; errors of `work`
   */
  during(connection: string, generation: number, work: () => Promise<void>): Promise<void>;
  /**
   * Begins the next generation and runs `work`: both, or neither. `work` must not use the database.
   * @param from The generation that must be the current one; any if undefined
   * @throws KeydeskError sign-in-ended if it is not the current one; errors of `work`
   */
  next(connection: string, work: () => Promise<void>, from?: number): Promise<void>;
}

export function createGenerations({ database }: Pick<Store, 'database'>): Generations {
  /** Takes the database's write lock, so that the generation stays the same until the transaction ends. */
  const locked = (connection: string, work: (transaction: Transaction, present: number) => Promise<void>) =>
    database.writeHere(async transaction => {
      await transaction
        .insertInto('sign_in')
        .values({ connection, generation: 0 })
        .onConflict(conflict => conflict.doNothing())
        .execute();
      await work(transaction, await generationOf(transaction, connection));
    });

  return {
    now: connection => generationOf(database, connection),
    during: (connection, generation, work) =>
      locked(connection, async (_, present) => {
        if (present !== generation) throw new KeydeskError('sign-in-ended');
        await work();
      }),
    next: (connection, work, from) =>
      locked(connection, async (transaction, present) => {
        if (from !== undefined && present !== from) throw new KeydeskError('sign-in-ended');
        await transaction
          .updateTable('sign_in')
          .set({ generation: present + 1 })
          .where('connection', '=', connection)
          .execute();
        await work();
      }),
  };
}

async function generationOf(database: Kysely<Schema>, connection: string): Promise<number> {
  const row = await database
    .selectFrom('sign_in')
    .select('generation')
    .where('connection', '=', connection)
    .executeTakeFirst();
  return row?.generation ?? 0;
}
