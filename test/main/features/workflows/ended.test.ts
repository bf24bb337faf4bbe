import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventType } from '../../../../src/contract/webhooks/events.ts';
import { openWorkflowDesk, type WorkflowDesk } from './desk.ts';

let desk: WorkflowDesk;
beforeEach(async () => {
  desk = await openWorkflowDesk({ users: 30, teams: 10 });
});
afterEach(() => desk.close());

const settle = () => desk.workflows.work();
/** The assignment of user 1 ends; its row is the business of assignments, its event what the engine sees. */
const end = async (state: string, type: EventType) => {
  const row = (await desk.assignments()).find(({ user_id }) => user_id === desk.user(1).id);
  const { id = '' } = row ?? {};
  await desk.store.database.updateTable('assignment').set({ state }).where('id', '=', id).execute();
  await desk.happen(type, desk.user(1), { assignmentId: id, ...(state === 'failed' ? { code: 'key-removed' } : {}) });
  await settle();
};
const runOfUser1 = async () => (await desk.runs({ user: desk.user(1).id }))[0];

describe('the run of an assignment that ends without a passkey', () => {
  beforeEach(async () => {
    await desk.create();
    await desk.import();
    await settle();
    expect(await runOfUser1()).toMatchObject({ state: 'assigned' });
  });

  test.each([
    ['cancelled', 'passkey.cancelled', 'assignment-cancelled'],
    ['expired', 'passkey.expired', 'assignment-expired'],
    ['revoked', 'passkey.revoked', 'passkey-revoked'],
  ] as const)('%s: is over, and says why', async (state, type, reason) => {
    await end(state, type);
    expect(await runOfUser1()).toMatchObject({ state: 'skipped', reason, nextAt: null });
  });

  test('is over although it was to be tried again', async () => {
    await end('failed', 'passkey.failed');
    expect(await runOfUser1()).toMatchObject({ state: 'retrying' });
    await end('cancelled', 'passkey.cancelled');
    expect(await runOfUser1()).toMatchObject({ state: 'skipped', nextAt: null, failure: null });
  });

  test('keeps what it did where the passkey was registered, and says what became of it', async () => {
    await end('active', 'passkey.registered');
    await end('revoked', 'passkey.revoked');
    expect(await runOfUser1()).toMatchObject({ state: 'registered', reason: 'passkey-revoked' });
  });

  test('is decided again when a person tries it again, and does not ask for attention for ever', async () => {
    await end('failed', 'passkey.failed');
    const run = await runOfUser1();
    const before = run?.assignmentId ?? '';
    // Canceled by a Keydesk that published nothing.
    await desk.store.database.updateTable('assignment').set({ state: 'cancelled' }).where('id', '=', before).execute();
    const again = await desk.workflows.retry(run?.n ?? 0);
    expect(again).toMatchObject({ state: 'assigned' });
    expect(again.assignmentId).not.toBe(before);
    const live = (await desk.assignments()).filter(row => row.user_id === desk.user(1).id && row.state === 'pending');
    expect(live.map(({ id }) => id)).toEqual([again.assignmentId]);
  });
});

describe('a user with one passkey elsewhere and one of an assignment', () => {
  const backups = async () => {
    const { id } = await desk.create({ existing: 'backup' });
    await desk.workflows.runNow(id);
    await settle();
    return (await runOfUser1())?.reason ?? 'assigned';
  };
  const active = (change: object = {}) =>
    desk.store.database
      .insertInto('assignment')
      .values({
        id: 'own',
        tenant: 'tenant',
        user_id: desk.user(1).id,
        user_principal_name: '',
        display_name: '',
        purpose: 'primary',
        state: 'active',
        source: 'desk',
        reason: 'registered',
        method_id: 'own method',
        created_at: '2020-01-01T00:00:00.000Z',
        updated_at: '2020-01-01T00:00:00.000Z',
        activated_at: '2020-01-01T00:00:00.000Z',
        ...change,
      } as never)
      .execute();
  const later = () => new Date(Date.now() + 1000).toISOString();
  beforeEach(async () => {
    desk.giveToEntra(1);
    await desk.import();
  });

  test('gets no third one: the report was read before theirs was made', async () => {
    await active({ activated_at: later() });
    expect(await backups()).toBe('has-backup');
  });

  test('gets no third one: the enrollment had seen the other', async () => {
    await active({ other_passkeys: 1 });
    expect(await backups()).toBe('has-backup');
  });

  test('gets no third one: their list has the other', async () => {
    await active();
    const list = { tenant: 'tenant', user_id: desk.user(1).id, count: 2, fetched_at: later() };
    const json = JSON.stringify([{ id: 'own method' }, { id: 'another' }]);
    await desk.store.database
      .insertInto('passkey_list')
      .values({ ...list, json } as never)
      .execute();
    expect(await backups()).toBe('has-backup');
  });

  test('gets a backup where the one that Entra reports is theirs, as their list says', async () => {
    await active({ other_passkeys: 0 });
    const list = { tenant: 'tenant', user_id: desk.user(1).id, count: 1, fetched_at: later() };
    await desk.store.database
      .insertInto('passkey_list')
      .values({ ...list, json: JSON.stringify([{ id: 'own method' }]) } as never)
      .execute();
    expect(await backups()).toBe('assigned');
  });

  test('is counted the same way in the preview', async () => {
    await active({ other_passkeys: 1 });
    const about = { group: null, trigger: 'user-imported', existing: 'backup' } as const;
    expect((await desk.workflows.preview(about)).skipped).toMatchObject({ 'has-backup': 1 });
  });
});

test('the preview of a disabled workflow counts what the older ones take, and not what the newer ones take', async () => {
  await desk.import();
  const older = await desk.create({ name: 'Older', group: desk.group('Team 1') });
  const middle = await desk.create({ name: 'Middle' });
  await desk.create({ name: 'Newer' });
  const about = { group: null, trigger: 'user-imported', existing: 'skip' } as const;
  const enabled = await desk.workflows.preview({ ...about, id: middle.id });
  expect(enabled.skipped['older-workflow']).toBeGreaterThan(0);
  expect(enabled.primary).toBeGreaterThan(0);
  await desk.workflows.setEnabled(middle.id, false);
  expect(await desk.workflows.preview({ ...about, id: middle.id })).toEqual(enabled);
  await desk.workflows.setEnabled(older.id, false);
  expect((await desk.workflows.preview({ ...about, id: middle.id })).skipped['older-workflow']).toBeUndefined();
});
