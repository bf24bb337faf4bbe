import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entry as journalEntry } from '../enrollment/journalEntry.ts';
import { openSharedDesk, type SharedDesk, TENANT } from './sharedFolder.ts';

const DAY = 24 * 3600_000;

let folder: string;
let desk: SharedDesk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-meanwhile-'));
  desk = openSharedDesk(folder);
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const addKeyRow = (row: object) =>
  desk.store.database
    .insertInto('security_key')
    .values({ first_seen_at: '', last_seen_at: '', ...row } as never)
    .execute();
const events = async () =>
  (await desk.store.database.selectFrom('event').select('type').orderBy('seq').execute()).map(({ type }) => type);

describe.each([
  ['lost', 'key-lost'],
  ['retired', 'key-retired'],
] as const)('a key that was reported %s while its enrollment was cut off', (mark, reason) => {
  beforeEach(async () => {
    await addKeyRow({ id: 'key', identity: 'serial:1', identified_by: 'serial', mark, marked_at: '' });
  });

  test.each(['provisioning', 'failed'])('revokes what becomes active on it, and has it deleted: %s', async state => {
    const id = await desk.journal.begin({ ...journalEntry, tenant: TENANT });
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    const cut = { state, enrollment_id: id, instance: 'dead', security_key_id: 'key', user_id: journalEntry.user_id };
    await desk.add('a', cut);
    let deleted = 0;
    desk.entra.delete = async () => void deleted++;
    await desk.assignments.settle();
    expect(await desk.row('a')).toMatchObject({ state: 'revoked', reason, deletion: 'done', method_id: 'method' });
    expect(deleted).toBe(1);
    expect(await events()).toEqual(['passkey.registered', 'passkey.revoked']);
    expect(await desk.entries()).toContainEqual({ kind: 'assignment-changed', assignmentId: 'a', to: 'revoked' });
    expect((await desk.entries()).map(({ to }) => to)).not.toContain('active');
  });

  test('is in the record as revoked, or not at all', async () => {
    const id = await desk.journal.begin({ ...journalEntry, tenant: TENANT });
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    await desk.add('a', { state: 'provisioning', enrollment_id: id, instance: 'dead', security_key_id: 'key' });
    const raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
    raw.exec(
      `CREATE TRIGGER full BEFORE UPDATE ON assignment WHEN NEW.state = 'revoked' BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    await expect(desk.assignments.settle()).rejects.toThrow('no room');
    expect(await desk.row('a')).toMatchObject({ state: 'provisioning' });
    raw.exec('DROP TRIGGER full');
    raw.close();
    await desk.assignments.settle();
    expect(await desk.row('a')).toMatchObject({ state: 'revoked', reason });
  });
});

describe('an assignment that is tried again after its time', () => {
  const created_at = new Date(Date.now() - 10 * DAY).toISOString();
  const expires_at = new Date(Date.now() - 8 * DAY).toISOString();

  test('waits as long again as it was to wait, and does not expire at the next look', async () => {
    await desk.add('a', { state: 'failed', reason: 'enrolment-failed', created_at, expires_at });
    await desk.assignments.retry('a');
    const { assignments } = await desk.assignments.list({ limit: 10 });
    expect(assignments).toMatchObject([{ id: 'a', state: 'pending' }]);
    const { expires_at: next } = await desk.row('a');
    expect(Math.abs(Date.parse(next ?? '') - Date.now() - 2 * DAY)).toBeLessThan(60_000);
  });

  test.each([
    ['without a time', null],
    ['before its time', new Date(Date.now() + DAY).toISOString()],
  ])('keeps what it had: %s', async (_, kept) => {
    await desk.add('a', { state: 'failed', reason: 'enrolment-failed', created_at, expires_at: kept });
    await desk.assignments.retry('a');
    expect(await desk.row('a')).toMatchObject({ state: 'pending', expires_at: kept });
  });
});

test('what is canceled and what expires is an event, as what is revoked is', async () => {
  await desk.add('a');
  await desk.add('b', { user_id: 'b', expires_at: '2020-01-01T00:00:00.000Z' });
  await desk.assignments.cancel('a');
  await desk.assignments.list({ limit: 1 });
  expect(await events()).toEqual(['passkey.cancelled', 'passkey.expired']);
});

describe('a passkey that turns out to be registered after its assignment has gone on', () => {
  /** Entra may have the passkey, and its assignment counts as failed. */
  const cutOff = async (security_key_id: string | null = null) => {
    const id = await desk.journal.begin({ ...journalEntry, tenant: TENANT, user_id: 'a' });
    await desk.journal.fail(id, 'needs-attention', { code: 'registration-unknown', params: {} });
    await desk.add('a', { state: 'failed', reason: 'enrolment-failed', enrollment_id: id, security_key_id });
    return {
      id,
      turnsOut: async () => {
        await desk.journal.registered(id, 'method');
        await desk.journal.release(id);
        await desk.assignments.settle();
      },
    };
  };
  /** A key that only its passkeys name. */
  const addKey = () => addKeyRow({ id: 'k', identity: 'credential:k', identified_by: 'credential' });
  const active = async () =>
    (await desk.assignments.list({ limit: 10, states: ['active'] })).assignments.map(({ methodId, key }) => [
      methodId,
      key === null,
    ]);
  const own = [['method', false]];

  test.each<[string, () => Promise<unknown>, string]>([
    ['a person canceled it', () => desk.assignments.cancel('a'), 'cancelled'],
    ['a person tries it again', () => desk.assignments.retry('a'), 'active'],
    [
      'a person tried it again and canceled it',
      async () => {
        await desk.assignments.retry('a');
        await desk.assignments.cancel('a');
      },
      'cancelled',
    ],
    [
      'it was tried again and expired',
      async () => {
        await desk.assignments.retry('a');
        const past = '2020-01-01T00:00:00.000Z';
        await desk.store.database.updateTable('assignment').set({ expires_at: past }).execute();
        await desk.assignments.list({ limit: 1 });
      },
      'expired',
    ],
    [
      // As the engine's thread does it (workflows/engine/retry.ts).
      'a workflow tries it again by itself',
      () => desk.store.database.updateTable('assignment').set({ state: 'pending' }).execute(),
      'active',
    ],
  ])('has an assignment, and a key that can be reported lost: %s', async (_, go, state) => {
    const { turnsOut } = await cutOff();
    await go();
    await turnsOut();
    expect(await active()).toEqual(own);
    expect(await desk.row('a')).toMatchObject({ state });
    await desk.assignments.settle();
    expect(await active()).toEqual(own);
  });

  test('has one, too, where another enrollment took up the assignment, and where nothing happened meanwhile', async () => {
    const { turnsOut } = await cutOff();
    await desk.assignments.retry('a');
    const other = await desk.journal.begin({ ...journalEntry, tenant: TENANT, user_id: 'a' });
    const taken = { state: 'provisioning', enrollment_id: other, instance: desk.instance.id } as const;
    await desk.store.database.updateTable('assignment').set(taken).where('id', '=', 'a').execute();
    await desk.journal.registered(other, 'another method');
    await desk.journal.release(other);
    await turnsOut();
    expect((await active()).map(([method]) => method).sort()).toEqual(['another method', 'method']);
  });

  test('has one, too, where it was done before its assignment was told', async () => {
    const { id } = await cutOff();
    await desk.journal.registered(id, 'method');
    await desk.journal.finish(id, async () => undefined);
    // As the engine's thread does it, which does not settle first.
    await desk.store.database.updateTable('assignment').set({ state: 'pending' }).execute();
    await desk.assignments.settle();
    expect(await active()).toEqual(own);
  });

  test('is not canceled any more, nor tried again, once it is known to be registered', async () => {
    const { id } = await cutOff();
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    await expect(desk.assignments.cancel('a')).rejects.toMatchObject({ code: 'assignment-changed' });
    await expect(desk.assignments.retry('a')).rejects.toMatchObject({ code: 'assignment-changed' });
    expect(await desk.row('a')).toMatchObject({ state: 'active', method_id: 'method' });
  });

  test('is over where its key was reset before its assignment was told', async () => {
    await addKey();
    const { id } = await cutOff('k');
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    await desk.assignments.erased({ securityKeyId: 'k', also: async () => undefined });
    expect(await desk.row('a')).toMatchObject({ state: 'revoked', reason: 'key-reset' });
  });

  test('is among those that a report of its lost key names, although its assignment was not told yet', async () => {
    await addKey();
    const { id } = await cutOff('k');
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    const revoked = await desk.assignments.revokeKey('k', 'key-lost', async () => undefined);
    expect(revoked.map(assignment => assignment.id)).toEqual(['a']);
    expect(await desk.row('a')).toMatchObject({ state: 'revoked', reason: 'key-lost', deletion: 'due' });
  });

  test('is over where that passkey was deleted before its assignment was told', async () => {
    const { id } = await cutOff();
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    await desk.assignments.passkeyGone('method');
    expect(await desk.row('a')).toMatchObject({ state: 'revoked', reason: 'passkey-deleted', deletion: 'done' });
    await desk.assignments.settle();
    expect(await active()).toEqual([]);
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ['canceled', 'cancelled', () => desk.assignments.cancel('a')],
    ['to wait for another key', 'pending', () => desk.assignments.retry('a')],
  ])(
    'is revoked on a key that was reported lost meanwhile, which nothing else names; its assignment was %s',
    async (_, state, go) => {
      await addKey();
      const { turnsOut } = await cutOff('k');
      await go();
      await desk.store.database.updateTable('security_key').set({ mark: 'lost', marked_at: '' }).execute();
      desk.entra.delete = async () => {};
      await turnsOut();
      expect(await active()).toEqual([]);
      const rows = await desk.store.database
        .selectFrom('assignment')
        .selectAll()
        .where('method_id', '=', 'method')
        .execute();
      expect(rows).toMatchObject([{ state: 'revoked', reason: 'key-lost', deletion: 'done', security_key_id: 'k' }]);
      expect(await desk.row('a')).toMatchObject({ state });
    },
  );

  test('does not spend the code of an activation that works on the assignment with another key', async () => {
    const { turnsOut } = await cutOff();
    await desk.assignments.retry('a');
    const { database } = desk.store;
    await database.insertInto('activation_assignment').values({ assignment_id: 'a', activation_id: 'other' }).execute();
    await turnsOut();
    expect(await active()).toEqual(own);
    expect(await desk.row('a')).toMatchObject({ state: 'pending' });
  });

  test('is not made again by an enrollment of which nothing is left', async () => {
    const { id } = await cutOff();
    await desk.assignments.cancel('a');
    await desk.journal.close(id, 'cleaned-up', {}, async () => undefined);
    await desk.assignments.settle();
    expect(await active()).toEqual([]);
  });
});
