import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runStates } from '../../../../src/contract/workflows/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { newestRuns } from '../../../../src/main/features/workflows/newestRuns.ts';

let folder: string;
let store: Store;
let raw: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-history-'));
  store = openRecord(folder);
  raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
  for (const [n, tenant] of ['t', 't', 'other'].entries())
    raw.exec(`INSERT INTO workflow (n, id, tenant, version, enabled, since, created_at, updated_at)
      VALUES (${n + 1}, 'w${n + 1}', '${tenant}', 1, 1, 0, '', '')`);
  const insert =
    raw.prepare(`INSERT INTO workflow_run (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, at, updated_at)
    VALUES (?, 1, ?, ?, ?, '', ?, '', '')`);
  for (let i = 0; i < 400; i++)
    insert.run((i % 3) + 1, `o${i}`, `u${i % 20}`, `n${i % 20}`, runStates[(i * 7) % 5] ?? '');
});
afterEach(async () => {
  raw.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the newest runs', () => {
  const cases = [
    {},
    { workflowId: 'w2' },
    { workflowId: 'w3' },
    { state: 'skipped' },
    { workflowId: 'w1', state: 'attention' },
    { user: 'u4' },
    { user: 'n4', state: 'assigned' },
    { user: 'u4', workflowId: 'w2' },
    { user: 'nobody' },
    { before: 200 },
    { before: 100, state: 'registered', workflowId: 'w1' },
  ] as const;

  test.each(cases)('are those that one look at all of them finds: %j', async query => {
    const { workflowId = null, state = null, user = null, before = null } = query as Record<string, string>;
    const all = raw
      .prepare(
        `SELECT r.n FROM workflow_run r JOIN workflow w ON w.n = r.workflow_n WHERE w.tenant = 't'
         AND (:w IS NULL OR w.id = :w) AND (:s IS NULL OR r.state = :s) AND (:u IS NULL OR r.user_id = :u OR r.user_principal_name = :u)
         AND (:b IS NULL OR r.n < :b) ORDER BY r.n DESC LIMIT 30`,
      )
      .all({ w: workflowId, s: state, u: user, b: before })
      .map(({ n }) => n);
    expect(await newestRuns(store.database, 't', query, 30)).toEqual(all);
  });
});

test('the numbers by state are kept in step with the runs, whatever becomes of them', () => {
  const counted = () =>
    raw.prepare('SELECT workflow_n, state, count(*) AS count FROM workflow_run GROUP BY 1, 2 ORDER BY 1, 2').all();
  const kept = () => raw.prepare('SELECT * FROM workflow_count WHERE count > 0 ORDER BY 1, 2').all();
  expect(kept()).toEqual(counted());
  raw.exec(`UPDATE workflow_run SET state = 'registered' WHERE n % 3 = 0;
    DELETE FROM workflow_run WHERE n % 5 = 0;
    UPDATE workflow_run SET updated_at = '2026' WHERE n % 2 = 0;
    INSERT INTO workflow_run (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, at, updated_at)
      VALUES (1, 1, 'o0', 'u0', '', '', 'assigned', '', ''), (1, 1, 'new', 'u0', '', '', 'assigned', '', '')
      ON CONFLICT DO NOTHING`);
  expect(kept()).toEqual(counted());
});
