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

const events = async () =>
  (await desk.store.database.selectFrom('event').select('type').orderBy('seq').execute()).map(({ type }) => type);

describe.each([
  ['lost', 'key-lost'],
  ['retired', 'key-retired'],
] as const)('a key that was reported %s while its enrollment was cut off', (mark, reason) => {
  beforeEach(async () => {
    const times = { first_seen_at: '', last_seen_at: '', marked_at: '' };
    const key = { id: 'key', identity: 'serial:1', identified_by: 'serial', mark, ...times };
    await desk.store.database
      .insertInto('security_key')
      .values(key as never)
      .execute();
  });

  test.each(['provisioning', 'failed'])('revokes what becomes active on it, and has it deleted: %s', async state => {
    const id = await desk.journal.begin({ ...journalEntry, connection: TENANT });
    await desk.journal.registered(id, 'method');
    await desk.journal.release(id);
    const cut = { state, enrollment_id: id, instance: 'dead', security_key_id: 'key' };
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
    const id = await desk.journal.begin({ ...journalEntry, connection: TENANT });
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
