import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { checkHistory } from './checkHistory.ts';
import { runHistory } from './history.ts';

/** How many histories run, and the first of their seeds. `KEYDESK_HISTORIES=1000 KEYDESK_SEED=1` runs more, or one again. */
const COUNT = Number(process.env.KEYDESK_HISTORIES ?? 12);
const SEED = Number(process.env.KEYDESK_SEED ?? 1);

describe.skipIf(noPostgres !== null)(
  'random histories of three desks, with cut connections, lost answers and killed desks',
  () => {
    let postgres: Postgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.close());

    test(`${COUNT} from seed ${SEED} leave one truth`, { timeout: 20_000 + COUNT * 20_000 }, async () => {
      for (let seed = SEED; seed < SEED + COUNT; seed++) {
        const database = `history${seed}`;
        const url = await postgres.database(database);
        const history = await runHistory({ url, port: postgres.port, seed, desks: 3, operations: 8 });
        const wrong = await checkHistory(postgres, database, history);
        await history.close();
        expect({ seed, wrong }).toEqual({ seed, wrong: [] });
        await postgres.query('postgres', `DROP DATABASE "${database}" WITH (FORCE)`);
      }
    });
  },
);
