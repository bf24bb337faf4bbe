import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LiveBatch } from '../../../../src/contract/batches/live.ts';
import type { BatchCreate, BatchRow } from '../../../../src/contract/batches/schema.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
  await desk.client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
});
afterEach(() => desk.close());

const upn = (n: number) => `user${n}@contoso.example`;

async function batchOf(users: readonly string[], options: Partial<Omit<BatchCreate, 'source'>> = {}): Promise<string> {
  const rows = users.map((user, n) => ({ line: n + 1, user, name: null, profile: null, serial: null }));
  const { id } = await desk.client.batches.create({ source: { kind: 'rows', rows }, ...options });
  await desk.client.batches.check({ id });
  return id;
}

async function rowsOf(id: string): Promise<BatchRow[]> {
  return (await desk.client.batches.rows({ id })).rows;
}

const told = async (id: string) =>
  (await rowsOf(id)).map(({ state, error, key }) => [state, error?.code ?? key?.serial]);

async function when(id: string, condition: (live: LiveBatch) => boolean): Promise<LiveBatch> {
  for await (const live of await desk.client.batches.watch({ id })) if (condition(live)) return live;
  throw new Error('the batch ended');
}

const isOver = ({ batch }: LiveBatch) => batch.state === 'finished';
const start = (id: string) => desk.client.batches.start({ id, interactive: false });
const retry = async (id: string) => {
  await desk.client.batches.retry({ id });
  await desk.client.batches.check({ id });
};

/** Leaves the row of a key as a Keydesk that was killed between registration and proof. The key is taken out. */
async function interrupt(id: string, serial: string): Promise<SoftwareKey> {
  const key = await desk.key();
  await start(id);
  await desk.plug(key, serial);
  await when(id, ({ batch }) => batch.counts.done === 1);
  await desk.unplug();
  await desk.restart(() => {
    const record = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    record.exec("UPDATE journal SET instance = 'ended', state = 'registered'");
    record.exec("UPDATE assignment SET reason = 'registered-unproven'");
    record.exec(
      `UPDATE batch_row SET state = 'enrolling', instance = 'ended', method_id = NULL, key_serial = NULL
       WHERE state = 'done'`,
    );
    record.exec("UPDATE batch SET state = 'running', instance = 'ended'");
    record.close();
  });
  await start(id);
  await when(id, ({ batch }) => batch.counts.failed === 1);
  return key;
}

const passkeys = (n: number) => desk.client.passkeys.list({ user: upn(n) });
const differences = async (n: number) =>
  (await desk.client.reconciliation.compare({ user: upn(n) })).differences.map(({ kind }) => kind);

describe('a row whose passkey is in Entra but not proven', () => {
  test.each(['skip', 'add', 'replace'] as const)(
    'refuses another key also after a retry, and its own key finishes it (%s)',
    async existing => {
      const id = await batchOf([upn(1), upn(2)], { existing });
      const first = await interrupt(id, 'KD-7301');
      expect(await told(id)).toEqual([
        ['failed', 'passkey-unproven'],
        ['waiting-for-key', undefined],
      ]);
      expect(await differences(1)).toEqual(['not-proven']);
      await retry(id);
      await desk.plug(await desk.key(), 'KD-7302');
      await when(id, ({ batch }) => batch.counts.done === 1);
      // The row fails with the reason, and the key is good for the next user.
      expect(await told(id)).toEqual([
        ['failed', 'passkey-unproven'],
        ['done', 'KD-7302'],
      ]);
      expect(await passkeys(1)).toHaveLength(1);
      await desk.plug(first, 'KD-7301');
      await when(id, ({ batch }) => batch.counts.done === 2);
      expect((await told(id)).map(([state]) => state)).toEqual(['done', 'done']);
      expect(await passkeys(1)).toHaveLength(1);
      expect(await differences(1)).toEqual([]);
    },
  );

  test('is skipped after a person discarded it, and gets another key when its passkey is deleted', async () => {
    const id = await batchOf([upn(1)]);
    await interrupt(id, 'KD-7301');
    const [unfinished] = await desk.client.enrollment.unfinished();
    await desk.client.enrollment.discard({ enrollmentId: unfinished?.enrollmentId ?? '' });
    await retry(id);
    expect(await told(id)).toEqual([['skipped', 'batch-has-key']]);
    const [passkey] = await passkeys(1);
    await desk.client.passkeys.delete({ user: upn(1), id: passkey?.id ?? '' });
    const [row] = await rowsOf(id);
    await desk.client.batches.retry({ id, rowIds: [row?.id ?? ''] });
    await desk.client.batches.check({ id });
    await start(id);
    await desk.plug(await desk.key(), 'KD-7302');
    await when(id, ({ batch }) => batch.counts.done === 1);
    expect(await told(id)).toEqual([['done', 'KD-7302']]);
    expect(await passkeys(1)).toHaveLength(1);
  });
});

