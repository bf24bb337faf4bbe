import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkflowDesk, type WorkflowDesk } from './desk.ts';

const DAY = 24 * 3600_000;

let desk: WorkflowDesk;
beforeEach(async () => {
  desk = await openWorkflowDesk({ users: 300, teams: 10 });
  for (const n of [11, 12]) desk.giveToEntra(n);
});
afterEach(() => desk.close());

const settle = () => desk.workflows.work();
const assigned = async () => (await desk.assignments()).map(row => row.user_principal_name);

describe('New User Imported', () => {
  test('assigns at the first import, where the workflow was there before', async () => {
    const { id } = await desk.create();
    await desk.import();
    await settle();
    const runs = await desk.runs({ workflowId: id });
    expect(runs).toHaveLength(300);
    const skipped = runs.filter(({ state }) => state === 'skipped');
    expect(new Set(skipped.map(({ reason }) => reason))).toEqual(new Set(['guest', 'disabled', 'has-passkey']));
    const rows = await desk.assignments();
    expect(rows).toHaveLength(300 - skipped.length);
    expect(rows[0]).toMatchObject({
      state: 'pending',
      source: 'workflow',
      purpose: 'primary',
      reason: 'assigned',
      workflow_id: id,
      workflow_name: 'New people',
    });
    expect(await desk.workflows.list()).toMatchObject([
      { id, state: 'enabled', counts: { assigned: rows.length, skipped: skipped.length, registered: 0 } },
    ]);
    // Each assignment is told of, and stands in the log, which is whole.
    const types = await desk.store.database.selectFrom('event').select('type').execute();
    expect(types.filter(({ type }) => type === 'user.imported')).toHaveLength(300);
    expect(types.filter(({ type }) => type === 'passkey.assigned')).toHaveLength(rows.length);
    const entries = await desk.activity.list({ kinds: ['passkey-assigned'], limit: 500 });
    expect(entries.entries).toHaveLength(rows.length);
    expect(entries.entries[0]?.facts).toMatchObject({ workflow: 'New people', purpose: 'primary' });
    const { failure, head } = await desk.activity.verify();
    expect(failure).toBeNull();
    await expect.poll(desk.notedHead).toEqual(head);
  });

  test('lets those have one who have a passkey of another kind alone, unless the workflow counts it', async () => {
    const { tenant } = desk.simulator;
    tenant.setOtherMethods('user1@contoso.example', ['passKeyDeviceBoundAuthenticator']);
    tenant.setOtherMethods('user2@contoso.example', ['passKeySynced', 'passKeyDeviceBoundWindowsHello']);
    await desk.create();
    await desk.import();
    await settle();
    expect(await assigned()).toEqual(expect.arrayContaining(['user1@contoso.example', 'user2@contoso.example']));
    expect(await assigned()).not.toContain('user11@contoso.example');
    const about = { group: null, trigger: 'user-imported', existing: 'skip', counted: ['authenticator'] } as const;
    const other = await desk.create({ name: 'Phones count', counted: ['authenticator'] });
    expect(other.counted).toEqual(['authenticator']);
    expect((await desk.workflows.list()).map(({ counted }) => counted)).toEqual([['security-key'], ['authenticator']]);
    // Whoever was assigned one is left out of both.
    const { skipped } = await desk.workflows.preview({ ...about, counted: [...about.counted] });
    expect(skipped['older-workflow']).toBeGreaterThan(0);
  });

  test('waits for groups that could not be read where it asks for one, and for none where it does not', async () => {
    desk.simulator.faults.add({ path: '/groups/delta', status: 403, times: 2 });
    await desk.create({ name: 'Sales', group: null });
    expect((await desk.import()).refused).toMatchObject([{ phase: 'groups' }]);
    await settle();
    expect((await assigned()).length).toBeGreaterThan(200);

    await desk.import();
    const everybody = desk.group('Everybody');
    await desk.create({ name: 'Everybody', group: everybody });
    desk.simulator.tenant.addUsers(1);
    desk.simulator.faults.add({ path: '/groups/delta', status: 403, times: 2 });
    expect((await desk.import()).refused).toMatchObject([{ phase: 'groups' }]);
    await settle();
    expect(await assigned()).not.toContain('user301@contoso.example');
    await desk.import();
    await settle();
    expect(await assigned()).toContain('user301@contoso.example');
  });

  test('leaves alone whom an earlier import brought, and acts on who is new after that', async () => {
    await desk.import();
    await settle();
    await desk.create();
    await settle();
    expect(await assigned()).toEqual([]);
    desk.simulator.tenant.addUsers(3);
    await desk.import();
    await settle();
    expect((await desk.runs()).map(({ user }) => user.userPrincipalName).sort()).toEqual([
      'user301@contoso.example',
      'user302@contoso.example',
      'user303@contoso.example',
    ]);
  });

  test('makes no second events when everything is imported again', async () => {
    await desk.create();
    await desk.import();
    await settle();
    const before = await desk.assignments();
    await desk.import(true);
    await settle();
    expect(await desk.runs()).toHaveLength(300);
    expect(await desk.assignments()).toEqual(before);
  });

  test('is for the group and the groups inside it', async () => {
    await desk.import();
    await settle();
    const team = desk.group('Team 3');
    const { id } = await desk.create({ group: team });
    await desk.create({ name: 'All', group: desk.group('Everybody') });
    for (let n = 1; n <= 300; n++) await desk.happen('user.imported', desk.user(n));
    await settle();
    const sqlite = new DatabaseSync(`${desk.folder}/directory.db`, { readOnly: true });
    const members = sqlite
      .prepare(
        `WITH RECURSIVE g (n) AS (SELECT n FROM groups WHERE id = ? UNION SELECT child_n FROM group_groups JOIN g ON parent_n = g.n)
         SELECT DISTINCT u.upn FROM group_users JOIN g ON group_n = g.n JOIN users u ON u.n = user_n`,
      )
      .all(team.id)
      .map(({ upn }) => upn);
    sqlite.close();
    expect(members.length).toBeGreaterThan(0);
    const runs = await desk.runs({ workflowId: id });
    expect(runs.map(({ user }) => user.userPrincipalName).sort()).toEqual(members.sort());
    // The younger one leaves them to the older, and says so.
    const left = (await desk.runs()).filter(run => run.workflowId !== id && run.reason === 'older-workflow');
    expect(left.map(({ user }) => user.userPrincipalName).sort()).toEqual(members);
    expect(left[0]?.olderWorkflow).toBe('New people');
  });
});

