import type { Database } from '../../../../src/main/base/store/transactions.ts';

const place = { tenant: 'c', name: 'count' } as const;

/**
 * Reads a number and writes the next one, `steps` times. Steps of another process at the same time must not be lost.
 */
export async function countUp(database: Database, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    await database.write(async transaction => {
      const row = await transaction
        .selectFrom('document')
        .select('json')
        .where('name', '=', 'count')
        .executeTakeFirst();
      const json = String(Number(row?.json ?? 0) + 1);
      await transaction
        .insertInto('document')
        .values({ ...place, json, fetched_at: '' })
        .onConflict(conflict => conflict.columns(['tenant', 'name']).doUpdateSet({ json }))
        .execute();
    });
  }
}