test('a user who was deleted since the check is named as people know them', async () => {
  const id = await batchOf([upn(1), upn(2)]);
  desk.graph.tenant.removeUser(upn(1));
  await start(id);
  await desk.plug(await desk.key());
  await when(id, isOver);
  const [row] = await rowsOf(id);
  expect(row?.error).toMatchObject({ code: 'user-not-found', params: { user: upn(1) } });
});

describe('a key that is done and has no serial number', () => {
  test('is recognized by its passkey when it is plugged in again, and the next row waits', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await desk.key();
    await start(id);
    await desk.plug(key);
    await when(id, ({ batch }) => batch.counts.done === 1);
    await desk.unplug();
    await desk.plug(key);
    const live = await when(id, ({ keys }) => ['remove', 'refused'].includes(keys[0]?.state ?? ''));
    expect(live.keys).toMatchObject([{ state: 'remove', known: true, row: { user: { userPrincipalName: upn(1) } } }]);
    expect(await told(id)).toEqual([
      ['done', null],
      ['waiting-for-key', undefined],
    ]);
    await desk.unplug();
    await desk.plug(await desk.key());
    await when(id, isOver);
    expect((await told(id)).map(([state]) => state)).toEqual(['done', 'done']);
  });

  test('is said to belong to its user at another batch, which advises no reset', async () => {
    const key = await desk.key();
    const first = await batchOf([upn(1)]);
    await start(first);
    await desk.plug(key);
    await when(first, isOver);
    await desk.unplug();
    await desk.client.batches.pause({ id: first });
    const second = await batchOf([upn(2)]);
    await start(second);
    await desk.plug(key);
    const live = await when(second, ({ keys }) => keys[0]?.state === 'refused');
    expect(live.keys[0]?.failure).toMatchObject({ code: 'key-belongs-to-another', params: { owner: upn(1) } });
  });
});

