import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fillDirectory } from '../../../../../bench/filledDirectory.ts';
import { openRecord } from '../../../../../src/main/app/record/openRecord.ts';

export const TENANT = 't';
/** More than any code loads and sorts at once, so that the paths for many rows run. */
const ROWS = 10_000;

/**
 * Creates a data folder with rows in all tables behind lists: most of one kind and a few of each other. A scan of the
 * wrong index takes longest for values that few rows have.
 */
export async function filledFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-plans-'));
  await openRecord(folder).close();
  fillDirectory(folder, TENANT, ROWS);
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { enableForeignKeyConstraints: false });
  sqlite.exec('PRAGMA synchronous = OFF; BEGIN');
  for (const insert of inserts)
    sqlite.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS}) ${insert}`);
  sqlite.exec('COMMIT');
  sqlite.close();
  const directory = new DatabaseSync(join(folder, 'directory.db'));
  directory.exec('INSERT INTO group_groups SELECT n, n + 1, 1 FROM groups');
  directory.close();
  return folder;
}

/** Returns each value but the last for one row in a hundred, and the last for all others. */
const oneOf = (...values: readonly string[]) =>
  `CASE i % 100 ${values
    .slice(0, -1)
    .map((value, i) => `WHEN ${i} THEN '${value}'`)
    .join(' ')} ELSE '${values.at(-1)}' END`;
const AT = "strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + i * 60, 'unixepoch')";

const inserts: readonly string[] = [
  `INSERT INTO tenant_name (name, id, learned_at) SELECT 'n' || i || '.example', 'o' || i, ${AT} FROM n WHERE i <= 20`,
  `INSERT INTO security_key (id, identity, identified_by, serial, aaguid, mark, first_seen_at, last_seen_at)
     SELECT 'k' || i, 'x' || i, iif(i % 3 = 0, 'credential', 'serial'), 'S' || i, 'aaguid', nullif(${oneOf('lost', 'retired', '')}, ''),
       ${AT}, ${AT} FROM n`,
  `INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, workflow_id, workflow_name,
       security_key_id, key_aaguid, key_serial, credential_id, method_id, enrollment_id, reason, deletion, failure, created_at, updated_at, activated_at)
     SELECT 'a' || i, ${oneOf('other', TENANT)}, 'u' || i, 'u' || i || '@contoso.example', 'u', 'primary',
       ${oneOf('pending', 'provisioning', 'failed', 'revoked', 'expired', 'cancelled', 'active')}, 'workflow',
       ${oneOf('w2', 'w1')}, ${oneOf('Two', 'One')}, 'k' || i, ${oneOf('rare', 'aaguid')}, 'S' || i, 'c' || i, 'm' || i, 'j' || i,
       'registered', iif(i % 500 = 3, 'due', NULL), iif(i % 100 = 2, '{"code":"key-removed","params":{}}', NULL), ${AT}, ${AT},
       iif(i % 100 > 5, ${AT}, NULL) FROM n`,
  `INSERT INTO journal (id, instance, started_at, updated_at, state, tenant, user_id, user_principal_name, key_id, key_aaguid, rp_id,
       user_handle, challenge_expires_at, display_name)
     SELECT 'j' || i, '', ${AT}, ${AT}, iif(i % 500 = 0, 'needs-attention', 'done'), '${TENANT}', 'u' || i, 'u', 'k', 'aaguid',
       'login.microsoft.com', x'01', '', '' FROM n`,
  `INSERT INTO unseen_pin (enrollment_id, instance, key_identity, made_at, lost_at)
     SELECT 'j' || i, 'i', iif(i % 2 = 0, 'x' || i, NULL), ${AT}, ${AT} FROM n WHERE i <= 20`,
  `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
     SELECT 'e' || i, ${oneOf('passkey.failed', 'passkey.registered', 'user.imported')}, ${AT}, '${TENANT}', 'u' || i, 'u', '{}' FROM n`,
  `INSERT INTO webhook (id, tenant, url, types, fields, state, created_at, place)
     SELECT 'h' || i, ${oneOf('other', TENANT)}, 'https://' || i || '.example', '[]', '[]', 'active', ${AT}, 0 FROM n WHERE i <= 3`,
  `INSERT INTO webhook_secret (webhook_id, fingerprint, sealed, expires_at) SELECT 'h' || i, 'f', NULL, NULL FROM n WHERE i <= 3`,
  `INSERT INTO webhook_delivery (webhook_id, event_seq, user_id, state, queued_at, next_at, done_at)
     SELECT 'h' || (1 + i % 3), i, 'u' || i, ${oneOf('waiting', 'dead', 'delivered')}, i, iif(i % 100 = 0, i, NULL),
       iif(i % 100 = 0, NULL, i) FROM n`,
  `INSERT INTO workflow (id, tenant, version, enabled, since, created_at, updated_at)
     SELECT 'w' || i, '${TENANT}', 1, 1, 0, '', '' FROM n WHERE i <= 3`,
  `INSERT INTO workflow_version (workflow_id, version, name, trigger, existing, created_at)
     SELECT 'w' || i, 1, 'W', 'user-imported', 'skip', '' FROM n WHERE i <= 3`,
  `INSERT INTO workflow_pass (id, workflow_n, version, started_at) SELECT 'p' || i, i, 1, '' FROM n WHERE i <= 3`,
  `INSERT INTO workflow_run (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, assignment_id, next_at, at, updated_at)
     SELECT 1 + i % 3, 1, 'o' || i, 'u' || i, 'u' || i, 'u', ${oneOf('attention', 'retrying', 'registered', 'skipped', 'assigned')},
       'a' || i, iif(i % 100 = 1, i, NULL), ${AT}, ${AT} FROM n`,
  `INSERT INTO activity (at, kind, result, actor_kind, actor, tenant, user_id, user_principal_name, key_id, key_aaguid, key_serial,
       correlation_id, request_ids, facts, previous_hash, hash)
     SELECT ${AT}, ${oneOf('key-reset', 'signed-in')}, ${oneOf('failed', 'cancelled', 'done')}, 'person', 'ada', '${TENANT}', 'u' || i,
       'u' || i, 'k' || i, 'aaguid', 'S' || i, '', '[]', '{}', '', '' FROM n`,
  `INSERT INTO activity_text (rowid, text) SELECT i, 'signed in u' || i FROM n`,
  `UPDATE activity_indexed SET upto = ${ROWS}`,
  `INSERT INTO activation_code (id, tenant, user_id, user_principal_name, display_name, salt, hash, created_at, expires_at, tries_left)
     SELECT 'c' || i, iif(i <= 50, '${TENANT}', 'other'), 'u' || i, 'u', 'u', x'', x'', ${AT}, ${AT}, 5 FROM n`,
  `INSERT INTO activation (id, tenant, user_id, user_principal_name, station, proof, activated_at)
     SELECT 'z' || i, '${TENANT}', 'u' || i, 'u', 's', 'code', ${AT} FROM n`,
  `INSERT INTO profile (id, tenant, name, settings, groups, is_default, created_at, updated_at)
     SELECT 'p' || i, ${oneOf(TENANT, 'other')}, 'P' || i, '{}', '[]', 0, ${AT}, ${AT} FROM n`,
  `INSERT INTO passkey_list (tenant, user_id, json, count, fetched_at) SELECT '${TENANT}', 'u' || i, '[]', 0, ${AT} FROM n`,
  `INSERT INTO document (tenant, name, json, fetched_at) SELECT '${TENANT}', 'd' || i, '{}', ${AT} FROM n`,
];
