import { describe, expect, onTestFinished, test } from 'vitest';
import type { ImportEvent } from '../../../../src/contract/directory/schema.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { expiredLinkForms } from '../../../../src/simulator/graph/behavior.ts';
import { type ImportDesk, openImportDesk } from './tenant.ts';

const USER = 'user1@contoso.example';

async function openDesk(options: { users: number; teams?: number } = { users: 60 }): Promise<ImportDesk> {
  const desk = await openImportDesk(options);
  onTestFinished(() => desk.close());
  return desk;
}
const userOf = (desk: ImportDesk, upn = USER) => desk.read.ask('user', 'tenant', upn);
const state = (desk: ImportDesk) => desk.read.ask('state', 'tenant');

describe('a full round', () => {
  test('replaces: what it does not tell of a user is empty', async () => {
    const desk = await openDesk();
    await desk.import();
    expect(await userOf(desk)).toMatchObject({ mail: USER, jobTitle: expect.any(String) });
    // Never set, as far as the new round knows: Graph leaves them out.
    desk.simulator.tenant.changeUser(USER, { mail: null, jobTitle: null, department: null, employeeId: null });
    expect(await desk.import({ full: true })).toMatchObject({ kind: 'done', counts: { changed: 1, left: 0 } });
    const nothing = { mail: null, jobTitle: null, department: null, employeeId: null };
    expect(await userOf(desk)).toMatchObject({ ...nothing, accountEnabled: true, guest: false });
    expect(await desk.names({ search: 'e000001' })).toEqual([]);
  });

  test('told in untidy pages, with replays, empty ones and removals of strangers, brings the same', async () => {
    const [tidy, untidy] = [await openDesk({ users: 250, teams: 30 }), await openDesk({ users: 250, teams: 30 })];
    untidy.simulator.state.behavior.untidyRounds = true;
    const rows = async (desk: ImportDesk) => {
      for (const change of [1, 2]) {
        const counts = { kind: 'done', counts: change === 1 ? { new: 250 } : { new: 2, changed: 1, left: 1 } };
        expect(await desk.import()).toMatchObject(counts);
        desk.simulator.tenant.addUsers(2);
        desk.simulator.tenant.changeUser(USER, { department: 'Sales', mail: null });
        desk.simulator.tenant.removeUser('user7@contoso.example');
      }
      const filter = { search: '', state: 'present', sort: 'name', descending: false } as const;
      const { rows } = await desk.read.ask('page', 'tenant', filter, 0, 1000);
      const groups = await Promise.all(rows.map(({ id }) => desk.read.ask('groupsOf', 'tenant', id)));
      return rows.map(({ firstSeenAt: _, ...row }, i) => ({ ...row, groups: groups[i] }));
    };
    expect(await rows(untidy)).toEqual(await rows(tidy));
  });
});

describe('a round of changes', () => {
  test('merges: what it does not tell is unchanged, and null is empty', async () => {
    const desk = await openDesk();
    await desk.import();
    const before = await userOf(desk);
    desk.simulator.tenant.changeUser(USER, { mail: null, displayName: 'New Name' });
    await desk.import();
    expect(await userOf(desk)).toEqual({ ...before, mail: null, displayName: 'New Name' });
  });

  test('takes a removed group and its memberships away', async () => {
    const desk = await openDesk();
    await desk.import();
    const user = await userOf(desk);
    const group = desk.simulator.tenant.groups.find(({ department }) => department === user?.department);
    desk.simulator.tenant.removeGroup(group?.id ?? '');
    await desk.import();
    expect(await desk.read.ask('groupsOf', 'tenant', user?.id ?? '')).toEqual([]);
    expect(await desk.read.ask('group', 'tenant', group?.id ?? '')).toBeUndefined();
  });
});

