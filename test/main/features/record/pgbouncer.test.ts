import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { noPgBouncer, startPgBouncer } from '../../../pgbouncer.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

const obstacle = noPostgres ?? noPgBouncer;

let postgres: Postgres;
let graph: GraphSimulator;
let bouncer: Awaited<ReturnType<typeof startPgBouncer>>;
beforeAll(async () => {
  if (obstacle !== null) return;
  [postgres, graph] = [await startPostgres(), await startGraphSimulator({ users: 10 })];
  bouncer = await startPgBouncer(postgres);
});
afterAll(async () => {
  await bouncer?.close();
  await graph?.close();
  await postgres?.close();
});

async function openDesk(): Promise<BusDesk> {
  const desk = await openBusDesk(undefined, undefined, undefined, graph);
  onTestFinished(desk.close);
  return desk;
}

/** Says which password the desks find in the password file. */
function allow(password: string): void {
  const file = join(postgres.folder, 'bouncer-passwords');
  writeFileSync(file, `*:*:*:*:${password}\n`, { mode: 0o600 });
  process.env.PGPASSFILE = file;
}

const at = (database: string, user = 'desk') => `postgres://${user}@127.0.0.1:${bouncer.port}/${database}`;

describe.skipIf(obstacle !== null)(`PgBouncer in transaction mode${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  test('carries a record: desks make it, join it, write in turn and see each other within some seconds', async () => {
    await postgres.database('pooled');
    allow(PASSWORD);
    const [a, b] = [await openDesk(), await openDesk()];
    await a.client.record.create({ url: at('pooled'), name: 'A' });
    await b.client.record.join({ url: at('pooled'), name: 'B' });
    await a.restart();
    await b.restart();
    await Promise.all([
      ...[1, 2, 3, 4].map(n => a.client.assignments.assign({ user: `user${n}@contoso.example` })),
      ...[5, 6, 7, 8].map(n => b.client.assignments.assign({ user: `user${n}@contoso.example` })),
    ]);
    const count = async (desk: BusDesk) => (await desk.client.assignments.list({})).assignments.length;
    await expect.poll(() => count(a), { timeout: 6000 }).toBe(8);
    await expect.poll(() => count(b), { timeout: 6000 }).toBe(8);
    expect(await b.client.record.check()).toMatchObject({ differences: [] });
    expect((await a.client.record.show()).desks.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  test('says what is wrong, as PostgreSQL does', async () => {
    const desk = await openDesk();
    const failure = (url: string) => expect(desk.client.record.join({ url })).rejects;
    allow(PASSWORD);
    await failure(at('nothing')).toMatchObject({ data: { code: 'record-database-missing' } });
    await failure(at('postgres', 'nobody')).toMatchObject({ data: { code: 'record-refused' } });
    allow('wrong');
    await failure(at('postgres')).toMatchObject({ data: { code: 'record-refused' } });
  });
});
