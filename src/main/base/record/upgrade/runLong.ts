import type pg from 'pg';
import type { RecordClient } from '../connect.ts';

/** How long it may take, in ms. */
const LONG = 6 * 3_600_000;

/** Runs a statement that goes through a whole table, or waits for others. pg reads a time limit that its types do not have. */
export async function runLong(client: RecordClient, text: string): Promise<void> {
  await client.query({ text, query_timeout: LONG } as pg.QueryConfig);
}
