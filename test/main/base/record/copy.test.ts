import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect, disconnect, type RecordClient } from '../../../../src/main/base/record/connect.ts';
import { copyInto, copyOut } from '../../../../src/main/base/record/copy.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { targetOf } from './desks.ts';

/** The limit of a statement, in ms. It is 30 seconds outside of this test. */
const LIMIT = 400;

describe.skipIf(noPostgres !== null)('a copy that takes longer than a statement may', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  async function open(name: string): Promise<RecordClient> {
    const client = await connect(targetOf(await postgres.database(name)));
    onTestFinished(() => disconnect(client));
    Object.assign(client, { connectionParameters: { query_timeout: LIMIT } });
    await expect(client.query('SELECT pg_sleep(0.6)')).rejects.toThrow('timeout');
    await new Promise(resolve => setTimeout(resolve, LIMIT));
    return client;
  }

  test('is read to its end', async () => {
    const client = await open('out');
    let text = '';
    for await (const chunk of copyOut(client, 'SELECT g, pg_sleep(0.2) FROM generate_series(1, 5) g')) text += chunk;
    expect(text.split('\n')).toHaveLength(6);
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('is written to its end', async () => {
    const client = await open('in');
    await client.query('CREATE TABLE t (n int)');
    async function* slowly(): AsyncGenerator<string> {
      for (let n = 0; n < 5; n++) {
        await new Promise(resolve => setTimeout(resolve, LIMIT / 2));
        yield `${n}\n`;
      }
    }
    await pipeline(slowly(), copyInto(client, 't (n)'));
    expect((await client.query('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: 5 }]);
  });
});
