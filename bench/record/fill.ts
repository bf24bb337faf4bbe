import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { appender } from '../../src/main/services/activity/append.ts';

export const TENANT = 'contoso';

/** Fills a new data folder with assignments, each with a key, and with entries of the activity log. */
export async function fillFolder(folder: string, assignments: number, entries: number): Promise<void> {
  await openRecord(folder).close();
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { enableForeignKeyConstraints: false });
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${assignments})`;
  sqlite.exec(`PRAGMA synchronous = OFF; BEGIN;
    ${numbers} INSERT INTO security_key (id, identity, identified_by, aaguid, first_seen_at, last_seen_at)
      SELECT 'k' || i, 'x' || i, 'serial', 'aaguid', '', '2026' || i FROM n;
    ${numbers} INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source,
        security_key_id, key_aaguid, key_serial, credential_id, enrollment_id, reason, created_at, updated_at)
      SELECT 'a' || i, '${TENANT}', 'u' || i, 'u' || i || '@contoso.example', 'User ' || i, 'primary', 'active', 'desk',
        'k' || i, 'aaguid', 'S' || i, 'c' || i, 'j' || i, 'registered', '', '2026' || i FROM n;
    COMMIT; BEGIN`);
  const append = appender(sqlite);
  for (let i = 0; i < entries; i++) append(entryOf(i));
  sqlite.exec('COMMIT');
  sqlite.close();
}

function entryOf(i: number): Parameters<ReturnType<typeof appender>>[0] {
  const user = i % 50_000;
  return {
    at: new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString(),
    kind: i % 3 === 0 ? 'passkey-assigned' : 'signed-in',
    result: 'done',
    actor_kind: 'person',
    actor: `helpdesk${i % 9}@contoso.example`,
    tenant: TENANT,
    user_id: `id-${user}`,
    user_principal_name: `user${user}@contoso.example`,
    key_id: `hid:${i % 90}`,
    key_aaguid: 'aaguid',
    key_serial: `S${i % 70_000}`,
    cause: null,
    correlation_id: randomUUID(),
    request_ids: JSON.stringify([randomUUID()]),
    facts: JSON.stringify({ name: 'Mia Miller' }),
  };
}
