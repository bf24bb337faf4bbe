import { DatabaseSync } from 'node:sqlite';
import { isContractProcedure } from '@orpc/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '../../../src/contract/contract.ts';
import { writes } from '../../../src/main/app/outdated.ts';
import { openTwoTenants, type TwoTenants } from '../features/connections/twoTenants.ts';

let desk: TwoTenants;
beforeEach(async () => {
  desk = await openTwoTenants();
});
afterEach(() => desk.close());

/** As a newer Keydesk does it that another person starts on the same data folder. */
function migrateOn() {
  const raw = new DatabaseSync(`${desk.folder}/keydesk.db`, { timeout: 5000 });
  const version = Number(raw.prepare('PRAGMA user_version').get()?.user_version);
  raw.exec(`PRAGMA user_version = ${version + 1}`);
  raw.close();
}

function pathsOf(router: object, above: string[] = []): string[][] {
  return Object.entries(router).flatMap(([name, value]) =>
    isContractProcedure(value) ? [[...above, name]] : pathsOf(value, [...above, name]),
  );
}

type Call = (input: unknown) => Promise<unknown>;

const call = (path: readonly string[]) =>
  path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], desk.client) as Call;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data?.code,
  );

test('a Keydesk whose data folder a newer one has taken over changes nothing any more, whatever it is asked', async () => {
  const paths = pathsOf(contract);
  const changing = paths.filter(writes);
  expect(changing.length).toBeGreaterThan(50);
  const requests = desk.a.requests.length;
  const entries = desk.all('SELECT count(*) AS n FROM activity');
  const settings = await desk.client.settings.get();
  migrateOn();

  const codes = await Promise.all(changing.map(async path => [path.join('.'), await codeOf(call(path)({}))]));
  expect(codes).toEqual(changing.map(path => [path.join('.'), 'database-newer']));
  expect(await codeOf(desk.client.settings.set({ theme: 'dark' }))).toBe('database-newer');
  expect(await codeOf(desk.b.use())).toBe('database-newer');
  expect(await codeOf(desk.client.directory.import({ full: true }))).toBe('database-newer');
  expect(desk.a.requests.slice(requests)).toEqual([]);
  expect(await desk.client.settings.get()).toEqual(settings);
  expect(desk.all('SELECT count(*) AS n FROM activity')).toEqual(entries);
});

test('it still shows what is there', async () => {
  migrateOn();
  const { client } = desk;
  for (const read of [
    client.system.info(),
    client.settings.get(),
    client.assignments.list({}),
    client.inventory.list({}),
    client.activity.list({}),
    client.workflows.list(),
    client.directory.state(),
  ]) {
    expect(await codeOf(read)).toBeUndefined();
  }
});
