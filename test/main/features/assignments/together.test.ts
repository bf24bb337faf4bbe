import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fulfillment } from '../../../../src/main/features/assignments/fulfill.ts';
import type { CeremonyEnd } from '../../../../src/main/features/enrollment/ceremonyState.ts';
import type { NewJournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import { openSharedDesk, type SharedDesk, TENANT } from './sharedFolder.ts';

let folder: string;
let desks: SharedDesk[];
const open = () => {
  const desk = openSharedDesk(folder);
  desks.push(desk);
  return desk;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-together-'));
  desks = [];
});
afterEach(async () => {
  for (const desk of desks) await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** From now on a write that matches fails, as it would on a disk that is full. Returns what makes room again. */
function failWrites(trigger: string): () => void {
  const raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
  raw.exec(`CREATE TRIGGER full BEFORE ${trigger} BEGIN SELECT RAISE(ABORT, 'no room'); END`);
  return () => {
    raw.exec('DROP TRIGGER full');
    raw.close();
  };
}

const active = { state: 'active', reason: 'registered', method_id: 'method', credential_id: 'credential' };

test('passkeys that are revoked together are all revoked, or none is', async () => {
  const desk = open();
  await desk.store.database
    .insertInto('security_key')
    .values({ id: 'key', identity: 'k', identified_by: 'serial', first_seen_at: '', last_seen_at: '' } as never)
    .execute();
  const ids = Array.from({ length: 12 }, (_, i) => `id ${i}`);
  for (const id of ids) await desk.add(id, { ...active, user_id: id, method_id: id, security_key_id: 'key' });
  for (const failing of ids) {
    for (const trigger of [
      `UPDATE ON assignment WHEN NEW.id = '${failing}'`,
      `INSERT ON event WHEN NEW.user_id = '${failing}'`,
    ]) {
      const makeRoom = failWrites(trigger);
      await expect(desk.assignments.revokeKey('key', 'key-lost', async () => undefined)).rejects.toThrow('no room');
      await nextTurn();
      makeRoom();
      const rows = await desk.store.database
        .selectFrom('assignment')
        .select(['state', 'deletion'])
        .distinct()
        .execute();
      expect(rows).toEqual([{ state: 'active', deletion: null }]);
      expect(await desk.store.database.selectFrom('event').selectAll().execute()).toEqual([]);
    }
  }
  expect(await desk.entries()).toEqual([]);
  await desk.assignments.revokeKey('key', 'key-lost', async () => undefined);
  for (const id of ids) expect(await desk.row(id)).toMatchObject({ state: 'revoked', deletion: 'due' });
  expect(await desk.entries()).toHaveLength(ids.length);
});

test('thousands that expire at once do not keep the event loop, and each has its entry', async () => {
  const desk = open();
  const raw = new DatabaseSync(join(folder, 'keydesk.db'));
  raw.exec(`INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, reason,
      created_at, updated_at, expires_at)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    SELECT 'id-' || i, '${TENANT}', 'u-' || i, 'u', 'u', 'primary', 'pending', 'desk', 'assigned', '2026-01-01', '2026-01-01',
      '2026-02-01' FROM n`);
  raw.close();
  let longest = 0;
  const began = performance.now();
  let last = began;
  const tick = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const clock = setInterval(tick, 1);
  const { counts } = await desk.assignments.list({ limit: 1 });
  clearInterval(clock);
  tick();
  expect(counts).toMatchObject({ expired: 5000, pending: 0 });
  // In one piece it would be all of the time, on a slow computer as on a quick one.
  expect(longest).toBeLessThan((last - began) / 3);
  const verified = await desk.activity.verify();
  expect(verified).toMatchObject({ failure: null, head: { count: 5000 } });
});

describe('the end of an enrollment', () => {
  const request = { heldBy: async () => null, objectionNow: async () => undefined };
  const entry = {
    tenant: TENANT,
    user_id: 'user',
    user_principal_name: 'user@contoso.example',
    key_id: 'practice',
    key_aaguid: '00000000-0000-0000-0000-000000000000',
    rp_id: 'login.microsoft.com',
    user_handle: Uint8Array.of(1),
    challenge_expires_at: new Date(0).toISOString(),
    display_name: 'Key',
    key_identity: null,
  };
  const registered = { ok: true, state: { method: { id: 'of A', displayName: 'Key' } } } as unknown as CeremonyEnd;
  /** As the ceremony does. */
  const begin = async (desk: SharedDesk, fulfillment: Fulfillment, of: NewJournalEntry): Promise<string> => {
    const id = await desk.journal.begin(of);
    fulfillment.begun({ id, entry: of, whom: undefined });
    return id;
  };
  const all = (desk: SharedDesk) => desk.store.database.selectFrom('assignment').selectAll().execute();

  test('that cannot be written is written later, and the assignment is not left under way for good', async () => {
    const desk = open();
    await desk.add('a', { user_id: 'user' });
    const fulfillment = desk.assignments.observe(request);
    const enrollment = await begin(desk, fulfillment, entry);
    await desk.assignments.written();
    const makeRoom = failWrites("UPDATE ON assignment WHEN NEW.state = 'active'");
    fulfillment.ended(registered);
    await desk.assignments.written();
    expect(await desk.row('a')).toMatchObject({ state: 'provisioning', enrollment_id: enrollment });
    await desk.assignments.settle();
    expect(await desk.row('a')).toMatchObject({ state: 'provisioning' });
    makeRoom();
    await desk.assignments.settle();
    expect(await desk.row('a')).toMatchObject({ state: 'active', method_id: 'of A', instance: '' });
    expect((await desk.entries()).filter(({ to }) => to === 'active')).toHaveLength(1);
  });

  test('is settled by the journal where nothing but the row is left of it, under the living process too', async () => {
    const desk = open();
    const id = await desk.journal.begin({ ...entry });
    await desk.journal.registered(id, 'method');
    await desk.add('a', { state: 'provisioning', enrollment_id: id, instance: desk.instance.id });
    await desk.assignments.settle();
    expect(await desk.row('a')).toMatchObject({ state: 'active', method_id: 'method', reason: 'registered-unproven' });
  });

  test('that is owed an assignment takes one that failed with another key, which then names its own', async () => {
    const desk = open();
    const seen = { first_seen_at: '2026-01-01', last_seen_at: '2026-01-01' };
    const key = { id: 'B', identity: 'of B', identified_by: 'serial', serial: 'KD-0002', product: 'Key B', ...seen };
    await desk.store.database
      .insertInto('security_key')
      .values(key as never)
      .execute();
    const id = await desk.journal.begin({ ...entry, key_identity: 'of B' });
    await desk.journal.registered(id, 'method');
    await desk.store.database.updateTable('journal').set({ owes_assignment: 1, instance: '' }).execute();
    const first = { key_aaguid: 'A', key_serial: 'KD-0001', key_product: 'Key A' };
    await desk.add('a', { user_id: 'user', state: 'failed', reason: 'enrolment-failed', ...first });
    await desk.assignments.settle();
    const own = { key_serial: 'KD-0002', key_product: 'Key B', security_key_id: 'B' };
    expect(await desk.row('a')).toMatchObject({ state: 'active', ...own });
    const { entries } = await desk.activity.list({ kinds: ['assignment-changed'], limit: 10 });
    expect(new Set(entries.map(({ key }) => key?.serial))).toEqual(new Set(['KD-0002']));
  });

  test('does not settle what another enrollment of the assignment has begun meanwhile', async () => {
    const desk = open();
    await desk.add('a', { user_id: 'user' });
    const fulfillment = desk.assignments.observe(request);
    const enrollment = await begin(desk, fulfillment, entry);
    await desk.assignments.written();
    await desk.store.database.updateTable('assignment').set({ enrollment_id: 'B', instance: 'other' }).execute();
    fulfillment.ended(registered);
    await desk.assignments.written();
    expect(await desk.row('a')).toMatchObject({ state: 'provisioning', enrollment_id: 'B', method_id: null });
    // The passkey is in Entra: it is on record all the same.
    const own = (await all(desk)).filter(({ id }) => id !== 'a');
    expect(own).toMatchObject([{ state: 'active', method_id: 'of A', enrollment_id: enrollment, purpose: 'backup' }]);
  });

  test('that failed, or is unknown, does not either', async () => {
    for (const journalState of ['needs-attention', 'credential-created', 'cleaned-up'] as const) {
      const desk = open();
      const fulfillment = desk.assignments.observe(request);
      await begin(desk, fulfillment, { ...entry, user_id: journalState });
      await desk.assignments.written();
      const change = { enrollment_id: 'B', instance: 'other' };
      const rows = desk.store.database.updateTable('assignment').set(change).where('user_id', '=', journalState);
      await rows.execute();
      const error = { code: 'cancelled', params: {} };
      fulfillment.ended({ ok: false, failure: { error, journalState }, state: {} } as unknown as CeremonyEnd);
      await desk.assignments.written();
      const row = (await all(desk)).filter(({ user_id }) => user_id === journalState);
      expect(row).toMatchObject([{ state: 'provisioning', enrollment_id: 'B', instance: 'other', failure: null }]);
    }
  });
});

describe('two Keydesks on one data folder', () => {
  test('that delete the same passkey in Entra leave one entry', async () => {
    const [one, other] = [open(), open()];
    const deletion = { state: 'revoked', reason: 'key-lost', deletion: 'due', method_id: 'method' };
    await one.add('a', deletion);
    await one.add('b', { ...deletion, user_id: 'b' });
    const both = Promise.withResolvers<void>();
    let asked = 0;
    for (const desk of [one, other]) {
      // Both have been asked before any has an answer.
      desk.entra.delete = async () => {
        if (++asked === 2) both.resolve();
        await both.promise;
      };
    }
    const ends = await Promise.all([one.assignments.finishDeletions(), other.assignments.finishDeletions()]);
    expect(ends).toEqual([
      { done: 2, due: 0, failure: null },
      { done: 2, due: 0, failure: null },
    ]);
    expect((await one.entries()).map(({ kind, assignmentId }) => [kind, assignmentId]).toSorted()).toEqual([
      ['passkey-deleted', 'a'],
      ['passkey-deleted', 'b'],
    ]);
  });

  test('one of which could not delete it: what the other has done stays done', async () => {
    const [one, other] = [open(), open()];
    await one.add('a', { state: 'revoked', reason: 'key-lost', deletion: 'due', method_id: 'method' });
    one.entra.delete = async () => {
      await other.assignments.finishDeletions();
      throw new Error('not found');
    };
    expect(await one.assignments.finishDeletions()).toMatchObject({ done: 1, due: 0 });
    expect(await one.row('a')).toMatchObject({ deletion: 'done', deletion_failure: null });
    expect(await one.entries()).toHaveLength(1);
  });

  test('that see the same assignments expire, or end, leave one entry each', async () => {
    const [one, other] = [open(), open()];
    for (const id of ['a', 'b', 'c']) await one.add(id, { expires_at: '2020-01-01T00:00:00.000Z' });
    await one.add('d', active);
    const list = { limit: 1 };
    await Promise.all([one.assignments.list(list), other.assignments.list(list)]);
    await Promise.all([one.assignments.passkeyGone('method'), other.assignments.passkeyGone('method')]);
    const ended = (await one.entries()).map(({ assignmentId, to }) => [assignmentId, to]).toSorted();
    expect(ended).toEqual([
      ['a', 'expired'],
      ['b', 'expired'],
      ['c', 'expired'],
      ['d', 'revoked'],
    ]);
  });

  test('that assign to the same user at the same time make one assignment', async () => {
    const [one, other] = [open(), open()];
    const ends = await Promise.allSettled([one, other].map(desk => desk.assignments.assign({ user: 'u' })));
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = ends.find(end => end.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'assignment-exists', params: { state: 'pending' } });
    expect(await one.entries()).toHaveLength(1);
  });
});
