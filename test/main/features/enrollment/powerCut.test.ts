import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { type Desk, enrollAt, finishAt, openDesk, PIN, USER } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
const LONG_AGO = '2001-01-01T00:00:00.000Z';

/** Leaves of the journal's last entry what the disk had at some moment; what came later is lost. */
async function forget(enrollmentId: string, set: string): Promise<void> {
  // What is written after the person was told has been written.
  await desk.client.assignments.list({});
  const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'));
  raw
    .prepare(`UPDATE journal SET ${set}, method_id = NULL, instance = '', started_at = ?, updated_at = ? WHERE id = ?`)
    .run(LONG_AGO, LONG_AGO, enrollmentId);
  raw.prepare('DELETE FROM assignment WHERE enrollment_id = ?').run(enrollmentId);
  raw.close();
}

/** That a credential is about to be submitted is on the disk before it is; the entry that began is on it before that. */
const beforeRegistration = `state = 'options-fetched', creating = 0, submission = 'none', credential_id = NULL, public_key = NULL,
  client_data_json = NULL, attestation_object = NULL`;
const beforeItsAnswer = "state = 'credential-created', submission = 'unknown'";

test('finds a registered passkey whose answer a power cut lost, and proves it', async () => {
  desk = await openDesk({ pin: PIN });
  const { result } = await enrollAt(desk, { pin: given });
  await forget(result?.enrollmentId ?? '', beforeItsAnswer);
  await desk.restart();
  expect(await desk.client.enrollment.unfinished()).toEqual([]);
  expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  expect(desk.key.state().credentialCount).toBe(2);
});

test('removes no credential that it knows only by its user, no matter who brings the key', async () => {
  desk = await openDesk({ pin: PIN });
  const { result } = await enrollAt(desk, { pin: given });
  const enrollmentId = result?.enrollmentId ?? '';
  await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
  await forget(enrollmentId, beforeRegistration);
  await desk.restart();

  // It may be a passkey of another desk, which a read of Entra does not find yet.
  const other = await enrollAt(desk, { user: 'user3@contoso.example', pin: given });
  expect(await desk.client.enrollment.unfinished()).toMatchObject([{ enrollmentId, state: 'needs-attention' }]);
  const { failure } = await finishAt(desk, { enrollmentId, pin: PIN });
  expect(failure).toMatchObject({ error: { code: 'unfinished-left' }, cleanedUp: false });
  expect(desk.key.state().credentialCount).toBe(3);

  // Enrolling the user on that key again replaces it, and then the entry is settled.
  await desk.client.passkeys.delete({ user: 'user3@contoso.example', id: other.result?.method.id ?? '' });
  expect((await enrollAt(desk, { pin: given })).result?.proof.verified).toBe(true);
  expect((await finishAt(desk, { enrollmentId, pin: PIN })).failure?.error.code).toBe('unfinished-nothing-left');
  expect(await desk.client.enrollment.unfinished()).toEqual([]);
  expect(desk.key.state().credentialCount).toBe(3);
});
