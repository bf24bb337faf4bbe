import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../../src/contract/connections/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { createSignInTimes } from '../../../../src/main/features/activation/signInTimes.ts';

const connection: ConnectionSettings = {
  id: '1',
  name: 'Contoso',
  tenantId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  clientId: '11111111-2222-4333-8444-555555555555',
  authority: 'https://login.example',
  graphUrl: 'https://graph.example',
  version: 'v1.0',
  signIn: 'browser',
};

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-sign-in-times-'));
  store = openRecord(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what the tokens of an app registration tell is unknown until one came, and then as the latest showed it', async () => {
  const times = createSignInTimes(store);
  expect(await times.told(connection)).toBe(null);
  for (const told of [true, false, true]) {
    await times.note(connection, told);
    expect(await times.told(connection)).toBe(told);
  }
});

test('it belongs to the app of a tenant, whatever the connection is called and however its ids are written', async () => {
  const times = createSignInTimes(store);
  await times.note(connection, true);
  const { tenantId, clientId } = connection;
  const same = { ...connection, id: '2', name: 'Other', signIn: 'secret', tenantId: tenantId.toUpperCase() } as const;
  expect(await times.told(same)).toBe(true);
  for (const other of [
    { authority: 'https://login.another.example' },
    { tenantId: clientId },
    { clientId: tenantId },
    { tenantId: clientId, clientId: tenantId },
  ]) {
    expect(await times.told({ ...connection, ...other })).toBe(null);
  }
});
