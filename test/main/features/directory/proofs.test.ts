import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { directoryThread } from '../../../../src/main/features/directory/database/thread.ts';
import { type ImporterParts, importDirectory } from '../../../../src/main/features/directory/import/importer.ts';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { type ScriptedAnswer, startScripted } from '../../services/graph/scripted.ts';

const ALL = 60;
const users = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `id-${n}`, userPrincipalName: `u${n}@contoso.example` }));

/** What a tenant answers, by what is asked for; where nothing is said, it has 60 users and no groups. */
interface Script {
  users?: (link: string | undefined, n: number) => ScriptedAnswer['body'];
  groups?: (link: string | undefined, n: number) => ScriptedAnswer['body'];
  report?: (link: string | undefined, n: number) => ScriptedAnswer['body'];
}

async function openDesk() {
  let script: Script = {};
  let round = 0;
  const graph = await startScripted((path, n) => {
    const of = path.startsWith('/users/delta') ? 'users' : path.startsWith('/groups/delta') ? 'groups' : 'report';
    const link = /\$(?:skip|delta)token=(\w+)/.exec(path)?.[1];
    const told = script[of]?.(link, n);
    if (told !== undefined) return { body: linked(told) };
    if (path.includes('$count')) return { body: { '@odata.count': ALL, value: [] } };
    const delta = { '@odata.deltaLink': `${of}/delta?$deltatoken=d${round}` };
    const value = of === 'users' && link === undefined ? users(ALL) : [];
    return { body: linked({ value, ...(of === 'report' ? {} : delta) }) };
  });
  /** Links are written short in scripts. */
  const linked = (body: unknown): unknown =>
    JSON.parse(
      JSON.stringify(body).replaceAll(/"((?:users|groups|reports)\/[^"]*\?[^"]*)"/g, `"${graph.url}/v1.0/$1"`),
    );

  const folder = mkdtempSync(join(tmpdir(), 'keydesk-proofs-'));
  const thread = directoryThread(
    folder,
    new URL('../../../../src/main/features/directory/database/worker.ts', import.meta.url),
  );
  onTestFinished(async () => {
    await thread.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const connection = { graphUrl: graph.url, tenantId: 'tenant', version: 'v1.0' as const };
  const retries = { sleep: async () => undefined, random: Math.random, clock: Date.now };
  const client = createGraphClient(connection, fixedToken(connection, 'token'), { retries });
  return {
    asked: graph.asked,
    state: () => thread.ask('state', 'tenant'),
    groupsOf: async (user: string) => (await thread.ask('groupsOf', 'tenant', user)).map(({ id }) => id).sort(),
    user: (id: string) => thread.ask('user', 'tenant', id),
    names: async () =>
      (await thread.ask('page', 'tenant', userFilterSchema.parse({}), 0, 1000)).rows.map(({ id }) => id),
    /** Answers by the script from now on. */
    script: (next: Script) => {
      script = next;
      round++;
      graph.asked.length = 0;
    },
    import: (full = false, parts: Pick<ImporterParts, 'limits'> = {}) =>
      importDirectory(
        { folder, thread, tenant: () => 'tenant', delta: () => client.delta, wait: async () => undefined, ...parts },
        { full, signal: new AbortController().signal },
        () => undefined,
      ),
  };
}

const DONE = { '@odata.deltaLink': 'users/delta?$deltatoken=later' };
const nobodyLeft = { users: ALL, leftUsers: 0 };

describe('no user has left and nothing is removed', () => {
  test('where a round ends without the link that says that it is complete', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.script({ users: () => ({ value: users(3) }) });
    expect(await desk.import(true)).toMatchObject({ kind: 'failed', failure: { code: 'graph-round-incomplete' } });
    expect(await desk.state()).toMatchObject(nobodyLeft);
    expect(desk.asked.filter(path => path.startsWith('/users/delta'))).toHaveLength(2);
    desk.script({});
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: 0 } });
  });

  test('if a complete round has no users, however often it comes', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.script({ users: () => ({ value: [], ...DONE }) });
    expect(await desk.import(true)).toMatchObject({
      kind: 'failed',
      failure: { code: 'graph-round-incomplete', params: { met: 0, known: ALL } },
    });
    expect(await desk.state()).toMatchObject(nobodyLeft);
  });

  test('where one round alone misses more than half', async () => {
    const desk = await openDesk();
    await desk.import();
    let rounds = 0;
    desk.script({ users: link => (link === undefined && rounds++ === 0 ? { value: users(9), ...DONE } : undefined) });
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: 0 } });
    expect(rounds).toBe(2);
    expect(await desk.state()).toMatchObject(nobodyLeft);
  });

  test('where groups come without a link at the end', async () => {
    const desk = await openDesk();
    const group = { id: 'g', displayName: 'Group', 'members@delta': [{ id: 'id-1' }] };
    desk.script({ groups: () => ({ value: [group], '@odata.deltaLink': 'groups/delta?$deltatoken=later' }) });
    await desk.import();
    desk.script({ groups: () => ({ value: [] }) });
    expect(await desk.import(true)).toMatchObject({
      kind: 'done',
      refused: [{ phase: 'groups', failure: { code: 'graph-round-incomplete' } }],
    });
    expect(await desk.groupsOf('id-1')).toEqual(['g']);
  });
});