describe('a link that Graph no longer knows', () => {
  test.each(expiredLinkForms)('begins the round again by itself (%s)', async expiredLink => {
    const desk = await openDesk({ users: 40, teams: 10 });
    await desk.import();
    const { tenant, state: of } = desk.simulator;
    of.behavior.expiredLink = expiredLink;
    tenant.removeUser('user9@contoso.example');
    tenant.addUsers(1);
    tenant.expireLinks();
    expect(await desk.import()).toMatchObject({ kind: 'done', full: true, counts: { new: 1, left: 1 }, refused: [] });
    expect(await state(desk)).toMatchObject({ users: 40, leftUsers: 1, unfinished: false });
    // The links of the new round hold.
    tenant.addUsers(1);
    expect(await desk.import()).toMatchObject({ kind: 'done', full: false, counts: { new: 1 } });
  });

  test('of groups alone has groups alone read again', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.simulator.faults.add({ path: '/groups/delta', status: 400, code: 'SyncStateNotFound' });
    const end = await desk.import();
    expect(end).toMatchObject({ kind: 'done', full: false, counts: { new: 0, changed: 0 } });
    expect(end.counts.groups).toBe(desk.simulator.tenant.groups.length);
  });

  test('in the middle of the report has the report alone read again', async () => {
    const desk = await openDesk({ users: 1200 });
    const path = 'userRegistrationDetails';
    desk.simulator.faults.add({ path, delayMs: 0 });
    desk.simulator.faults.add({ path, status: 400, code: 'Directory_ExpiredPageToken' });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 1200 } });
    expect(await state(desk)).toMatchObject({ users: 1200, unfinished: false });
  });

  test('in every part of one import has each of them read again', async () => {
    const desk = await openDesk({ users: 1200 });
    for (const path of ['/users/delta', '/groups/delta', 'userRegistrationDetails']) {
      desk.simulator.faults.add({ path, status: 400, code: 'syncStateNotFound' });
    }
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 1200 }, refused: [] });
  });

  test('over and over again ends the import, and nothing is lost', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.simulator.faults.add({ path: '/users/delta', status: 410, times: 50 });
    expect(await desk.import()).toMatchObject({ kind: 'failed', failure: { code: 'graph-delta-expired' } });
    expect(await state(desk)).toMatchObject({ users: 60, leftUsers: 0 });
    desk.simulator.faults.clear();
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { left: 0 } });
  });
});

describe('a part that is refused', () => {
  test('for want of a license is named, and later imports bring new users all the same', async () => {
    const desk = await openDesk();
    desk.simulator.state.behavior.premium = false;
    const refused = [{ phase: 'registrations', failure: { code: 'graph-license-missing' } }];
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 60 }, refused });
    expect(await state(desk)).toMatchObject({ unfinished: false, failure: null, refused, registrationsAt: null });
    desk.simulator.tenant.addUsers(1);
    expect(await desk.import()).toMatchObject({ kind: 'done', full: false, counts: { new: 1 }, refused });
    expect((await userOf(desk))?.passkey).toBeNull();
    desk.simulator.state.behavior.premium = true;
    expect(await desk.import()).toMatchObject({ kind: 'done', refused: [], counts: { registrations: 60 } });
    expect(await state(desk)).toMatchObject({ refused: [] });
  });

  test.each([
    ['userRegistrationDetails', 'registrations', 'reports', /AuditLog\.Read\.All/],
    ['/groups/delta', 'groups', 'groups', /GroupMember\.Read\.All/],
  ])('for want of a permission (%s) is named, and what was known of it stays', async (path, phase, purpose, needs) => {
    const desk = await openDesk();
    await desk.import();
    const groups = async () =>
      (await desk.read.ask('groupsOf', 'tenant', desk.simulator.tenant.idOf(1))).map(({ id }) => id);
    const known = await groups();
    desk.simulator.faults.add({ path, status: 403, code: 'Authorization_RequestDenied', times: 50 });
    desk.simulator.tenant.addUsers(1);
    const end = await desk.import({ full: true });
    expect(end).toMatchObject({
      kind: 'done',
      counts: { new: 1 },
      refused: [{ phase, failure: { code: 'graph-forbidden', params: { needs: purpose } } }],
    });
    const failure = end.kind === 'done' ? end.refused[0]?.failure : undefined;
    expect(Object.values(failure === undefined ? {} : wordsFor(failure)).join(' ')).toMatch(needs);
    expect(await groups()).toEqual(known);
    expect(known).not.toEqual([]);
    expect((await userOf(desk))?.passkey).toBe(false);
    desk.simulator.faults.clear();
    expect(await desk.import()).toMatchObject({ kind: 'done', refused: [] });
    expect(await state(desk)).toMatchObject({ refused: [] });
  });

  test.each([
    ['userRegistrationDetails', 'registrations', { status: 500 }, 'graph-unavailable'],
    ['userRegistrationDetails', 'registrations', { malformed: true as const }, 'graph-malformed'],
    ['userRegistrationDetails', 'registrations', { malformed: '{"value":"x"}' }, 'graph-malformed'],
    ['/groups/delta', 'groups', { status: 404, code: 'Request_ResourceNotFound' }, 'graph-not-found'],
    ['/groups/delta', 'groups', { status: 400, code: 'Request_BadRequest' }, 'graph-refused'],
    ['/groups/delta', 'groups', { status: 500 }, 'graph-unavailable'],
  ])('(%s) that fails in other ways keeps no other away (%s, %o)', async (path, phase, fault, code) => {
    const desk = await openDesk();
    desk.simulator.faults.add({ path, ...fault, times: 500 });
    const refused = [{ phase, failure: { code } }];
    // The report does not tell of the one disabled user.
    const registrations = phase === 'groups' ? 59 : 0;
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 60, registrations }, refused });
    desk.simulator.tenant.addUsers(2);
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 2 }, refused });
    expect(await state(desk)).toMatchObject({ users: 62, unfinished: false, refused });
    desk.simulator.faults.clear();
    expect(await desk.import()).toMatchObject({ kind: 'done', refused: [] });
  });
});

