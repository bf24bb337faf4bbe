import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { ImportEvent } from '../../../../src/contract/directory/schema.ts';
import { takeFileLock } from '../../../../src/main/base/store/fileLock.ts';
import { delayUsers, type ImportDesk, openImportDesk } from './tenant.ts';

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk({ users: 2500, teams: 20 });
});
afterEach(() => desk.close());

const state = () => desk.read.ask('state', 'tenant');
const groupsOf = async (user: string) =>
  (await desk.read.ask('groupsOf', 'tenant', user)).map(group => group.displayName);
const idOf = (upn: string) => desk.simulator.tenant.find(upn)?.id ?? '';

describe('the first import', () => {
  test('brings everybody, guests marked, groups with their members, and who has a passkey', async () => {
    const phases = new Set<string>();
    const end = await desk.import({ onEvent: event => event.kind === 'progress' && phases.add(event.phase) });
    expect(end).toMatchObject({ kind: 'done', full: true, counts: { new: 2500, left: 0, registrations: 2433 } });
    expect([...phases]).toEqual(['users', 'groups', 'registrations']);
    expect(await state()).toMatchObject({ users: 2500, unfinished: false });
    const guests = await desk.read.ask('page', 'tenant', filter({ guest: true }), 0, 1000);
    expect(guests.total).toBe(Math.floor(2500 / 29));
    expect(guests.rows.every(row => row.userPrincipalName.includes('#EXT#'))).toBe(true);
    // Nobody tells of disabled users: every 37th, so every 1073rd is a disabled guest.
    const told = guests.rows.filter(row => row.passkey !== null);
    expect(told.every(row => row.passkey === false && row.accountEnabled)).toBe(true);
    expect(guests.rows.length - told.length).toBe(Math.floor(2500 / (29 * 37)));
  });

  test('knows the members of groups inside groups, and comes out of a circle', async () => {
    await desk.import();
    const { tenant } = desk.simulator;
    const everybody = tenant.groups.find(group => group.displayName === 'Everybody');
    expect((await desk.read.ask('page', 'tenant', filter({ group: everybody?.id ?? '' }), 0, 50)).total).toBe(2500);
    // Team 1 and Team 2 hold each other.
    const [one, two] = ['Team 1', 'Team 2'].map(name => tenant.groups.find(group => group.displayName === name));
    const members = (group: string | undefined) => desk.names({ group: group ?? '' });
    expect(new Set(await members(one?.id))).toEqual(new Set(await members(two?.id)));
    const groups = await groupsOf(idOf('user1@contoso.example'));
    expect(groups).toEqual(expect.arrayContaining(['Everybody', 'Team 1', 'Team 2']));
  });

  test('tells how fast it goes and how long it will take', async () => {
    const seen: ImportEvent[] = [];
    await desk.import({ onEvent: event => seen.push(event) });
    const running = seen.filter(event => event.kind === 'progress' && event.phase === 'users' && event.counts.new > 0);
    expect(
      running.every(event => event.kind === 'progress' && (event.secondsLeft ?? -1) >= 0 && event.perSecond > 0),
    ).toBe(true);
    expect(running.length).toBeGreaterThan(1);
  });
});

