import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { type Desk, enrollAt, openDesk, PIN } from '../enrollment/desk.ts';
import { type BlobEntry, createAuthority } from './authority.ts';

const given = { kind: 'given', pin: PIN } as const;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ pin: PIN });
});
afterEach(() => desk.close());

/** Loads a list that has the desk's key as this. */
async function list(entry: Omit<BlobEntry, 'aaguid'>): Promise<void> {
  const authority = await createAuthority();
  const { aaguid } = await desk.client.keys.info({});
  const file = join(desk.folder, 'blob.jwt');
  writeFileSync(file, await authority.blob({ entries: [{ aaguid, description: 'Model one', ...entry }] }));
  await desk.client.metadata.update({ file, root: authority.rootPem });
  rmSync(file);
}

const rootOf = (certificates: readonly Uint8Array[]) => certificates.slice(-1);

test('a listed model whose certificates lead to its root is enrolled, and called by its name', async () => {
  await list({ roots: rootOf(desk.key.certificates) });
  const { result } = await enrollAt(desk, { pin: given });
  expect(result?.proof.verified).toBe(true);
  expect(result?.transactions).toMatchObject({ INIT: 1, makeCredential: 1 });
  expect((await desk.client.keys.info({})).model).toMatchObject({ name: 'Model one' });
});

test('a model the FIDO Alliance warns of is refused before the key is touched', async () => {
  await list({ roots: rootOf(desk.key.certificates), statuses: ['FIDO_CERTIFIED_L1', 'REVOKED'] });
  const { failure, events } = await enrollAt(desk, { pin: given });
  expect(failure).toMatchObject({
    error: { code: 'key-model-refused', params: { model: 'Model one', status: 'REVOKED' } },
    cleanedUp: true,
  });
  expect(events.some(event => event.type === 'step' && event.step === 'prepare')).toBe(false);
  expect(desk.key.state().credentialCount).toBe(1);
});

test('certificates of another maker are refused, and the passkey comes off the key again', async () => {
  const other = await createSoftwareKey({ profile: 'full' });
  await list({ roots: rootOf(other.certificates) });
  await other.close();
  const { failure } = await enrollAt(desk, { pin: given });
  expect(failure).toMatchObject({ error: { code: 'attestation-untrusted' }, cleanedUp: true });
  expect(desk.key.state().credentialCount).toBe(1);
});
