import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { type Desk, openDesk } from './desks.ts';

let postgres: Postgres;
let url: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const event = (type: string, data = '{}') => ({
  id: randomUUID(),
  type,
  at: new Date().toISOString(),
  tenant: 'tenant',
  user_id: 'user',
  user_principal_name: 'user@contoso.example',
  data,
});
const announce = (desk: Desk, type: string, data?: string) =>
  desk.store.database.write(transaction => transaction.insertInto('event').values(event(type, data)).execute());
const typesAt = (desk: Desk) => desk.rows('SELECT type FROM event ORDER BY seq').map(({ type }) => type);
const inRecord = async () =>
  (await postgres.query<{ type: string }>(`d${made}`, 'SELECT type FROM keydesk.event ORDER BY seq')).map(
    ({ type }) => type,
  );

async function openTwo(): Promise<[Desk, Desk]> {
  const a = await openDesk(url, { isFirst: true });
  onTestFinished(a.close);
  const b = await openDesk(url);
  onTestFinished(b.close);
  return [a, b];
}

describe.skipIf(noPostgres !== null)('a shared record', () => {
  beforeEach(async () => {
    url = await postgres.database(`d${++made}`);
  });

  test('has what one desk writes at the other, in the order of the commits', async () => {
    const [a, b] = await openTwo();
    await announce(a, 'first');
    await announce(b, 'second');
    await announce(a, 'third');
    await b.feed.look();
    expect(typesAt(a)).toEqual(['first', 'second', 'third']);
    expect(typesAt(b)).toEqual(['first', 'second', 'third']);
    expect(await inRecord()).toEqual(['first', 'second', 'third']);
  });

  test('a write of one desk reads what another desk has just written', async () => {
    const [a, b] = await openTwo();
    const count = async (desk: Desk) =>
      desk.store.database.write(async transaction => {
        const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM event`.execute(transaction);
        await transaction
          .insertInto('event')
          .values(event(`after ${rows[0]?.n}`))
          .execute();
      });
    await Promise.all(Array.from({ length: 20 }, (_, n) => count(n % 2 === 0 ? a : b)));
    expect((await inRecord()).toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `after ${n}`).toSorted());
  });

  test('everybody who asks for a look sees what was recorded before, also while another look runs', async () => {
    const [a, b] = await openTwo();
    // While another connection writes to the desk, a look has read the record and cannot apply it yet.
    b.rows('BEGIN IMMEDIATE');
    await announce(a, 'first');
    const running = b.feed.look();
    await sleep(200);
    await announce(a, 'second');
    const seen = [b.feed.look(), b.feed.look()].map(look => look.then(() => typesAt(b)));
    b.rows('COMMIT');
    expect(await Promise.all(seen)).toEqual([
      ['first', 'second'],
      ['first', 'second'],
    ]);
    await running;
  });

  test('a failed write leaves nothing, here and there', async () => {
    const [a] = await openTwo();
    const failed = a.store.database.write(async transaction => {
      await transaction.insertInto('event').values(event('lost')).execute();
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await announce(a, 'kept');
    expect(typesAt(a)).toEqual(['kept']);
    expect(await inRecord()).toEqual(['kept']);
  });

  test('every kind of text comes back as it was', async () => {
    const [a, b] = await openTwo();
    const data = JSON.stringify({ text: 'tab\t, line\n, back\\slash, quote\' ", \u2028, \u{1F511}, \u05D0, NUL' });
    await announce(a, 'text', data);
    await announce(a, 'nul \0 here', data);
    await b.feed.look();
    expect(b.rows('SELECT data FROM event').map(row => row.data)).toEqual([data, data]);
    expect(typesAt(b)).toEqual(['text', 'nul \uFFFD here']);
    expect(typesAt(a)).toEqual(['text', 'nul \uFFFD here']);
  });
});
