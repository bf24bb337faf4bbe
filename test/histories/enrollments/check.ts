import { checkRecord, type Sources, withSources } from '../check.ts';
import type { EnrollingLeft } from './history.ts';

/*
 * Checks what a history of enrollments left: the tenant, PostgreSQL, and the files of the desks, with SQL of its own. It uses nothing of
 * Keydesk's code. The types of its input are the only thing that it shares with the runner.
 */

/** Returns what is wrong; empty if nothing is. */
export function checkEnrollments(left: EnrollingLeft): Promise<string[]> {
  return withSources(left, async sources => {
    // A desk gives up its lead when it closes, and the others are closed already.
    const wrong = (await checkRecord(sources)).filter(told => !/^leader of desk \d differs/.test(told));
    for (const rule of [passkeys, assignments, unfinished, told]) wrong.push(...(await rule(sources, left)));
    return wrong;
  });
}

/**
 * Each passkey of the tenant has one active assignment, of its user; or it waits to be deleted; or an unfinished enrollment at some desk
 * names it. Nothing is silent.
 */
async function passkeys(sources: Sources, { methods, note }: EnrollingLeft): Promise<string[]> {
  const { ask } = sources;
  const wrong: string[] = [];
  const rows = await ask(`SELECT credential_id, user_id, state, deletion FROM keydesk.assignment
    WHERE credential_id IS NOT NULL`);
  const entries = entriesOf(sources);
  for (const { credentialId, userId } of methods) {
    const own = rows.filter(row => row.credential_id === credentialId);
    const active = own.filter(({ state }) => state === 'active');
    if (active.length > 1) wrong.push(`the passkey ${credentialId} has ${active.length} active assignments`);
    for (const { user_id } of own)
      if (user_id !== userId) wrong.push(`the passkey ${credentialId} of ${userId} is assigned to ${user_id}`);
    if (active.length > 0) continue;
    const isDue = own.some(({ state, deletion }) => state === 'revoked' && deletion === 'due');
    if (isDue) note('a passkey waits to be deleted');
    else if (entries.some(entry => entry.credential === credentialId && entry.isOpen))
      note('a passkey is named by an unfinished enrollment only');
    else {
      const known = entries.filter(({ credential }) => credential === credentialId);
      wrong.push(`the passkey ${credentialId} of ${userId} has no assignment: ${JSON.stringify([...own, ...known])}`);
    }
  }
  return wrong;
}

/** The enrollments in the journals of all desks. */
function entriesOf({ desks }: Sources) {
  return desks.flatMap(({ all }, desk) =>
    all('SELECT id, state, credential_id, method_id, owes_assignment, recovered FROM journal').map(
      ({ credential_id, ...row }) => ({
        ...row,
        id: row.id,
        desk,
        isOpen: row.state !== 'done' && row.state !== 'cleaned-up',
        credential: credential_id === null ? null : Buffer.from(credential_id as Uint8Array).toString('base64url'),
      }),
    ),
  );
}

/** Each active assignment has its passkey in the tenant. */
async function assignments({ ask }: Sources, { methods, users }: EnrollingLeft): Promise<string[]> {
  const there = new Set(methods.map(({ credentialId, userId }) => `${userId} ${credentialId}`));
  const rows = await ask("SELECT id, user_id, credential_id FROM keydesk.assignment WHERE state = 'active'");
  return rows
    .filter(({ user_id, credential_id }) => users.has(String(user_id)) && !there.has(`${user_id} ${credential_id}`))
    .map(row => `an active assignment has no passkey in the tenant: ${JSON.stringify(row)}`);
}

/** No assignment waits for an enrollment that no desk has. */
async function unfinished(sources: Sources): Promise<string[]> {
  const open = new Set(entriesOf(sources).flatMap(({ id, isOpen }) => (isOpen ? [id] : [])));
  const rows = await sources.ask(
    `SELECT id, user_id, enrollment_id FROM keydesk.assignment WHERE state = 'provisioning'`,
  );
  return rows
    .filter(({ enrollment_id }) => !open.has(enrollment_id))
    .map(row => `an assignment waits for ever: ${JSON.stringify(row)}`);
}

/** What a desk was told is completed is on record. */
async function told({ ask }: Sources, { operations }: EnrollingLeft): Promise<string[]> {
  const known = new Set(
    (await ask("SELECT credential_id FROM keydesk.assignment WHERE state IN ('active', 'revoked')")).map(
      ({ credential_id }) => credential_id,
    ),
  );
  return operations
    .filter(({ operation, code, value }) => operation === 'enroll' && code === undefined && !known.has(value))
    .map(
      ({ desk, user, value }) => `desk ${desk} completed the passkey ${value} of user ${user}, which is not on record`,
    );
}