test('whom two complete rounds have missed has left', async () => {
  const desk = await openDesk();
  await desk.import();
  desk.script({ users: link => (link === undefined ? { value: users(9), ...DONE } : undefined) });
  expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: ALL - 9 } });
  expect(await desk.state()).toMatchObject({ users: 9, leftUsers: ALL - 9 });
});

test('a few whom two complete rounds have missed have left', async () => {
  const desk = await openDesk();
  await desk.import();
  desk.script({ users: link => (link === undefined ? { value: users(ALL - 5), ...DONE } : undefined) });
  expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: 5 } });
  expect(desk.asked.filter(path => path.startsWith('/users/delta'))).toHaveLength(2);
});

describe('what either of two complete rounds tells', () => {
  const DONE_GROUPS = { '@odata.deltaLink': 'groups/delta?$deltatoken=later' };
  const group = (n: number, members: readonly number[] = [1]) => ({
    id: `g${n}`,
    displayName: `Group ${n}`,
    'members@delta': members.map(member => ({ id: `id-${member}` })),
  });
  const groups = (count: number) => Array.from({ length: count }, (_, n) => group(n));
  /** One answer after the other, whole rounds; the last one for good. */
  const rounds = (...answers: readonly object[]) => {
    let n = 0;
    return () => answers[Math.min(n++, answers.length - 1)];
  };

  test('is there, and gone is what neither tells', async () => {
    const desk = await openDesk();
    await desk.import();
    const first = { value: users(40), ...DONE };
    const second = { value: users(50).slice(30), ...DONE };
    desk.script({ users: rounds(first, second) });
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: ALL - 50 } });
    expect(await desk.names()).toHaveLength(50);
  });

  test('is asked of groups too where users were read twice', async () => {
    const desk = await openDesk();
    desk.script({ groups: () => ({ value: groups(30), ...DONE_GROUPS }) });
    await desk.import();
    const whole = { value: groups(30), ...DONE_GROUPS };
    // Groups are read ahead while users are: whichever answer comes first, one alone removes nothing.
    desk.script({
      users: () => ({ value: users(9), ...DONE }),
      groups: rounds(whole, { value: groups(1), ...DONE_GROUPS }, whole),
    });
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: ALL - 9, groups: 30 } });
    expect(await desk.groupsOf('id-1')).toHaveLength(30);
  });

  test.each<[string, object]>([
    ['groups without their members', { value: groups(3).map(({ id, displayName }) => ({ id, displayName })) }],
    ['one member less', { value: [...groups(2), group(2, [])] }],
    ['one group less', { value: groups(2) }],
    ['no list at all', {}],
  ])('outweighs one answer of %s', async (_, poor) => {
    const desk = await openDesk();
    const whole = { value: groups(3), ...DONE_GROUPS };
    desk.script({ groups: () => whole });
    await desk.import();
    desk.script({ groups: rounds({ ...poor, ...DONE_GROUPS }, whole) });
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { groups: 3, memberships: 3 } });
    expect(await desk.groupsOf('id-1')).toEqual(['g0', 'g1', 'g2']);
  });

  test('is gone where both miss it: groups and memberships alike', async () => {
    const desk = await openDesk();
    desk.script({ groups: () => ({ value: groups(3), ...DONE_GROUPS }) });
    await desk.import();
    desk.script({ groups: () => ({ value: [group(0), group(1, [2])], ...DONE_GROUPS }) });
    expect(await desk.import(true)).toMatchObject({ kind: 'done' });
    expect(await desk.groupsOf('id-1')).toEqual(['g0']);
    expect(await desk.groupsOf('id-2')).toEqual(['g1']);
  });

  test('counts, and what a round without its end told is no proof against anybody', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.script({ users: rounds({ value: users(ALL) }, { value: users(3), ...DONE }) });
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: 0 } });
    expect(await desk.state()).toMatchObject(nobodyLeft);
  });

  test('begins again with the next import: a round of the last one proves nothing', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.script({ users: rounds({ value: users(9), ...DONE }, { value: [] }) });
    expect(await desk.import(true)).toMatchObject({ kind: 'failed', failure: { code: 'graph-round-incomplete' } });
    desk.script({ users: rounds({ value: users(9), ...DONE }, { value: users(ALL), ...DONE }) });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { left: 0 } });
    expect(await desk.state()).toMatchObject(nobodyLeft);
  });

  test('is asked for in a first import too, where a list was begun a second time', async () => {
    const desk = await openDesk();
    const next = { '@odata.nextLink': 'users/delta?$skiptoken=s' };
    desk.script({
      users: rounds(
        { value: users(9), ...next },
        { '@odata.nextLink': 'users/delta?$skiptoken=s' },
        { value: users(2), ...DONE },
        { value: users(9), ...DONE },
      ),
    });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 9, left: 0 } });
  });
});