describe('an import that Graph asks to wait', () => {
  const waiting = (seen: ImportEvent[]) =>
    seen.flatMap(event =>
      event.kind === 'progress' && event.waits !== null ? [`${event.phase}: ${event.waits.reason}`] : [],
    );

  test('waits for as long as Graph says, minutes too, and tells so', async () => {
    const desk = await openDesk();
    const seen: ImportEvent[] = [];
    desk.simulator.faults.add({ path: '/users/delta', status: 429, retryAfter: 120 });
    desk.simulator.faults.add({ path: '/groups/delta', status: 503, retryAfter: 300 });
    expect(await desk.import({ onEvent: event => seen.push(event) })).toMatchObject({ kind: 'done' });
    expect(desk.waits).toEqual([120_000, 300_000]);
    expect(waiting(seen)).toEqual(['users: throttled', 'groups: unavailable']);
    expect(seen.at(-1)).toMatchObject({ waits: null });
  });

  test('tells the shorter waits between attempts too', async () => {
    const desk = await openDesk();
    const seen: ImportEvent[] = [];
    desk.simulator.faults.add({ path: '/groups/delta', status: 429, retryAfter: 45, times: 2 });
    expect(await desk.import({ onEvent: event => seen.push(event) })).toMatchObject({ kind: 'done' });
    expect(desk.waits).toEqual([]);
    expect(waiting(seen)).toHaveLength(2);
    expect(seen.at(-1)).toMatchObject({ waits: null });
  });

  test('begins although the number of users is unknown', async () => {
    const desk = await openDesk();
    desk.simulator.faults.add({ path: '/v1.0/users', status: 429, retryAfter: 600 });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 60 } });
    expect(desk.waits).toEqual([]);
  });

  test('keeps to the limit of the report, which does not say when to come again', async () => {
    const desk = await openDesk();
    for (let i = 0; i < 12; i++) expect(await desk.import({ full: true })).toMatchObject({ kind: 'done', refused: [] });
    expect(desk.waits.length).toBeGreaterThan(0);
    expect(desk.waits.every(ms => ms >= 10_000)).toBe(true);
  });

  test('is stopped in the middle of a wait, and goes on later', async () => {
    const desk = await openDesk();
    desk.simulator.faults.add({ path: '/groups/delta', status: 429, retryAfter: 600 });
    const stop = new AbortController();
    const wait = async (_: number, signal: AbortSignal) => {
      stop.abort();
      signal.throwIfAborted();
    };
    expect(await desk.import({ signal: stop.signal, wait })).toMatchObject({ kind: 'stopped', counts: { new: 60 } });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 60 } });
  });

  test('gives up where Graph asks for more than an hour', async () => {
    const desk = await openDesk();
    desk.simulator.faults.add({ path: '/users/delta', status: 429, retryAfter: 7200, times: 9 });
    expect(await desk.import()).toMatchObject({
      kind: 'failed',
      failure: { code: 'graph-throttled', params: { retryAfter: 7200 } },
    });
    expect(desk.waits).toEqual([]);
  });
});