describe('a key that was cut off after a batch had set its PIN', () => {
  /** Takes a key out while it waits for its touch, for the first row. */
  async function cutOff(id: string, serial?: string): Promise<SoftwareKey> {
    const key = await desk.key();
    key.setTouch('manual');
    await start(id);
    await desk.plug(key, serial);
    await when(id, ({ keys }) => keys[0]?.interaction.kind === 'touch');
    await desk.unplug();
    await when(id, ({ batch }) => batch.counts.enrolling === 0);
    expect(key.state().pinSet).toBe(true);
    key.setTouch('auto');
    return key;
  }
  const pinOf = async (id: string, n: number) => {
    const row = (await rowsOf(id))[n];
    return (await desk.client.batches.showPin({ id, rowId: row?.id ?? '' })).pin;
  };
  /** Changes the PIN, which the key allows only for the right one. */
  const opens = async (keyId: string, oldPin: string) =>
    expect((await desk.client.keys.changePin({ keyId, pin: oldPin, newPin: '975318' })) ?? 'changed').toBeTruthy();

  test('finishes its row with the kept PIN when it is plugged in again', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await cutOff(id, 'KD-7301');
    const { cutOff: left } = await when(id, () => true);
    expect(left.map(({ user }) => user?.userPrincipalName)).toEqual([upn(1)]);
    const pin = await pinOf(id, 0);
    const keyId = await desk.plug(key, 'KD-7301');
    await when(id, ({ batch, cutOff: none }) => batch.counts.done === 1 && none.length === 0);
    expect(await told(id)).toEqual([
      ['done', 'KD-7301'],
      ['waiting-for-key', undefined],
    ]);
    expect(await pinOf(id, 0)).toBe(pin);
    await opens(keyId, pin);
  });

  test('finishes it after a retry if it has no serial number, and another key of its model loses at most one attempt', async () => {
    const id = await batchOf([upn(1)]);
    const key = await cutOff(id);
    const foreign = await desk.key();
    await desk.client.batches.pause({ id });
    const foreignId = await desk.plug(foreign);
    await desk.client.keys.setPin({ keyId: foreignId, pin: '246813' });
    await retry(id);
    for (let n = 0; n < 3; n++) {
      await desk.plug(foreign);
      await start(id);
      await when(id, ({ keys }) => keys[0]?.state === 'refused');
      await desk.client.batches.pause({ id });
      await desk.unplug();
    }
    expect((await told(id))[0]).toEqual(['waiting-for-key', 'profile-key-has-pin']);
    const keyId = await desk.plug(foreign);
    expect((await desk.client.keys.info({ keyId })).pin.retries).toBe(7);
    await start(id);
    await desk.plug(key);
    await when(id, isOver);
    expect((await told(id)).map(([state]) => state)).toEqual(['done']);
  });

  const failureAt = async (id: string) => {
    const live = await when(id, ({ keys }) => keys[0]?.state === 'refused');
    return live.keys[0]?.failure;
  };

  test('finishes its row without a retry if it has no serial number and is put back at once', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await cutOff(id);
    expect((await told(id))[0]?.[0]).toBe('failed');
    const pin = await pinOf(id, 0);
    const keyId = await desk.plug(key);
    await when(id, ({ batch }) => batch.counts.done === 1);
    expect((await told(id)).map(([state]) => state)).toEqual(['done', 'waiting-for-key']);
    expect(await pinOf(id, 0)).toBe(pin);
    await opens(keyId, pin);
  });

  test.each([
    ['at once', false],
    ['after a retry', true],
  ])('gets its own row among several without a serial number, in any order (%s)', async (_, again) => {
    const id = await batchOf([upn(1), upn(2)]);
    const keys = [await cutOff(id), await cutOff(id)];
    const pins = [await pinOf(id, 0), await pinOf(id, 1)];
    if (again) {
      await retry(id);
      await start(id);
    }
    const ids = [];
    for (const [n, key] of [...keys.entries()].reverse()) {
      ids[n] = await desk.plug(key);
      await when(id, ({ batch }) => batch.counts.done === 2 - n);
    }
    expect((await told(id)).map(([state]) => state)).toEqual(['done', 'done']);
    expect([await pinOf(id, 0), await pinOf(id, 1)]).toEqual(pins);
    await opens(ids[0] ?? '', pins[0] ?? '');
    expect(keys.map(key => key.state().credentialCount)).toEqual([1, 1]);
    // Nobody is asked to finish what the same key has finished.
    expect(await desk.client.enrollment.unfinished()).toEqual([]);
  });

  test('gets its row if it was begun before the first one that waits, and another key was made meanwhile', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3)]);
    const key = await cutOff(id);
    await desk.plug(await desk.key(), 'KD-7302');
    await when(id, ({ batch }) => batch.counts.done === 1);
    await desk.plug(key);
    await when(id, ({ batch }) => batch.counts.done === 2);
    expect((await told(id)).map(([state]) => state)).toEqual(['done', 'done', 'waiting-for-key']);
  });

  test('is not confused with a foreign key, which loses two attempts at most, however often it is plugged in', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3), upn(4)]);
    const keys = [await cutOff(id), await cutOff(id), await cutOff(id)];
    const foreign = await desk.key();
    await desk.client.batches.pause({ id });
    await desk.client.keys.setPin({ keyId: await desk.plug(foreign), pin: '246813' });
    for (let n = 0; n < 3; n++) {
      await desk.plug(foreign);
      await start(id);
      expect(await failureAt(id)).toMatchObject({
        code: 'batch-key-perhaps-of',
        params: { users: [upn(3), upn(2), upn(1)].join(', ') },
      });
      await desk.client.batches.pause({ id });
      await desk.unplug();
    }
    const keyId = await desk.plug(foreign);
    expect((await desk.client.keys.info({ keyId })).pin.retries).toBe(6);
    // Two PINs are tried on the third key, too: those of the rows that were begun last, unless a person has put another row first.
    await retry(id);
    await desk.client.batches.first({ id, text: upn(1) });
    await desk.plug(keys[0] ?? foreign);
    await start(id);
    await when(id, ({ batch }) => batch.counts.done === 1);
    expect((await told(id))[0]?.[0]).toBe('done');
  });

  test.each([
    ['with a serial number takes the next row', 'KD-7301'],
    ['without one is refused', undefined],
  ])('%s if its user was deleted, and its row is tried once', async (_, serial) => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await cutOff(id, serial);
    desk.graph.tenant.removeUser(upn(1));
    await desk.plug(key, serial);
    const live = await when(id, ({ keys }) => ['remove', 'refused'].includes(keys[0]?.state ?? ''));
    expect(live.keys[0]?.failure?.code).toBe(serial === undefined ? 'user-not-found' : undefined);
    expect((await told(id)).map(([state, what]) => [state, what])).toEqual([
      ['failed', 'user-not-found'],
      serial === undefined ? ['waiting-for-key', undefined] : ['done', serial],
    ]);
  });

  test('is never looked for on a key of another user', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3)]);
    const made = await desk.key();
    await start(id);
    await desk.plug(made);
    await when(id, ({ batch }) => batch.counts.done === 1);
    await cutOff(id);
    const keyId = await desk.plug(made);
    await when(id, ({ keys }) => keys[0]?.state === 'remove');
    await desk.client.batches.pause({ id });
    expect((await desk.client.keys.info({ keyId })).pin.retries).toBe(8);
  });

  test('says whose key it is if a person has skipped the row, and is made after a retry', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await cutOff(id);
    const rowId = (await rowsOf(id))[0]?.id ?? '';
    await desk.client.batches.skip({ id, rowId });
    await desk.plug(key);
    expect(await failureAt(id)).toMatchObject({ code: 'batch-key-of-row', params: { user: upn(1) } });
    await desk.client.batches.retry({ id, rowIds: [rowId] });
    await desk.client.batches.check({ id });
    await desk.plug(key);
    await when(id, ({ batch }) => batch.counts.done === 1);
    expect((await told(id)).map(([state]) => state)).toEqual(['done', 'waiting-for-key']);
  });

  test('can be used for another row, which has its PIN then', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await cutOff(id, 'KD-7301');
    const pin = await pinOf(id, 0);
    const [first] = await rowsOf(id);
    await desk.client.batches.skip({ id, rowId: first?.id ?? '' });
    const keyId = await desk.plug(key, 'KD-7301');
    await when(id, isOver);
    expect(await told(id)).toMatchObject([
      ['skipped', expect.anything()],
      ['done', 'KD-7301'],
    ]);
    expect([await pinOf(id, 1), (await rowsOf(id)).map(({ pinKept }) => pinKept)]).toEqual([pin, [false, true]]);
    await opens(keyId, pin);
  });

  test('is refused with the reason and the way out when the PIN is not kept any more', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const key = await cutOff(id, 'KD-7301');
    await retry(id);
    await desk.plug(await desk.key(), 'KD-7302');
    await when(id, ({ batch }) => batch.counts.done === 1);
    await desk.plug(key, 'KD-7301');
    const live = await when(id, ({ keys }) => keys.some(one => one.serial === 'KD-7301' && one.state === 'refused'));
    expect(live.keys.find(({ serial }) => serial === 'KD-7301')?.failure?.code).toBe('profile-pin-left');
  });
});