describe('a workflow', () => {
  test('that is disabled lets events pass by for good', async () => {
    await desk.import();
    const { id } = await desk.create();
    await desk.workflows.setEnabled(id, false);
    desk.simulator.tenant.addUsers(1);
    await desk.import();
    await settle();
    await desk.workflows.setEnabled(id, true);
    await settle();
    desk.simulator.tenant.addUsers(1);
    await desk.import();
    await settle();
    expect((await desk.runs()).map(({ user }) => user.userPrincipalName)).toEqual(['user302@contoso.example']);
  });

  test('is edited into a new version, and what ran keeps the old one', async () => {
    const { id } = await desk.create();
    await desk.import();
    await settle();
    const draft = { name: 'Renamed', group: null, trigger: 'user-imported', existing: 'backup' } as const;
    await desk.workflows.edit(id, draft);
    desk.simulator.tenant.addUsers(1);
    await desk.import();
    await settle();
    const runs = await desk.runs({ workflowId: id });
    expect(runs[0]).toMatchObject({ version: 2, workflowName: 'Renamed' });
    expect(runs.at(-1)).toMatchObject({ version: 1, workflowName: 'New people' });
    expect((await desk.workflows.get(id)).versions).toMatchObject([
      { version: 2, name: 'Renamed', existing: 'backup' },
      { version: 1, name: 'New people', existing: 'skip' },
    ]);
  });

  test('is copied without acting, and deleted without its history', async () => {
    const { id } = await desk.create();
    expect(await desk.workflows.duplicate(id)).toMatchObject({ name: 'New people (copy)', state: 'disabled' });
    const german = await desk.workflows.duplicate(id, 'de');
    expect(german.name).toBe('New people (Kopie)');
    await desk.workflows.delete(german.id);
    await desk.import();
    await settle();
    await desk.workflows.delete(id);
    expect((await desk.workflows.list()).map(({ name }) => name)).toEqual(['New people (copy)']);
    expect(await desk.runs({ workflowId: id })).toHaveLength(300);
    await expect(desk.workflows.get(id)).rejects.toMatchObject({ code: 'workflow-not-found' });
    desk.simulator.tenant.addUsers(1);
    await desk.import();
    await settle();
    expect(await desk.runs()).toHaveLength(300);
  });

  test('whose group was deleted matches no user, and says so', async () => {
    await desk.import();
    const group = desk.group('Team 3');
    await desk.create({ group });
    const sqlite = new DatabaseSync(`${desk.folder}/directory.db`);
    sqlite.prepare('UPDATE groups SET left_at = ? WHERE id = ?').run(new Date().toISOString(), group.id);
    sqlite.close();
    expect(await desk.workflows.list()).toMatchObject([{ state: 'group-missing' }]);
    await desk.happen('user.imported', desk.user(3));
    await settle();
    expect(await desk.runs()).toEqual([]);
    await expect(desk.create({ group: { id: 'nobody-knows', name: 'Unknown' } })).rejects.toMatchObject({
      code: 'workflow-group-unknown',
    });
  });
});

