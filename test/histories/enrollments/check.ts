import type { Row, Sources } from '../check.ts';

/*
 * Checks what a history of enrollments left, with SQL of its own and the state of the tenant. Like check.ts, it uses nothing of Keydesk's code.
 */

/** A passkey of the tenant. */
export interface TenantPasskey {
  readonly userId: string;
  readonly credentialId: string;
}

/** A passkey that somebody was told is ready. */
export interface Promised {
  readonly desk: number;
  readonly methodId: string;
}

export interface EnrollmentsLeft {
  readonly passkeys: readonly TenantPasskey[];
  readonly promised: readonly Promised[];
}

/** The states of enrollments that nobody has to finish. */
const ENDED = ['done', 'cleaned-up'];

/** No registered passkey without a record, no record without a passkey, and nothing that was promised is missing. */
export async function passkeyRules(
  { ask, desks }: Sources,
  { passkeys, promised }: EnrollmentsLeft,
): Promise<string[]> {
  const wrong: string[] = [];
  const rows = await ask('SELECT id, user_id, state, credential_id, method_id, deletion FROM keydesk.assignment');
  const entries = desks.flatMap(({ all }, desk) =>
    all('SELECT id, state, credential_id, user_id, owes_assignment, updated_at FROM journal').map(entry => ({
      ...entry,
      desk,
    })),
  ) as Row[];
  for (const { credentialId, userId } of passkeys) {
    const found = rows.filter(row => row.credential_id === credentialId);
    if (found.some(row => row.user_id !== userId))
      wrong.push(`the passkey ${credentialId} is recorded for another user`);
    const live = found.filter(row => row.state === 'active' || row.deletion === 'due');
    if (live.length > 1) wrong.push(`the passkey ${credentialId} is recorded ${live.length} times`);
    if (live.length > 0) continue;
    const entry = entries.find(one => credentialOf(one) === credentialId);
    if (entry === undefined || ENDED.includes(String(entry.state)))
      wrong.push(
        `the passkey ${credentialId} is not on record: ${JSON.stringify([found, entry?.state, entry?.owes_assignment])}`,
      );
  }
  const there = new Set(passkeys.map(({ credentialId }) => credentialId));
  for (const row of rows.filter(({ state }) => state === 'active'))
    if (!there.has(String(row.credential_id)))
      wrong.push(`the assignment ${String(row.id)} is active without a passkey`);
  const methods = new Set(rows.map(({ method_id }) => method_id));
  for (const { desk, methodId } of promised)
    if (!methods.has(methodId))
      wrong.push(`desk ${desk} said that the passkey ${methodId} is ready, and it is not on record`);
  return wrong;
}

function credentialOf({ credential_id }: Row): string {
  return credential_id instanceof Uint8Array ? Buffer.from(credential_id).toString('base64url') : '';
}
