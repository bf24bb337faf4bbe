import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { backUp, restore } from '../../../pgBackup.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { enroll, openDeskOf, user } from './enrolling.ts';

let postgres: Postgres;
let graph: GraphSimulator;
beforeAll(async () => {
  if (noPostgres !== null) return;
  postgres = await startPostgres();
  graph = await startGraphSimulator({ users: 10 });
});
afterAll(async () => {
  await postgres?.close();
  await graph?.close();
});

const users = async (desk: BusDesk) =>
  (await desk.client.assignments.list({})).assignments.map(one => one.user.userPrincipalName).toSorted();
const rightsOf = () =>
  postgres.query(
    'drill',
    `SELECT grantee::text, table_name::text, privilege_type::text FROM information_schema.role_table_grants
     WHERE grantee LIKE 'keydesk%' ORDER BY 1, 2, 3`,
  );

/** Two desks on a record with roles, each with a key that it has made. */
async function openTwo(url: string): Promise<[BusDesk, BusDesk]> {
  const [a, b] = [await openDeskOf(graph), await openDeskOf(graph)];
  await a.client.record.create({ url, name: 'A' });
  const { sql } = await a.client.record.roles();
  await postgres.query('drill', sql);
  await b.client.record.join({ url, name: 'B' });
  await a.restart();
  await b.restart();
  await enroll(a, 1, 'SN1');
  await enroll(b, 2, 'SN2');
  return [a, b];
}

describe.skipIf(noPostgres !== null)('a backup of the record', () => {
  test('is restored on the day after: desks notice, bring back what it lacks, and go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-drill-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const backup = join(folder, 'keydesk.dump');
    const [a, b] = await openTwo(await postgres.database('drill'));
    const rights = await rightsOf();

    backUp(postgres, 'drill', backup);
    await enroll(a, 3, 'SN3');
    await expect.poll(() => users(b)).toEqual([user(1), user(2), user(3)]);
    restore(postgres, 'drill', backup);

    expect(await rightsOf()).toEqual(rights);
    await expect.poll(async () => (await a.client.record.show()).trouble?.code).toBe('record-rewound');
    // What a desk has seen stays to be read, and nobody writes.
    expect(await users(a)).toEqual([user(1), user(2), user(3)]);
    await expect(a.client.assignments.assign({ user: user(5) })).rejects.toMatchObject({
      data: { code: 'record-rewound' },
    });

    // B may have seen only a part of what A gives back. Then the record is behind for it too.
    for (const desk of [a, b]) {
      expect(await desk.client.record.bringBack()).toMatchObject({ refused: 0 });
      await desk.restart();
    }
    await enroll(b, 4, 'SN4');
    await expect.poll(() => users(a)).toEqual([1, 2, 3, 4].map(user));
    for (const desk of [a, b]) {
      expect(await desk.client.record.check()).toMatchObject({ differences: [] });
      expect(await desk.client.activity.verify({})).toMatchObject({ failure: null });
    }
  });
});