describe('Run now', () => {
  test('does for those who are there what the preview foretold', async () => {
    await desk.import();
    const { id } = await desk.create({ existing: 'backup' });
    const request = { group: null, trigger: 'user-imported', existing: 'backup' } as const;
    const preview = await desk.workflows.preview({ ...request, id });
    expect(preview.users).toBe(300);
    expect(preview.backup).toBeGreaterThan(0);
    await desk.workflows.runNow(id);
    await settle();
    const runs = await desk.runs({ workflowId: id });
    expect(runs.every(({ occasion }) => occasion === 'run-now')).toBe(true);
    const rows = await desk.assignments();
    expect(rows.filter(({ purpose }) => purpose === 'primary')).toHaveLength(preview.primary);
    expect(rows.filter(({ purpose }) => purpose === 'backup')).toHaveLength(preview.backup);
    const skipped = runs.filter(({ state }) => state === 'skipped').length;
    expect(skipped).toBe(Object.values(preview.skipped).reduce((sum, count) => sum + count, 0));
    // A second time there is nothing left to assign.
    expect(await desk.workflows.preview({ ...request, id })).toMatchObject({ primary: 0, backup: 0 });
    await desk.workflows.setEnabled(id, false);
    await expect(desk.workflows.runNow(id)).rejects.toMatchObject({ code: 'workflow-disabled' });
  });

  test('knows no user before an import', async () => {
    const preview = { group: null, trigger: 'user-imported', existing: 'skip' } as const;
    expect(await desk.workflows.preview(preview)).toMatchObject({ users: 0, asOf: null });
  });
});

