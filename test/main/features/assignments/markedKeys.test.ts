import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyReferences } from '../../../../src/main/app/record/keyReferences.ts';
import { learnSerial, rowByCredentials, rowById } from '../../../../src/main/features/inventory/records.ts';
import { openSharedDesk, type SharedDesk } from './sharedFolder.ts';

let folder: string;
let desk: SharedDesk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-marked-'));
  desk = openSharedDesk(folder);
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const model = { aaguid: 'model', firmwareVersion: undefined };
const summary = { id: 'hid:1', product: 'Key' };
const addKeyRow = (row: object) =>
  desk.store.database
    .insertInto('security_key')
    .values({ first_seen_at: '', last_seen_at: '', aaguid: 'model', ...row } as never)
    .execute();
const records = () => ({ database: desk.store.database, references: keyReferences(desk.activity) });
const active = { state: 'active', reason: 'registered', key_aaguid: 'model', method_id: 'method' };

describe.each(['lost', 'retired'])('a passkey that turns out to be on a key that is %s', mark => {
  const isRevoked = async () => {
    expect(await desk.row('late')).toMatchObject({
      state: 'revoked',
      reason: `key-${mark}`,
      deletion: 'due',
      security_key_id: 'key',
    });
    expect(await desk.entries()).toMatchObject([{ kind: 'assignment-changed', assignmentId: 'late', to: 'revoked' }]);
  };

  test('is revoked when the key shows it', async () => {
    await addKeyRow({ id: 'key', identity: 'credential:1', identified_by: 'credential', mark, marked_at: '' });
    const revoked = { ...active, state: 'revoked', reason: `key-${mark}`, method_id: 'other' };
    await desk.add('known', { ...revoked, credential_id: 'known', security_key_id: 'key' });
    await desk.add('late', { ...active, credential_id: 'late' });
    const row = await rowByCredentials(records(), ['known', 'late'], summary, model);
    expect(row).toMatchObject({ id: 'key', mark });
    await isRevoked();
    expect(await desk.row('known')).toMatchObject({ state: 'revoked', deletion: null });
  });

  test('is on record as revoked once, whoever looks again', async () => {
    await addKeyRow({ id: 'key', identity: 'credential:1', identified_by: 'credential', mark, marked_at: '' });
    await desk.add('late', { ...active, credential_id: 'late' });
    await desk.store.database.write(transaction => records().references.moveAssignments(transaction, ['late'], 'key'));
    await desk.store.database.write(transaction => records().references.moveAssignments(transaction, ['late'], 'key'));
    await isRevoked();
  });

  test('is revoked when two rows are found to be one key', async () => {
    await addKeyRow({ id: 'key', identity: 'credential:1', identified_by: 'credential', mark, marked_at: '' });
    await addKeyRow({ id: 'other', identity: 'serial:1', identified_by: 'serial' });
    await desk.add('late', { ...active, credential_id: 'late', security_key_id: 'other' });
    await desk.store.database.write(transaction => records().references.move(transaction, 'other', 'key'));
    await isRevoked();
  });
});

test('a passkey on a key without a mark stays active when the key gets it, and a number that another row has stays there', async () => {
  await addKeyRow({ id: 'key', identity: 'credential:1', identified_by: 'credential' });
  await addKeyRow({ id: 'other', identity: 'serial:1', identified_by: 'serial' });
  await desk.add('late', { ...active, credential_id: 'late', security_key_id: 'other' });
  const key = await rowById(desk.store.database, 'key');
  if (key === undefined) throw new Error('no row');
  await learnSerial(records(), key, 'serial:1', { ...summary, serial: '1' });
  expect(await desk.row('late')).toMatchObject({ state: 'active', security_key_id: 'other' });
  await desk.store.database.write(transaction => records().references.move(transaction, 'other', 'key'));
  expect(await desk.row('late')).toMatchObject({ state: 'active', security_key_id: 'key' });
  expect(await desk.entries()).toEqual([]);
});
