import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Sealer } from '../../../../src/main/base/sealer.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { createWebhookSecrets } from '../../../../src/main/features/webhooks/secrets.ts';
import { noDeskKeys } from '../../services/deskKeys/noDeskKeys.ts';

const LATER = Date.parse('2026-03-02T12:00:00Z');

let folder: string;
let store: Store;
let log: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-webhook-secrets-'));
  store = openRecord(folder);
  log = [];
  for (const id of ['a', 'b']) {
    const row = {
      id,
      url: `https://${id}.example/`,
      types: '[]',
      fields: '[]',
      state: 'active',
      created_at: '',
      place: 0,
    };
    await store.database
      .insertInto('webhook')
      .values(row as never)
      .execute();
  }
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Seals by turning all bits over, which is enough to tell that it was asked. */
const sealer: Sealer = {
  name: 'test',
  seal: async text => new TextEncoder().encode(text).map(byte => ~byte),
  unseal: async sealed => new TextDecoder().decode(sealed.map(byte => ~byte)),
};
/** The secrets as a process of their own sees them. */
const open = (by: Sealer | null, known: string[] = []) =>
  createWebhookSecrets(
    { database: store.database, sealer: by, deskKeys: noDeskKeys, log: text => log.push(text) },
    known,
  );
async function install(secrets: ReturnType<typeof open>, webhookId = 'a', until = LATER): Promise<string> {
  const made = await secrets.make(webhookId);
  await store.database.write(transaction => secrets.install(transaction, webhookId, made, until));
  return made.secret;
}
const rows = () => store.database.selectFrom('webhook_secret').selectAll().execute();

describe('the secrets of a webhook', () => {
  test('are random, in the form of the scheme, and never on the disk in the clear', async () => {
    const secrets = open(sealer);
    const [first, second] = [await install(secrets), await install(secrets, 'b')];
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(second).not.toBe(first);
    for (const row of await rows()) {
      const kept = `${row.fingerprint} ${Buffer.from(row.sealed ?? []).toString('latin1')}`;
      for (const secret of [first, second]) expect(kept).not.toContain(secret.slice(6, 30));
    }
  });

  test('sign the newest first, and the one before until its time is over', async () => {
    const secrets = open(sealer);
    const [first, second] = [await install(secrets), await install(secrets)];
    const other = await install(secrets, 'b');
    expect(await secrets.live('a', LATER - 1)).toEqual([second, first]);
    expect(await secrets.live('a', LATER)).toEqual([second]);
    expect(await secrets.live('b', LATER)).toEqual([other]);
    const third = await install(secrets);
    // The one before the last ends at once.
    expect(await secrets.live('a', LATER - 1)).toEqual([third, second]);
    expect(await secrets.live('b', LATER - 1)).toEqual([other]);
    expect(await rows()).toHaveLength(3);
  });

  test('are unsealed by another process, each under the name of its own webhook alone', async () => {
    const secret = await install(open(sealer));
    expect(await open(sealer).live('a', 0)).toEqual([secret]);
    expect(await open(null).live('a', 0)).toEqual([]);
    // What was sealed for another webhook is refused, although it is the same secret.
    const [row] = await rows();
    if (row === undefined) throw new Error('no secret');
    await store.database
      .insertInto('webhook_secret')
      .values({ ...row, webhook_id: 'b', sealed: null })
      .execute();
    await open(sealer).give('b', secret);
    const sealed = (await rows()).find(({ webhook_id }) => webhook_id === 'b')?.sealed ?? null;
    await store.database.updateTable('webhook_secret').set({ sealed }).where('webhook_id', '=', 'a').execute();
    expect(await open(sealer).live('b', 0)).toEqual([secret]);
    expect(await open(sealer).live('a', 0)).toEqual([]);
    expect(log).toEqual([expect.stringContaining('webhooks: a secret cannot be unsealed: ')]);
  });

  test('are in memory alone where nothing seals, or given at the start', async () => {
    const secrets = open(null);
    const secret = await install(secrets);
    expect((await rows())[0]?.sealed).toBe(null);
    expect(await secrets.live('a', 0)).toEqual([secret]);
    expect(await open(sealer).live('a', 0)).toEqual([]);
    expect(await open(null, [secret]).live('a', 0)).toEqual([secret]);
    expect(log).toEqual([]);
  });

  test('sign nothing where the newest is not known here, although the one before is', async () => {
    const first = await install(open(null));
    await install(open(null));
    expect(await open(null, [first]).live('a', 0)).toEqual([]);
  });

  test('leave out one of before that is not known here', async () => {
    await install(open(null));
    const secrets = open(null);
    const second = await install(secrets);
    expect(await secrets.live('a', 0)).toEqual([second]);
  });

  test('that a person brings back are kept, if they are those of this webhook', async () => {
    const secret = await install(open(null));
    const secrets = open(sealer);
    const wrong = { code: 'webhook-secret-wrong' };
    await expect(secrets.give('a', 'whsec_another')).rejects.toMatchObject(wrong);
    await expect(secrets.give('b', secret)).rejects.toMatchObject(wrong);
    await secrets.give('a', ` ${secret}\n`);
    expect(await secrets.live('a', 0)).toEqual([secret]);
    expect(await open(sealer).live('a', 0)).toEqual([secret]);
  });

  test('that are brought back are sealed in their own row alone', async () => {
    const secrets = open(null);
    const [first, second] = [await install(secrets), await install(secrets)];
    await open(sealer).give('a', first);
    expect((await rows()).filter(({ sealed }) => sealed !== null)).toHaveLength(1);
    expect(await open(sealer, [second]).live('a', 0)).toEqual([second, first]);
  });
});