describe('New Security Key Activated', () => {
  const activate = async (n: number, provision: (id: string) => Promise<void> = async () => undefined) => {
    await desk.happen('security-key.activated', desk.user(n), { keySerial: '7' });
    return desk.workflows.fulfill(desk.user(n).id, provision);
  };

  test('assigns, and provisions in the same sitting what waits', async () => {
    await desk.import();
    await desk.create({ trigger: 'security-key-activated' });
    const provisioned: string[] = [];
    const answer = await activate(3, async id => void provisioned.push(id));
    const [row] = await desk.assignments();
    expect(answer).toEqual({ assignmentId: row?.id });
    expect(provisioned).toEqual([row?.id]);
    // Registered afterwards, the run knows.
    await desk.happen('passkey.registered', desk.user(3), { assignmentId: row?.id });
    await settle();
    expect(await desk.runs()).toMatchObject([{ state: 'registered', assignmentId: row?.id }]);
  });

  test('fulfills what was assigned by another, and makes nothing where nothing waits', async () => {
    await desk.create({ name: 'At import' });
    await desk.import();
    await settle();
    await desk.create({ name: 'At activation', trigger: 'security-key-activated' });
    const provisioned: string[] = [];
    await activate(3, async id => void provisioned.push(id));
    const mine = (await desk.assignments()).find(row => row.user_id === desk.user(3).id);
    expect(provisioned).toEqual([mine?.id]);
    expect((await desk.runs({ user: desk.user(3).id })).map(({ state, reason }) => [state, reason])).toEqual([
      ['skipped', 'already-assigned'],
      ['assigned', null],
    ]);
    await desk.store.database.updateTable('assignment').set({ state: 'active' }).execute();
    expect(await activate(3)).toBeNull();
  });

  test('a user whom no import brought is tried again, then needs somebody, and Retry helps after an import', async () => {
    await desk.import();
    const { id } = await desk.create({ trigger: 'security-key-activated', group: desk.group('Everybody') });
    desk.simulator.tenant.addUsers(1);
    expect(await activate(301)).toBeNull();
    expect(await desk.runs({ workflowId: id })).toMatchObject([
      { state: 'retrying', attempts: 1, failure: { code: 'workflow-user-unknown' }, nextAt: expect.any(String) },
    ]);
    for (let tries = 0; tries < 5; tries++) {
      await desk.store.database
        .updateTable('workflow_run')
        .set({ next_at: Date.now() })
        .where('next_at', 'is not', null)
        .execute();
      await settle();
    }
    const [run] = await desk.runs({ workflowId: id });
    expect(run).toMatchObject({ state: 'attention', attempts: 6, nextAt: null });
    await desk.import();
    expect(await desk.workflows.retry(run?.n ?? 0)).toMatchObject({ state: 'assigned', failure: null });
    expect(await assigned()).toEqual(['user301@contoso.example']);
    await expect(desk.workflows.retry(run?.n ?? 0)).rejects.toMatchObject({ code: 'workflow-run-not-found' });
  });

  test('a run that was put off while the clock was ahead is tried again all the same', async () => {
    await desk.import();
    await desk.create({ trigger: 'security-key-activated' });
    await activate(3);
    const [row] = await desk.assignments();
    const expires_at = new Date(Date.now() + 10 * DAY).toISOString();
    await desk.store.database.updateTable('assignment').set({ state: 'failed', expires_at }).execute();
    await desk.happen('passkey.failed', desk.user(3), { assignmentId: row?.id, code: 'key-removed' });
    await settle();
    const { database } = desk.store;
    await database
      .updateTable('workflow_run')
      .set({ next_at: Date.now() + 365 * DAY })
      .execute();
    const deskTime = Date.now() + 365 * DAY;
    await sql`INSERT INTO desk_time (id, at) VALUES (1, ${deskTime}) ON CONFLICT (id) DO UPDATE SET at = ${deskTime}`.execute(
      database,
    );
    await settle();
    expect(await desk.runs()).toMatchObject([{ state: 'assigned' }]);
    // By the time by which it expires, it waits again as long as it was to wait.
    const [again] = await desk.assignments();
    expect(again?.state).toBe('pending');
    expect(Date.parse(again?.expires_at ?? '')).toBeGreaterThan(deskTime);
  });

  test('needs no import where it is for everybody', async () => {
    await desk.create({ trigger: 'security-key-activated' });
    expect(await activate(3)).not.toBeNull();
    expect(await assigned()).toEqual(['user3@contoso.example']);
  });

  test('a passkey that could not be made is tried again with the next key, later and later', async () => {
    await desk.import();
    await desk.create({ trigger: 'security-key-activated' });
    await activate(3);
    const [row] = await desk.assignments();
    await desk.store.database.updateTable('assignment').set({ state: 'failed' }).execute();
    await desk.happen('passkey.failed', desk.user(3), { assignmentId: row?.id, code: 'key-removed' });
    await settle();
    expect(await desk.runs()).toMatchObject([{ state: 'retrying', failure: { code: 'key-removed' } }]);
    await desk.store.database.updateTable('workflow_run').set({ next_at: 1 }).execute();
    await settle();
    expect(await desk.runs()).toMatchObject([{ state: 'assigned' }]);
    expect(await desk.assignments()).toMatchObject([{ state: 'pending', reason: 'retried' }]);
    expect((await desk.activity.list({ kinds: ['assignment-changed'], limit: 5 })).entries).toHaveLength(1);
  });
});
