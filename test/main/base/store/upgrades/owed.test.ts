import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '../../../../../src/main/app/record/migrations.ts';
import { migration as owedAssignments } from '../../../../../src/main/features/assignments/migrations/0032-owed-assignments.ts';
import { openSharedDesk, type SharedDesk, TENANT } from '../../../features/assignments/sharedFolder.ts';
import { atVersion } from '../atVersion.ts';

const AT = '2026-01-01T00:00:00.000Z';

let folder: string;
let desk: SharedDesk | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-owed-'));
});
afterEach(async () => {
  await desk?.close();
  desk = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A database of the version before, with these rows, opened by this one. */
function open(...rows: string[]): SharedDesk {
  const sqlite = atVersion(join(folder, 'keydesk.db'), migrations.indexOf(owedAssignments));
  for (const row of rows) sqlite.exec(row);
  sqlite.close();
  desk = openSharedDesk(folder);
  return desk;
}

const enrollment = (id: string, state: string, method: string | null) =>
  `INSERT INTO journal (id, instance, started_at, updated_at, state, connection, user_id, user_principal_name, key_id, key_aaguid,
     rp_id, user_handle, challenge_expires_at, display_name, credential_id, public_key, method_id, submission)
   VALUES ('${id}', '', '${AT}', '${AT}', '${state}', '${TENANT}', 'a', 'a', 'k', 'aaguid', 'login.microsoft.com', x'01', '', '',
     x'0102', x'01', ${method === null ? 'NULL' : `'${method}'`}, 'unknown')`;
const assignment = (state: string, enrollmentId: string, method: string | null = null) =>
  `INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, reason, enrollment_id,
     method_id, created_at, updated_at)
   VALUES ('x', '${TENANT}', 'a', 'a', 'a', 'primary', '${state}', 'desk', 'registered', '${enrollmentId}',
     ${method === null ? 'NULL' : `'${method}'`}, '${AT}', '${AT}')`;
const deleted = `INSERT INTO activity (at, kind, result, actor_kind, actor, tenant, user_id, user_principal_name, correlation_id,
     request_ids, facts, previous_hash, hash)
   VALUES ('${AT}', 'passkey-deleted', 'done', 'person', 'ada', '${TENANT}', 'a', 'a', '', '[]', '{"methodId":"m1"}', '', '')`;

/** The passkeys of the assignments that are active once what was left behind is settled. */
async function active(): Promise<unknown[]> {
  await desk?.assignments.settle();
  const page = await desk?.assignments.list({ limit: 10, states: ['active'] });
  return (page?.assignments ?? []).map(({ methodId }) => methodId).sort();
}

test('a passkey that an earlier version lost from the record gets its assignment', async () => {
  open(enrollment('E', 'done', 'm1'), assignment('cancelled', 'E'));
  expect(await active()).toEqual(['m1']);
});

test('one that staff have deleted since gets none', async () => {
  open(enrollment('E', 'done', 'm1'), assignment('cancelled', 'E'), deleted);
  expect(await active()).toEqual([]);
});

test('one that has an assignment gets no second one', async () => {
  open(enrollment('E', 'done', 'm1'), assignment('active', 'E', 'm1'));
  expect(await active()).toEqual(['m1']);
});

test('an unfinished enrollment that no assignment names any more gets one when it turns out to be registered', async () => {
  const { store } = open(
    enrollment('E1', 'needs-attention', null),
    enrollment('E2', 'done', 'm2'),
    assignment('active', 'E2', 'm2'),
  );
  expect(await active()).toEqual(['m2']);
  await store.database
    .updateTable('journal')
    .set({ state: 'registered', method_id: 'm1' })
    .where('id', '=', 'E1')
    .execute();
  expect(await active()).toEqual(['m1', 'm2']);
});
