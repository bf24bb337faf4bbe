import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeydeskError } from '../../../src/contract/errors.ts';
import type { InventoryKey } from '../../../src/contract/inventory.ts';
import { openActivationRecords } from '../../../src/main/activation/records.ts';
import { openStore, type Store } from '../../../src/main/store/database.ts';
import { openTestActivity } from '../bound.ts';

const key = {
  id: 'key',
  keyId: 'hid:1',
  identifiedBy: 'serial',
  aaguid: 'a',
  serial: '1',
} as unknown as InventoryKey & {
  keyId: string;
};
const user = { id: '1', userPrincipalName: 'mia@contoso.example', displayName: 'Mia' };
const place = { tenant: 'contoso', station: 'station' };

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-records-'));
  store = openStore(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a fresh code is not spent by a key whose activation was finished before', async () => {
  const activity = openTestActivity({ folder, store });
  const records = openActivationRecords({ database: store.database, activity });
  const row = await records.begin({ user, proof: 'code', codeId: 'first' }, key, place, async () => undefined);
  const addCode = (id: string) => {
    const about = { id, tenant: 'contoso', user_id: user.id, user_principal_name: '', display_name: '' };
    const secret = { salt: Uint8Array.of(1), hash: Uint8Array.of(1), tries_left: 5 };
    const times = { created_at: '', expires_at: '' };
    return store.database
      .insertInto('activation_code')
      .values({ ...about, ...secret, ...times } as never)
      .execute();
  };
  const usedAt = async (id: string) =>
    (await store.database.selectFrom('activation_code').select('used_at').where('id', '=', id).executeTakeFirst())
      ?.used_at;
  await addCode('first');
  await records.finish(row);
  expect(await usedAt('first')).not.toBeNull();
  await addCode('fresh');
  await records.finish(row);
  expect(await usedAt('fresh')).toBeNull();
  await activity.close();
});

test('an activation that is no longer allowed when it begins leaves nothing behind', async () => {
  const activity = openTestActivity({ folder, store });
  const records = openActivationRecords({ database: store.database, activity });
  const begin = (confirm: () => Promise<void>) =>
    records.begin({ user, proof: 'code', codeId: 'code' }, key, place, confirm);
  const count = async (table: 'activation' | 'event' | 'activity') =>
    (await store.database.selectFrom(table).selectAll().execute()).length;
  const counts = () => Promise.all([count('activation'), count('event'), count('activity')]);

  const refused = begin(async () => {
    throw new KeydeskError('activation-code-used');
  });
  await expect(refused).rejects.toMatchObject({ code: 'activation-code-used' });
  expect(await counts()).toEqual([0, 0, 0]);
  await begin(async () => undefined);
  expect(await counts()).toEqual([1, 1, 1]);
  await activity.close();
});