describe('an entry that cannot be read', () => {
  const DONE_GROUPS = { '@odata.deltaLink': 'groups/delta?$deltatoken=later' };
  const told = (phase: string, count: number) => ({
    kind: 'done',
    refused: [{ phase, failure: { code: 'graph-entries-unreadable', params: { phase, count } } }],
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a user without an id', { displayName: 'Nobody' }],
    ['a member of no known type', { id: 'id-59', mail: { address: 'x' } }],
  ])('is left out and counted, and nobody leaves for its sake (%s)', async (_, entry) => {
    const desk = await openDesk();
    await desk.import();
    const stranger = { id: 'new', userPrincipalName: 'new@contoso.example' };
    desk.script({ users: () => ({ value: [...users(ALL - 1), entry, stranger], ...DONE }) });
    expect(await desk.import(true)).toMatchObject({ ...told('users', 1), counts: { new: 1, left: 0 } });
    expect(await desk.names()).toHaveLength(ALL + 1);
    // The next whole round that can be read is a proof again.
    desk.script({ users: () => ({ value: users(ALL - 1), ...DONE }) });
    expect(await desk.import(true)).toMatchObject({ kind: 'done', counts: { left: 2 }, refused: [] });
  });

  test('of a round of changes is asked for again with the next import', async () => {
    const desk = await openDesk();
    await desk.import();
    desk.script({ users: () => ({ value: [{ id: 'id-1', accountEnabled: 'perhaps' }], ...DONE }) });
    expect(await desk.import()).toMatchObject(told('users', 1));
    expect(await desk.import()).toMatchObject(told('users', 1));
    expect(new Set(desk.asked.filter(path => path.startsWith('/users/delta'))).size).toBe(1);
  });

  test('among the members of a group leaves the others and removes none', async () => {
    const desk = await openDesk();
    const group = (...members: unknown[]) => ({ id: 'g', displayName: 'Group', 'members@delta': members });
    const answer = (...members: unknown[]) => ({ value: [group(...members)], ...DONE_GROUPS });
    desk.script({ groups: () => answer({ id: 'id-1' }, { id: 'id-2' }) });
    await desk.import();
    desk.script({ groups: () => answer(null, { id: 'id-3' }) });
    expect(await desk.import(true)).toMatchObject(told('groups', 1));
    for (const user of ['id-1', 'id-2', 'id-3']) expect(await desk.groupsOf(user)).toEqual(['g']);
  });

  test('of the report leaves the others', async () => {
    const desk = await openDesk();
    desk.script({
      report: () => ({ value: [{ userPrincipalName: 'x' }, null, { id: 'id-1', methodsRegistered: ['fido2'] }] }),
    });
    expect(await desk.import()).toMatchObject({ ...told('registrations', 2), counts: { registrations: 1 } });
  });

  test('is none where numbers and flags are written in another type', async () => {
    const desk = await openDesk();
    const odd = { id: 'id-1', userPrincipalName: 'u1@contoso.example', employeeId: 4711, accountEnabled: 'false' };
    desk.script({
      users: () => ({
        value: [...users(ALL), odd, { id: 'id-2', '@removed': true }, { id: 'id-3', '@removed': 'deleted' }],
        ...DONE,
      }),
    });
    expect(await desk.import()).toMatchObject({ kind: 'done', refused: [], counts: { left: 2 } });
    expect(await desk.user('id-1')).toMatchObject({ employeeId: '4711', accountEnabled: false });
  });
});

test('a removal needs no reason', async () => {
  const desk = await openDesk();
  await desk.import();
  desk.script({ users: () => ({ value: [{ id: 'id-3', '@removed': {} }], ...DONE }) });
  expect(await desk.import()).toMatchObject({ kind: 'done', counts: { left: 1 } });
});

