import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { fromBase64url } from '../../../../src/ctap/bytes.ts';
import { parseAuthenticatorData } from '../../../../src/ctap/webauthn/authenticatorData.ts';
import { type Desk, enrollAt, finishAt, openDesk, PIN, USER } from './desk.ts';

// What a CTAP 2.0 key has: U2F beside CTAP2, PIN protocol one, a pinToken without permissions, the preview of credential
// management, and a getInfo that names neither algorithms nor lengths of lists (docs/software-key.md).

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
const OTHER = 'user3@contoso.example';
const credentials = () => desk.key.state().credentialCount;
const unfinished = () => desk.client.enrollment.unfinished();

async function openLegacyDesk(options: { pin?: string; touchTimeout?: number } = {}): Promise<void> {
  const { pin, ...key } = options;
  desk = await openDesk({ key: { profile: 'legacy', ...key }, ...(pin === undefined ? {} : { pin }) });
}

/** Leaves of the journal's last entry what was on the disk before the registration, as an enrollment that was cut off leaves it. */
async function cutOff(enrollmentId: string, set: string): Promise<void> {
  // What is written after the person was told has been written.
  await desk.client.assignments.list({});
  const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'));
  raw
    .prepare(`UPDATE journal SET ${set}, submission = 'none', method_id = NULL, instance = '' WHERE id = ?`)
    .run(enrollmentId);
  raw.prepare('DELETE FROM assignment WHERE enrollment_id = ?').run(enrollmentId);
  raw.close();
}

/** An enrollment whose passkey Entra never got: it is on the key, and in the journal. */
async function orphan(set: string): Promise<string> {
  const { result } = await enrollAt(desk, { pin: given });
  const enrollmentId = result?.enrollmentId ?? '';
  await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
  await cutOff(enrollmentId, set);
  return enrollmentId;
}

describe('on a CTAP 2.0 key', () => {
  test('an enrollment sets the PIN, makes a passkey, and proves it', async () => {
    await openLegacyDesk();
    const { result, failure } = await enrollAt(desk, { pin: given });
    expect(failure).toBeUndefined();
    expect(result).toMatchObject({ pin: { set: true }, proof: { verified: true } });
    const { flags } = parseAuthenticatorData(fromBase64url(result?.proof.authenticatorData ?? ''));
    expect(flags).toMatchObject({ uv: true, up: false });
    expect(credentials()).toBe(1);
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  });

  test('a second passkey for the same person is refused, by one pinToken for the silent assertions and makeCredential', async () => {
    await openLegacyDesk({ pin: PIN });
    expect((await enrollAt(desk, { pin: given })).failure).toBeUndefined();
    expect((await enrollAt(desk, { pin: given })).failure?.error.code).toBe('credential-excluded');
    expect(credentials()).toBe(2);
  });

  test('a passkey that was not proven is proven by the next try, or by a person who finishes it with the PIN', async () => {
    await openLegacyDesk({ pin: PIN });
    desk.key.faults.badAssertionSignature = true;
    for (const user of [USER, OTHER]) {
      expect((await enrollAt(desk, { user, pin: given })).failure?.error.code).toBe('proof-failed');
    }
    desk.key.faults.badAssertionSignature = false;
    const again = await enrollAt(desk, { pin: given });
    expect(again.result?.proof.verified).toBe(true);
    const [entry, ...more] = await unfinished();
    expect(more).toEqual([]);
    const enrollmentId = entry?.enrollmentId ?? '';
    const { result } = await finishAt(desk, { enrollmentId, pin: PIN });
    expect(result).toMatchObject({ enrollmentId, proof: { verified: true } });
    expect(await unfinished()).toEqual([]);
    for (const user of [USER, OTHER]) expect(await desk.client.passkeys.list({ user })).toHaveLength(1);
    expect(credentials()).toBe(3);
  });

  test('the sweep of the next enrollment deletes a passkey that Entra never got, by the preview', async () => {
    await openLegacyDesk({ pin: PIN });
    await orphan("state = 'needs-attention'");
    expect(await unfinished()).toHaveLength(1);
    const before = credentials();
    expect((await enrollAt(desk, { user: OTHER, pin: given })).result?.proof.verified).toBe(true);
    expect(await unfinished()).toEqual([]);
    expect(credentials()).toBe(before);
  });

  test('a passkey that is known only by its user is not removed, and a warning says why', async () => {
    await openLegacyDesk({ pin: PIN });
    const unknown = `credential_id = NULL, public_key = NULL, client_data_json = NULL, attestation_object = NULL`;
    const enrollmentId = await orphan(`state = 'needs-attention', creating = 1, ${unknown}`);
    const before = credentials();
    const { failure } = await finishAt(desk, { enrollmentId, pin: PIN });
    expect(failure).toMatchObject({ error: { code: 'unfinished-left' }, journalState: 'needs-attention' });
    expect(await unfinished()).toHaveLength(1);
    expect(credentials()).toBe(before);
  });

  test('without the preview such an entry stays, and a warning says why', async () => {
    await openLegacyDesk({ pin: PIN });
    const enrollmentId = await orphan(
      "state = 'needs-attention', creating = 1, credential_id = NULL, public_key = NULL",
    );
    const before = credentials();
    desk.key.faults.statusOnCommand = { command: 0x41, status: 0x01 };
    const { failure } = await finishAt(desk, { enrollmentId, pin: PIN });
    expect(failure).toMatchObject({ error: { code: 'key-cannot-list' }, journalState: 'needs-attention' });
    expect(await unfinished()).toHaveLength(1);
    expect(credentials()).toBe(before);
  });

  test('a touch that never comes leaves nothing, whichever status the key has for it', async () => {
    await openLegacyDesk({ pin: PIN, touchTimeout: 100 });
    const { faults } = desk.key;
    desk.key.setTouch('never');
    for (const [expiredTouch, code] of [
      ['denied', 'touch-denied'],
      ['action-timeout', 'touch-timeout'],
      [undefined, 'touch-timeout'],
    ] as const) {
      if (expiredTouch === undefined) delete faults.expiredTouch;
      else faults.expiredTouch = expiredTouch;
      const { failure } = await enrollAt(desk, { pin: given });
      expect(failure).toMatchObject({ error: { code }, cleanedUp: true });
      expect(await unfinished()).toEqual([]);
    }
    desk.key.setTouch('auto');
    expect((await enrollAt(desk, { pin: given })).result?.proof.verified).toBe(true);
  });
});
