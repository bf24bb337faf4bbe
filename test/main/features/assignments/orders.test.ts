import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AssignmentQuery,
  type AssignmentSort,
  assignmentStates,
} from '../../../../src/contract/assignments/schema.ts';
import { openSharedDesk, type SharedDesk } from './sharedFolder.ts';

let folder: string;
let desk: SharedDesk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-orders-'));
  desk = openSharedDesk(folder);
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = ['Zoe', 'anna', 'Bert', 'anna', 'Émile', 'carl', 'Dora'];
const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();

/** Adds rows with every state, in no order. */
async function addRows(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const times = { created_at: at((n * 7) % 11), updated_at: at((n * 3) % 13) };
    const key = n % 3 === 0 ? {} : { key_product: `Key ${n % 4}`, key_aaguid: 'a', key_serial: `S${(n * 5) % 7}` };
    await desk.add(`id-${String(n).padStart(3, '0')}`, {
      user_id: `u${n}`,
      display_name: NAMES[n % NAMES.length] ?? '',
      state: assignmentStates[n % assignmentStates.length] ?? '',
      purpose: 'additional',
      source: n % 2 === 0 ? 'desk' : 'workflow',
      workflow_name: n % 4 === 1 ? 'W' : null,
      ...key,
      ...times,
    });
  }
}

async function everything(query: Partial<AssignmentQuery>, limit: number) {
  const rows = [];
  for (let after: string | undefined; ; ) {
    const page = await desk.assignments.list({ ...query, limit, ...(after === undefined ? {} : { after }) });
    rows.push(...page.assignments);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}
type Row = Awaited<ReturnType<typeof everything>>[number];
const lower = (text: string) => text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
const placeOf: Readonly<Record<AssignmentSort, (row: Row) => string>> = {
  updated: row => row.updatedAt,
  created: row => row.createdAt,
  user: row => lower(row.user.displayName),
  state: row => String(assignmentStates.indexOf(row.state)),
  key: row => `${row.key?.product ?? ''} ${row.key?.serial ?? ''}`,
  source: row => `${row.source} ${row.workflow?.name ?? ''}`,
};

describe.each(Object.keys(placeOf) as AssignmentSort[])('a list by %s', sort => {
  test.each([
    [false, {}],
    [true, {}],
    [false, { states: ['pending', 'failed', 'active'] }],
    [true, { text: 'a' }],
  ] as const)('has each row once over all pages, in order (descending: %s, %j)', async (descending, filter) => {
    await addRows(60);
    const query = { ...filter, sort, descending } as Partial<AssignmentQuery>;
    const whole = await everything(query, 1000);
    const places = whole.map(placeOf[sort]);
    const sorted = places.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
    expect(places).toEqual(descending ? sorted.toReversed() : sorted);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
    expect(whole).toHaveLength((await desk.assignments.list({ ...filter, limit: 1 } as AssignmentQuery)).total);
    for (const limit of [1, 7])
      expect((await everything(query, limit)).map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
  });
});

test('a walk along the index and the gathered rows have the same order', async () => {
  await addRows(60);
  const few = await everything({ sort: 'user' }, 1000);
  const { database } = desk.store;
  // More rows than are gathered, of another state.
  await database.write(async transaction => {
    for (let from = 0; from < 2100; from += 100) {
      const values = Array.from({ length: 100 }, (_, i) => ({
        id: `x-${from + i}`,
        tenant: 'contoso',
        user_id: `x${from + i}`,
        user_principal_name: 'x',
        display_name: `X ${from + i}`,
        purpose: 'additional',
        state: 'revoked',
        source: 'desk',
        reason: 'assigned',
        created_at: at(0),
        updated_at: at(0),
      }));
      await transaction
        .insertInto('assignment')
        .values(values as never)
        .execute();
    }
  });
  const many = await everything({ sort: 'user' }, 500);
  expect(many).toHaveLength(2160);
  expect(many.filter(({ id }) => id.startsWith('id-')).map(({ id }) => id)).toEqual(few.map(({ id }) => id));
});

test('a cursor of another order is refused', async () => {
  await addRows(5);
  const { next = '' } = await desk.assignments.list({ sort: 'user', limit: 2 });
  for (const query of [{}, { sort: 'key' }, { sort: 'user', descending: true }, { sort: 'state' }] as const) {
    await expect(desk.assignments.list({ ...query, limit: 2, after: next })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  }
});