describe('a later import', () => {
  beforeEach(async () => {
    await desk.import();
  });

  test('brings what changed and nothing else', async () => {
    const { tenant } = desk.simulator;
    tenant.addUsers(2);
    tenant.changeUser('user5@contoso.example', { displayName: 'Renamed Person' });
    const gone = idOf('user7@contoso.example');
    tenant.removeUser('user7@contoso.example');
    const end = await desk.import();
    expect(end).toMatchObject({ kind: 'done', full: false, counts: { new: 2, changed: 1, left: 1, registrations: 0 } });
    expect(await state()).toMatchObject({ users: 2501, leftUsers: 1 });
    expect(await desk.names({ search: 'renamed' })).toEqual(['user5@contoso.example']);
    expect(await desk.read.ask('user', 'tenant', gone)).toMatchObject({ leftAt: expect.any(String) });
    expect(await desk.names({ state: 'left' })).toEqual(['user7@contoso.example']);
  });

  test('follows people from group to group', async () => {
    const user = desk.simulator.tenant.find('user5@contoso.example');
    const other = desk.simulator.tenant.groups.find(g => g.department !== null && g.department !== user?.department);
    desk.simulator.tenant.changeUser('user5@contoso.example', { department: other?.department ?? '' });
    await desk.import();
    const groups = await groupsOf(user?.id ?? '');
    expect(groups).toContain(other?.displayName);
    expect(groups).not.toContain(user?.department);
  });

  test('reads everything again if Graph forgot the last round, and finds out who left meanwhile', async () => {
    desk.simulator.tenant.removeUser('user9@contoso.example');
    desk.simulator.faults.add({ path: '/users/delta', status: 410, code: 'syncStateNotFound' });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 0, left: 1 } });
    expect(await state()).toMatchObject({ users: 2499, leftUsers: 1 });
  });

  test('who left and came back is the same person again', async () => {
    desk.simulator.tenant.removeUser('user9@contoso.example');
    desk.simulator.faults.add({ path: '/users/delta', status: 410, code: 'syncStateNotFound' });
    await desk.import();
    const id = desk.simulator.state.changes[9];
    if (id !== undefined) id.removed = false;
    desk.simulator.tenant.changeUser('user9@contoso.example', {});
    expect(await desk.import()).toMatchObject({ counts: { new: 0 } });
    expect(await state()).toMatchObject({ users: 2500, leftUsers: 0 });
  });

  test('does not ask for the report in bulk again so soon, but on request', async () => {
    desk.simulator.faults.add({ path: 'userRegistrationDetails', status: 500, times: 100 });
    expect(await desk.import()).toMatchObject({ kind: 'done' });
    expect(await desk.import({ full: true })).toMatchObject({
      kind: 'done',
      refused: [{ phase: 'registrations', failure: { code: 'graph-unavailable' } }],
    });
  });
});

describe('an import that is cut', () => {
  test('by a person keeps what it has, and goes on there', async () => {
    delayUsers(desk.simulator, { after: 2, ms: 3000 });
    const stop = new AbortController();
    const end = await desk.import({
      signal: stop.signal,
      onEvent: event => event.kind === 'progress' && event.counts.new > 0 && stop.abort(),
    });
    expect(end).toMatchObject({ kind: 'stopped' });
    const { users, unfinished } = await state();
    expect(users).toBeGreaterThan(0);
    expect(users).toBeLessThan(2500);
    expect(unfinished).toBe(true);
    const asked: string[] = [];
    expect(await desk.import({ onEvent: event => asked.push(event.kind) })).toMatchObject({ counts: { new: 2500 } });
    expect(await state()).toMatchObject({ users: 2500, unfinished: false });
  });

  test.each([
    ['a page that fails for ever', '/users/delta', { status: 500, times: 100 }, 'graph-unavailable'],
    ['a token that was revoked', '/groups/delta', { status: 401, times: 100 }, 'graph-unauthorized'],
    ['an answer that is none', '/users/delta', { malformed: true as const, times: 100 }, 'graph-malformed'],
  ])('by %s says so and loses nothing', async (_, path, fault, code) => {
    const whole = { users: 2500, unfinished: false };
    desk.simulator.faults.add({ path, ...fault });
    expect(await desk.import()).toMatchObject({ kind: 'failed', failure: { code } });
    expect(await state()).toMatchObject({ unfinished: true });
    const [last] = await desk.read.ask('imports', 'tenant', 1);
    expect(last?.failure?.code).toBe(code);
    desk.simulator.faults.clear();
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 2500 } });
    expect(await state()).toMatchObject(whole);
  });

  test('is not begun a second time beside another one', async () => {
    const release = takeFileLock(join(desk.folder, 'import.lock'));
    expect(await desk.import()).toMatchObject({ kind: 'failed', failure: { code: 'import-running' } });
    release?.();
    expect(await desk.import()).toMatchObject({ kind: 'done' });
  });
});

function filter(part: object) {
  return { search: '', state: 'present' as const, sort: 'name' as const, descending: false, ...part };
}

test('a late page keeps no other from being written, and what came before it is there', async () => {
  const large = await openImportDesk({ users: 6000 });
  onTestFinished(() => large.close());
  delayUsers(large.simulator, { after: 4, ms: 4000 });
  let importing = true;
  const end = large.import().finally(() => {
    importing = false;
  });
  await expect.poll(async () => (await large.read.ask('state', 'tenant')).users, { timeout: 10_000 }).toBe(3996);
  const other = new DatabaseSync(join(large.folder, 'directory.db'), { timeout: 0 });
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE; ROLLBACK');
  expect(importing).toBe(true);
  expect(await end).toMatchObject({ kind: 'done', counts: { new: 6000 } });
});
