import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { toBase64url } from '../../../../ctap/bytes.ts';

interface Entry {
  readonly id: string;
  readonly started_at: string;
  readonly updated_at: string;
  readonly state: string;
  readonly connection: string;
  readonly user_id: string;
  readonly user_principal_name: string;
  readonly key_aaguid: string;
  readonly key_identity: string | null;
  readonly display_name: string;
  readonly credential_id: Uint8Array;
  readonly method_id: string | null;
  /** The serial number from the activity log, for a version that did not store the identity of the key. */
  readonly serial: string | null;
}

/** Unfinished entries of an earlier version get their assignment when they are finished (assignments/settle.ts). */
const columns = `ALTER TABLE journal ADD COLUMN owes_assignment INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX journal_owes ON journal (connection) WHERE owes_assignment = 1;
  CREATE INDEX assignment_enrollment ON assignment (enrollment_id) WHERE enrollment_id IS NOT NULL;
  UPDATE journal SET owes_assignment = 1 WHERE state IN ('options-fetched', 'key-prepared', 'credential-created', 'needs-attention')
    AND NOT EXISTS (SELECT 1 FROM assignment WHERE enrollment_id = journal.id);`;

/**
 * Adds assignments and inventory rows for passkeys that were registered by versions without assignments. Without them another user could be
 * enrolled on such a key, and **Report lost** would not find its passkeys. Writes no event and no entry of the activity log, because the
 * registration was long ago. Skips passkeys that Keydesk has deleted. If the key was reported lost or retired since, the assignment is
 * revoked and its deletion in Entra is due.
 */
function deriveAssignments(sqlite: DatabaseSync): void {
  sqlite.exec(columns);
  const entries = sqlite
    .prepare(
      `SELECT j.id, started_at, updated_at, state, connection, j.user_id, j.user_principal_name, j.key_aaguid, key_identity,
         display_name, credential_id, method_id,
         (SELECT key_serial FROM activity a WHERE a.kind = 'enrollment-done' AND a.user_id = j.user_id
          AND json_extract(facts, '$.enrollmentId') = j.id) AS serial
       FROM journal j WHERE state IN ('registered', 'proven', 'done') AND credential_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM assignment WHERE enrollment_id = j.id
           OR (tenant = j.connection AND method_id = j.method_id))
       ORDER BY started_at`,
    )
    .all() as unknown as Entry[];
  const deleted = new Set(
    sqlite
      .prepare(
        "SELECT json_extract(facts, '$.methodId') AS id FROM activity WHERE kind = 'passkey-deleted' AND result = 'done'",
      )
      .all()
      .map(({ id }) => id),
  );
  const known = sqlite.prepare('SELECT 1 FROM assignment WHERE tenant = ? AND user_id = ? AND credential_id = ?');
  const live = sqlite.prepare(
    `SELECT 1 FROM assignment WHERE tenant = ? AND user_id = ? AND purpose = ?
       AND state IN ('pending', 'provisioning', 'active', 'failed')`,
  );
  const insert = sqlite.prepare(
    `INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, security_key_id,
       key_aaguid, key_serial, passkey_name, method_id, credential_id, enrollment_id, reason, deletion, created_at, updated_at,
       activated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'desk', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const keyOf = keyFinder(sqlite);
  for (const entry of entries) {
    const { connection: tenant, user_id: user, user_principal_name: upn, updated_at: at } = entry;
    const credential = toBase64url(entry.credential_id);
    if (deleted.has(entry.method_id ?? '') || known.get(tenant, user, credential) !== undefined) continue;
    const free = ['primary', 'backup'].find(purpose => live.get(tenant, user, purpose) === undefined);
    const key = keyOf(entry);
    const registered = entry.state === 'registered' ? 'registered-unproven' : 'registered';
    const isOver = key.mark !== null && entry.method_id !== null;
    const [state, reason, deletion] = isOver ? ['revoked', `key-${key.mark}`, 'due'] : ['active', registered, null];
    const made = [entry.method_id, credential, entry.id, reason, deletion, entry.started_at, at, at];
    const on = [key.id, entry.key_aaguid, key.serial, entry.display_name];
    insert.run(randomUUID(), tenant, user, upn, upn, free ?? 'additional', state, ...on, ...made);
  }
}

export const migration = deriveAssignments;

interface KeyRow {
  readonly id: string;
  readonly serial: string | null;
  readonly mark: string | null;
}

/**
 * Returns a function that finds the inventory's row of an entry's key, or adds one. A key without a stored identity gets a row that is
 * identified by its passkeys. The inventory learns its serial number when the key is plugged in (inventory/recognize.ts).
 */
function keyFinder(sqlite: DatabaseSync): (entry: Entry) => KeyRow {
  const byIdentity = sqlite.prepare('SELECT id, serial, mark FROM security_key WHERE identity = ?');
  const bySerial = sqlite.prepare(
    "SELECT id, serial, mark FROM security_key WHERE aaguid = ? AND serial = ? AND identified_by = 'serial'",
  );
  const isShared = sqlite.prepare('SELECT 1 FROM shared_serial WHERE identity = ?');
  const insert = sqlite.prepare(
    `INSERT INTO security_key (id, identity, identified_by, serial, vendor_id, product_id, aaguid, first_seen_at, last_seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ key_identity, key_aaguid, serial: noted, started_at, updated_at }) => {
    const told = /^serial:(\d*):(\d*):(.+)$/su.exec(key_identity ?? '');
    const isOwn = key_identity !== null && told !== null && isShared.get(key_identity) === undefined;
    const serial = told?.[3] ?? noted;
    const row = (isOwn ? byIdentity.get(key_identity) : serial && bySerial.get(key_aaguid, serial)) || undefined;
    if (row !== undefined) return row as unknown as KeyRow;
    const id = randomUUID();
    const identity = isOwn ? [key_identity, 'serial'] : [`credential:${randomUUID()}`, 'credential'];
    const numbers = [told?.[1], told?.[2]].map(text => (text ? Number(text) : null));
    insert.run(id, ...identity, serial, ...numbers, key_aaguid, started_at, updated_at);
    return { id, serial, mark: null };
  };
}
