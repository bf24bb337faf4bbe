import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { type Desk, enrollAt, openDesk, PIN, USER } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;

/** What is left of the journal's last entry when the disk missed all that came after its beginning. */
async function forgetAllButTheBeginning(enrollmentId: string): Promise<void> {
  // What is written after the person was told has been written.
  await desk.client.assignments.list({});
  const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'));
  raw
    .prepare(
      `UPDATE journal SET state = 'options-fetched', creating = 0, credential_id = NULL, public_key = NULL,
       client_data_json = NULL, attestation_object = NULL, method_id = NULL, instance = '',
       started_at = ?, updated_at = ? WHERE id = ?`,
    )
    .run('2001-01-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z', enrollmentId);
  raw.prepare('DELETE FROM assignment WHERE enrollment_id = ?').run(enrollmentId);
  raw.close();
}

test('a registered passkey that a power cut made the journal forget is found again on its key', async () => {
  desk = await openDesk({ pin: PIN });
  const { result } = await enrollAt(desk, { pin: given });
  await forgetAllButTheBeginning(result?.enrollmentId ?? '');
  await desk.restart();
  expect(await desk.client.enrollment.unfinished()).toMatchObject([{ state: 'needs-attention' }]);

  const { failure } = await enrollAt(desk, { user: 'user3@contoso.example', pin: given });
  expect(failure).toBeUndefined();
  expect(await desk.client.enrollment.unfinished()).toEqual([]);
  expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  expect(desk.key.state().credentialCount).toBe(3);
});

test('one that was never registered is taken off its key', async () => {
  desk = await openDesk({ pin: PIN });
  const { result } = await enrollAt(desk, { pin: given });
  await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
  await forgetAllButTheBeginning(result?.enrollmentId ?? '');
  await desk.restart();

  await enrollAt(desk, { user: 'user3@contoso.example', pin: given });
  expect(await desk.client.enrollment.unfinished()).toEqual([]);
  expect(desk.key.state().credentialCount).toBe(2);
});