describe('pages without end', () => {
  const next = (of: string, token: string | number) => ({
    '@odata.nextLink': `${of === 'report' ? 'reports/authenticationMethods/userRegistrationDetails' : `${of}/delta`}?$skiptoken=${token}`,
  });
  const row = { id: 'id-1', displayName: 'One', methodsRegistered: [] };

  test.each(['users', 'groups', 'report'] as const)('are noticed where a link of %s leads to itself', async of => {
    const desk = await openDesk();
    desk.script({ [of]: () => ({ value: [row], ...next(of, 'again') }) });
    const failure = { code: 'graph-paging-stuck' };
    const end = {
      users: { kind: 'failed', failure },
      groups: partLeftOut('groups'),
      report: partLeftOut('registrations'),
    };
    function partLeftOut(phase: string) {
      return { kind: 'done', refused: [{ phase, failure }] };
    }
    expect(await desk.import()).toMatchObject(end[of]);
    expect(desk.asked.length).toBeLessThan(14);
  });

  test('are noticed where links go round in a circle', async () => {
    const desk = await openDesk();
    const follow: Record<string, string> = { a: 'b', b: 'c', c: 'a' };
    desk.script({ users: link => ({ value: [row], ...next('users', follow[link ?? 'c'] ?? 'a') }) });
    expect(await desk.import()).toMatchObject({ kind: 'failed', failure: { params: { why: 'circle' } } });
    expect(desk.asked.length).toBeLessThan(16);
  });

  test.each([
    ['empty', []],
    ['always the same', [row]],
  ])('are noticed where every page is %s and every link is new', async (_, value) => {
    const desk = await openDesk();
    desk.script({ users: (_link, n) => ({ value, ...next('users', `t${n}`) }) });
    expect(await desk.import()).toMatchObject({ kind: 'failed', failure: { params: { why: 'nothing-new' } } });
    expect(desk.asked.length).toBeLessThan(250);
  });

  describe('are noticed where every page is new', () => {
    const short = { entries: 1000, pages: 100 };
    const limits = { users: short, groups: short, registrations: short };
    const endless = { params: { why: 'too-long' }, code: 'graph-paging-stuck' };

    test('in users: the import fails after one reading, keeps all users, and begins that list again', async () => {
      const desk = await openDesk();
      await desk.import();
      const value = (n: number) => Array.from({ length: 60 }, (_, i) => ({ id: `x${n}-${i}`, userPrincipalName: 'x' }));
      desk.script({ users: (_link, n) => ({ value: value(n), ...next('users', `t${n}`) }) });
      expect(await desk.import(true, { limits })).toMatchObject({ kind: 'failed', failure: endless });
      expect(desk.asked.length).toBeLessThan(25);
      expect(await desk.state()).toMatchObject({ leftUsers: 0 });
      expect(await desk.user('id-1')).toMatchObject({ leftAt: null });
      desk.script({});
      expect(await desk.import(false, { limits })).toMatchObject({ kind: 'done' });
      expect(desk.asked.find(path => path.startsWith('/users/delta'))).not.toContain('skiptoken');
    });

    test.each([
      ['groups', 'groups'],
      ['report', 'registrations'],
    ] as const)('in %s: that part is left out', async (of, phase) => {
      const desk = await openDesk();
      desk.script({
        [of]: (_link: string | undefined, n: number) => ({ value: [{ ...row, id: `x${n}` }], ...next(of, `t${n}`) }),
      });
      expect(await desk.import(false, { limits })).toMatchObject({
        kind: 'done',
        refused: [{ phase, failure: endless }],
      });
    });

    test('in the members of groups', async () => {
      const desk = await openDesk();
      const members = (n: number) => Array.from({ length: 300 }, (_, i) => ({ id: `m${n}-${i}` }));
      desk.script({
        groups: (_link, n) => ({ value: [{ id: 'g', 'members@delta': members(n) }], ...next('groups', `t${n}`) }),
      });
      expect(await desk.import(false, { limits })).toMatchObject({ kind: 'done', refused: [{ failure: endless }] });
      expect(desk.asked.filter(path => path.startsWith('/groups/delta')).length).toBeLessThan(8);
    });
  });

  test('mend themselves where the next round ends', async () => {
    const desk = await openDesk();
    let rounds = 0;
    desk.script({
      users: link => {
        if (link === undefined) rounds++;
        return rounds === 1 ? { value: [row], ...next('users', 'again') } : undefined;
      },
    });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: ALL } });
  });

  test('are none where a few pages are empty on the way', async () => {
    const desk = await openDesk();
    const last = 40;
    desk.script({
      users: link => {
        const at = Number(link?.slice(1) ?? 0);
        const value = at % 10 === 0 ? users(ALL).slice(at, at + 10) : [];
        return { value, ...(at < last ? next('users', `p${at + 1}`) : DONE) };
      },
    });
    expect(await desk.import()).toMatchObject({ kind: 'done', counts: { new: 50 } });
  });
});
