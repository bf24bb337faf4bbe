import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LiveBatch } from '../../../../src/contract/batches/live.ts';
import { problemOf } from '../../../../src/contract/batches/problem.ts';
import type { BatchCreate, BatchRow } from '../../../../src/contract/batches/schema.ts';
import type { Failure } from '../../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
  await desk.client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
});
afterEach(() => desk.close());

const upn = (n: number) => `user${n}@contoso.example`;

async function batchOf(
  users: readonly (string | { user: string; serial: string | null; line?: number })[],
  options: Partial<Omit<BatchCreate, 'source'>> = {},
): Promise<string> {
  const rows = users.map((user, n) => ({
    line: n + 1,
    name: null,
    profile: null,
    serial: null,
    ...(typeof user === 'string' ? { user } : user),
  }));
  const { id } = await desk.client.batches.create({ source: { kind: 'rows', rows }, ...options });
  await desk.client.batches.check({ id });
  return id;
}

async function rowsOf(id: string): Promise<BatchRow[]> {
  return (await desk.client.batches.rows({ id })).rows;
}

const told = (rows: readonly BatchRow[]) => rows.map(({ state, error }) => [state, error?.code ?? null]);

/** Resolves when the live state meets a condition. */
async function when(id: string, condition: (live: LiveBatch) => boolean): Promise<LiveBatch> {
  for await (const live of await desk.client.batches.watch({ id })) if (condition(live)) return live;
  throw new Error('the batch ended');
}

const start = (id: string) => desk.client.batches.start({ id, interactive: false });
const newKey = () => desk.key();
const isOver = ({ batch }: LiveBatch) => batch.state === 'finished';

/** Gives a user a first key. Returns the row. */
async function firstKey(user: string): Promise<BatchRow | undefined> {
  const id = await batchOf([user]);
  await start(id);
  await desk.plug(await newKey(), '71');
  await when(id, isOver);
  return (await rowsOf(id))[0];
}

/** Gives a user a key at another desk, which has records of its own. */
async function keyElsewhere(user: string): Promise<void> {
  const elsewhere = await openBusDesk(undefined, undefined, undefined, desk.graph);
  const keyId = await elsewhere.plug(await elsewhere.key(), '81');
  const how = { pin: { kind: 'given', pin: '739164' }, interactive: false } as const;
  for await (const _ of await elsewhere.client.enrollment.start({ user, keyId, ...how }));
  await elsewhere.close();
}

describe('the check before the first key', () => {
  test('finds users by name, mail, employee id and object id, and refuses the others with the reason', async () => {
    const { users } = await desk.client.users.search({ query: 'user3' });
    const [third] = users;
    const id = await batchOf([upn(1), upn(1).toUpperCase(), 'nobody@contoso.example', third?.id ?? '', upn(2)]);
    const rows = await rowsOf(id);
    expect(told(rows)).toEqual([
      ['waiting-for-key', null],
      ['skipped', 'batch-user-twice'],
      ['failed', 'user-not-found'],
      ['waiting-for-key', null],
      ['waiting-for-key', null],
    ]);
    expect(rows[3]?.user?.userPrincipalName).toBe(upn(3));
  });

  test('skips users who have a key, unless they get another one', async () => {
    const first = await batchOf([upn(1)]);
    await start(first);
    await desk.plug(await newKey(), '1');
    await when(first, isOver);
    expect(told(await rowsOf(await batchOf([upn(1)])))).toEqual([['skipped', 'batch-has-key']]);
    expect(told(await rowsOf(await batchOf([upn(1)], { existing: 'add' })))).toEqual([['waiting-for-key', null]]);
  });

  test('fails a row whose passkey name Entra would refuse, for a known and for an unknown user', async () => {
    for await (const _ of await desk.client.directory.import({ full: true }));
    const about = { serial: null, profile: null };
    const rows = ['x'.repeat(31), 'x'.repeat(30), '👨‍👩‍👧‍👦'.repeat(4)].map((name, n) => ({
      ...about,
      line: n + 1,
      user: upn(n + 1),
      name,
    }));
    const { id } = await desk.client.batches.create({ source: { kind: 'rows', rows } });
    await desk.client.batches.check({ id });
    expect(told(await rowsOf(id))).toEqual([
      ['failed', 'invalid-input'],
      ['waiting-for-key', null],
      ['failed', 'invalid-input'],
    ]);
  });

  test('fails a row that expects the same key as an earlier one, because its user gets none', async () => {
    const id = await batchOf([
      { user: upn(1), serial: 'AA' },
      { user: upn(2), serial: 'aa' },
      { user: upn(3), serial: 'BB' },
    ]);
    expect(told(await rowsOf(id))).toEqual([
      ['waiting-for-key', null],
      ['failed', 'batch-serial-twice'],
      ['waiting-for-key', null],
    ]);
  });

  test('leaves rows as they are while Entra cannot be asked, and goes on afterwards', async () => {
    const rows = [1, 2, 3].map(n => ({ line: n, user: upn(n), name: null, profile: null, serial: null }));
    const { id } = await desk.client.batches.create({ source: { kind: 'rows', rows } });
    desk.graph.faults.add({ cut: 'before', times: 1000 });
    await expect(desk.client.batches.check({ id })).rejects.toMatchObject({ data: { code: 'graph-unreachable' } });
    expect(told(await rowsOf(id))).toEqual(rows.map(() => ['waiting', null]));
    desk.graph.faults.clear();
    await desk.client.batches.check({ id });
    expect(told(await rowsOf(id))).toEqual(rows.map(() => ['waiting-for-key', null]));
  });

  test('of imported users without Entra says what it could not read, and is repeated by the next check', async () => {
    for await (const _ of await desk.client.directory.import({ full: true }));
    desk.graph.faults.add({ cut: 'before', times: 100_000 });
    const id = await batchOf([upn(1), upn(2)]);
    const inPart = await rowsOf(id);
    expect(told(inPart)).toEqual([
      ['waiting-for-key', 'batch-checked-in-part'],
      ['waiting-for-key', 'batch-checked-in-part'],
    ]);
    expect(inPart.map(({ error }) => error && wordsFor(error, 'command').message)[0]).toBe(
      'Checked with the last import only: the policy for passkeys could not be read. Microsoft Graph cannot be reached.',
    );
    expect((await desk.client.batches.get({ id })).checkedInPart).toBe(2);
    expect((await desk.client.batches.check({ id })).checkedInPart).toBe(2);
    desk.graph.faults.clear();
    Object.assign(desk.graph.state.policy, { state: 'disabled' });
    expect(await desk.client.batches.check({ id })).toMatchObject({ checkedInPart: 0, counts: { failed: 2 } });
    expect(told(await rowsOf(id))[0]).toEqual(['failed', 'policy-method-disabled']);
  });

  test('says when a batch has nobody, or its group is unknown', async () => {
    const group = desk.client.batches.create({ source: { kind: 'group', groupId: 'nowhere' } });
    await expect(group).rejects.toMatchObject({ data: { code: 'batch-group-unknown' } });
    const pending = desk.client.batches.create({ source: { kind: 'pending' } });
    await expect(pending).rejects.toMatchObject({ data: { code: 'batch-empty' } });
  });
});

describe('a list that is too long', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ line: n + 1, user: upn(n), name: null, profile: null, serial: null }));
  const refused = async (call: Promise<unknown>) => {
    const data = await call.then(
      () => expect.unreachable(),
      (error: { data: Failure }) => error.data,
    );
    const { message, next } = wordsFor(data, 'command');
    return [data.code, message, next];
  };

  test('is refused with the limit, its length and what to do, whatever list it is', async () => {
    const { create } = desk.client.batches;
    expect(await refused(create({ source: { kind: 'rows', rows: rows(50_001) } }))).toEqual([
      'list-too-long',
      'A batch has at most 50,000 rows. This list has 50,001.',
      'Split the list, for example into two files, and create a batch for each part.',
    ]);
    const except = Array.from({ length: 10_001 }, (_, n) => `${n}`);
    const filter = { search: '', state: 'present', sort: 'name', descending: false } as const;
    expect(await refused(create({ source: { kind: 'filter', filter, except } }))).toEqual([
      'list-too-long',
      '“except” has at most 10,000 entries. This list has 10,001.',
      'Split the list, and try again with each part.',
    ]);
    const keys = Array.from({ length: 65 }, (_, n) => `key ${n}`);
    expect((await refused(desk.client.batches.start({ id: 'x', interactive: false, keys })))[1]).toBe(
      '“keys” has at most 64 entries. This list has 65.',
    );
  });
});

describe('a file that a window sends in parts', () => {
  const part = (text: string) => Buffer.from(text).toString('base64');

  test('becomes the rows of a batch, with the columns that a person chose', async () => {
    const { upload } = await desk.client.batches.upload({ content: part(`who;number\n${upn(1)};AA\n${upn(2)}`) });
    await desk.client.batches.upload({ upload, content: part(';BB\n') });
    const columns = ['user' as const, 'serial' as const];
    const { rows } = await desk.client.batches.read({ upload, columns: [...columns] });
    expect(rows.map(({ user, serial }) => [user, serial])).toContainEqual([upn(2), 'BB']);
    const { id } = await desk.client.batches.create({ source: { kind: 'upload', upload, columns: [...columns] } });
    expect((await rowsOf(id)).map(({ typed, serial }) => [typed, serial])).toContainEqual([upn(2), 'bb']);
  });

  test('is refused if it is too large, and when Keydesk does not have it any more', async () => {
    const content = part('x'.repeat(140_000));
    const { upload } = await desk.client.batches.upload({ content });
    const all = async () => {
      for (let n = 0; n < 200; n++) await desk.client.batches.upload({ upload, content });
    };
    await expect(all()).rejects.toMatchObject({ data: { code: 'batch-file-too-large' } });
    await expect(desk.client.batches.read({ upload })).rejects.toMatchObject({ data: { code: 'batch-file-gone' } });
  });
});

describe('a run', () => {
  test('gives each key that is plugged in the next row, until all are done', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3)]);
    await start(id);
    for (const [n, serial] of ['11', '12', '13'].entries()) {
      await desk.plug(await newKey(), serial);
      await when(id, ({ batch }) => batch.counts.done === n + 1);
    }
    const rows = await rowsOf(id);
    expect(rows.map(({ state, key }) => [state, key?.serial])).toEqual([
      ['done', '11'],
      ['done', '12'],
      ['done', '13'],
    ]);
    // The batch ends after its last row.
    await expect.poll(async () => (await desk.client.batches.get({ id })).state).toBe('finished');
  });

  test('keeps the place of a key that is done until it is taken out', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    await start(id);
    await desk.plug(await newKey(), '11');
    const live = await when(id, ({ keys }) => keys[0]?.state === 'remove');
    expect(live.batch.counts).toMatchObject({ done: 1, 'waiting-for-key': 1 });
    expect(live.next.map(({ user }) => user?.userPrincipalName)).toEqual([upn(2)]);
  });

  test('serves several keys at the same time, each its own row', async () => {
    const users = [1, 2, 3, 4].map(upn);
    const id = await batchOf(users);
    const keys = await Promise.all(users.map(() => newKey()));
    await start(id);
    for (const [n, key] of keys.entries()) await desk.plugToo(key, `2${n}`, n);
    await when(id, isOver);
    const rows = await rowsOf(id);
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(new Set(rows.map(({ key }) => key?.serial)).size).toBe(4);
  });

  test('chooses the row that expects the serial number, and refuses a key that no row expects', async () => {
    const id = await batchOf([
      { user: upn(1), serial: 'AA' },
      { user: upn(2), serial: 'BB' },
    ]);
    await start(id);
    await desk.plug(await newKey(), 'bb');
    await when(id, ({ batch }) => batch.counts.done === 1);
    expect((await rowsOf(id)).map(({ state }) => state)).toEqual(['waiting-for-key', 'done']);
    await desk.plug(await newKey(), 'CC');
    const live = await when(id, ({ keys }) => keys.some(({ serial, state }) => serial === 'CC' && state === 'refused'));
    expect(live.keys[0]?.failure?.code).toBe('batch-other-serial');
  });

  test('refuses a key that cannot be used, and gives its row the next one', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    await desk.client.keys.setPin({ keyId: await desk.plug(await newKey(), '31'), pin: '246813' });
    await start(id);
    const live = await when(id, ({ keys }) => keys[0]?.state === 'refused');
    expect(live.keys[0]?.failure?.code).toBe('profile-key-has-pin');
    await desk.plug(await newKey(), '32');
    await when(id, ({ batch }) => batch.counts.done === 1);
    expect(told(await rowsOf(id))).toEqual([
      ['done', null],
      ['waiting-for-key', null],
    ]);
  });

  test('is the only one that gives rows to keys, and one that has ended lets go of them', async () => {
    const [first, second] = [await batchOf([upn(1), upn(2)]), await batchOf([upn(3)])];
    await start(first);
    await expect(start(second)).rejects.toMatchObject({ data: { code: 'batch-other-running' } });
    await desk.plug(await newKey(), '21');
    await when(first, ({ batch }) => batch.counts.done === 1);
    await desk.plug(await newKey(), '22');
    await when(first, isOver);
    await start(second);
    await desk.plug(await newKey(), '23');
    await when(second, isOver);
    expect((await rowsOf(first)).map(({ key }) => key?.serial)).toEqual(['21', '22']);
    expect((await rowsOf(second)).map(({ key }) => key?.serial)).toEqual(['23']);
  });

  test('that is paused and continued still knows the key that is done', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    await start(id);
    // Without a serial number, only its port tells that it is the same key.
    await desk.plug(await newKey());
    await when(id, ({ keys }) => keys[0]?.state === 'remove');
    await desk.client.batches.pause({ id });
    await start(id);
    const { keys } = await when(id, ({ running }) => running);
    expect(keys.map(({ state }) => state)).toEqual(['remove']);
    expect(told(await rowsOf(id))).toEqual([
      ['done', null],
      ['waiting-for-key', null],
    ]);
    await desk.client.batches.pause({ id });
    await desk.plug(await newKey());
    await start(id);
    await when(id, isOver);
  });

  test('gives the row of a key that was taken out at the question for its PIN to the next key', async () => {
    await desk.client.profiles.create({ name: 'Typed', isDefault: true });
    const id = await batchOf([upn(1)], { profile: 'Typed' });
    await desk.client.batches.start({ id, interactive: true });
    await desk.plug(await newKey(), '24');
    await when(id, ({ keys }) => keys[0]?.interaction.kind === 'new-pin');
    await desk.unplug();
    await when(id, ({ batch }) => batch.counts['waiting-for-key'] === 1);
    expect(told(await rowsOf(id))).toEqual([['waiting-for-key', 'key-removed']]);
  });

  test('never fails a row because of keys that have a PIN already', async () => {
    const id = await batchOf([upn(1)]);
    for (const serial of ['31', '32', '33']) {
      await desk.client.keys.setPin({ keyId: await desk.plug(await newKey(), serial), pin: '246813' });
      await start(id);
      await when(id, ({ keys }) => keys.some(key => key.serial === serial && key.state === 'refused'));
      await desk.client.batches.pause({ id });
    }
    const [row] = await rowsOf(id);
    expect(told(row === undefined ? [] : [row])).toEqual([['waiting-for-key', 'profile-key-has-pin']]);
    // The key may be anybody's: what to do with it is said at the key, and not in the row of the next user.
    expect(row && problemOf(row, 'window')).toEqual({
      message: expect.stringMatching(/^A key was refused: This security key already has a PIN/),
      next: '',
    });
    expect(problemOf({ state: 'failed', error: row?.error ?? null }, 'window').next).not.toBe('');
  });

  test('fails a row for which the models of two keys are refused, and gives it a key when a person retries it', async () => {
    await desk.client.profiles.create({ name: 'Strict', pin: { kind: 'random-digits', length: 8 }, alwaysUv: true });
    const id = await batchOf([upn(1)], { profile: 'Strict' });
    for (const serial of ['31', '32']) {
      await desk.plug(await desk.key({ profile: 'legacy' }), serial);
      await start(id);
      await when(id, ({ keys }) => keys.some(key => key.serial === serial && key.state === 'refused'));
      await desk.client.batches.pause({ id });
    }
    expect(told(await rowsOf(id))).toEqual([['failed', 'key-lacks-capability']]);
    expect(await desk.client.batches.retry({ id })).toEqual({ rows: 1 });
    await desk.client.batches.check({ id });
    await start(id);
    await desk.plug(await newKey(), '33');
    await when(id, isOver);
    expect(told(await rowsOf(id))).toEqual([['done', null]]);
  });

  test('takes the next row with the same key if the user was deleted since the check', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    desk.graph.tenant.removeUser(upn(1));
    await start(id);
    await desk.plug(await newKey(), '41');
    await when(id, isOver);
    expect(told(await rowsOf(id))).toEqual([
      ['failed', 'user-not-found'],
      ['done', null],
    ]);
  });

  test.each([
    [true, '9101'],
    [true, undefined],
    [false, '9101'],
  ])(
    'refuses the key of somebody else with the name, and by the same rules if that user was deleted (deleted: %s, serial number %s)',
    async (deleted, serial) => {
      const key = await newKey();
      const first = await batchOf([upn(1)]);
      await start(first);
      await desk.plug(key, serial);
      await when(first, isOver);
      const [made] = await rowsOf(first);
      for await (const _ of await desk.client.directory.import({ full: true }));
      if (deleted) desk.graph.tenant.removeUser(upn(1));
      for await (const _ of await desk.client.directory.import({ full: false }));
      const before = key.state();
      const id = await batchOf([upn(2)]);
      await start(id);
      const refusedBy = async () => {
        await desk.unplug();
        await desk.plug(key, serial);
        return (await when(id, ({ keys }) => keys[0]?.state === 'refused')).keys[0]?.failure;
      };
      // Entra may restore the user, and the passkey with it.
      expect(await refusedBy()).toMatchObject({ code: 'key-belongs-to-another', params: { owner: upn(1) } });
      const user = made?.user?.id ?? '';
      const what = { user, methodId: made?.methodId ?? '', confirm: upn(1) };
      await desk.client.reconciliation.mend({ mend: 'delete-in-entra', ...what });
      expect(await refusedBy()).toMatchObject({ code: 'profile-key-has-pin' });
      expect(key.state()).toEqual(before);
    },
  );

  test('can skip a row, put it last, and note something', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3)]);
    const [first, second] = await rowsOf(id);
    if (first === undefined || second === undefined) throw new Error('no rows');
    await desk.client.batches.later({ id, rowId: first.id });
    await desk.client.batches.skip({ id, rowId: second.id });
    await desk.client.batches.note({ id, rowId: first.id, note: 'comes at noon' });
    await start(id);
    await desk.plug(await newKey(), '51');
    await when(id, ({ batch }) => batch.counts.done === 1);
    const rows = await rowsOf(id);
    expect(rows.map(({ state, note }) => [state, note])).toEqual([
      ['waiting-for-key', 'comes at noon'],
      ['skipped', null],
      ['done', null],
    ]);
  });

  test('puts the row of a scanned serial number or user first', async () => {
    const id = await batchOf([upn(1), upn(2), { user: upn(3), serial: 'AA' }, upn(4)]);
    const first = (text: string) => desk.client.batches.first({ id, text });
    expect((await first(upn(4).toUpperCase())).user?.userPrincipalName).toBe(upn(4));
    expect((await first('aa')).user?.userPrincipalName).toBe(upn(3));
    const { users } = await desk.client.users.search({ query: 'user2' });
    await first(users[0]?.id ?? '');
    const live = await when(id, () => true);
    expect(live.next.map(({ user }) => user?.userPrincipalName)).toEqual([2, 3, 4].map(upn));
    await expect(first('nobody')).rejects.toMatchObject({ data: { code: 'batch-row-unmatched' } });
    await start(id);
    await desk.plug(await newKey(), '91');
    await when(id, ({ batch }) => batch.counts.done === 1);
    // Why a row cannot be next, for each state.
    const busy = (state: string, line: number) => ({ data: { code: 'batch-row-busy', params: { state, line } } });
    await expect(first(upn(2))).rejects.toMatchObject(busy('done', 2));
    const [, row2] = await rowsOf(id);
    for (const act of [desk.client.batches.skip, desk.client.batches.later])
      await expect(act({ id, rowId: row2?.id ?? '' })).rejects.toMatchObject(busy('done', 2));
  });

  test('puts the row of a scanned user back who was skipped or has failed, and says what its check found', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3), 'nobody@contoso.example']);
    const [one, two, three] = await rowsOf(id);
    for (const row of [one, two, three]) await desk.client.batches.skip({ id, rowId: row?.id ?? '' });
    // All rows have ended, so the batch has.
    expect((await desk.client.batches.get({ id })).state).toBe('finished');
    const first = (text: string) => desk.client.batches.first({ id, text });
    expect(await first(upn(2))).toMatchObject({ state: 'waiting-for-key', error: null });
    expect((await desk.client.batches.get({ id })).state).toBe('paused');
    // By the name that the screen shows.
    const name = one?.user?.displayName ?? '';
    expect((await first(name.toUpperCase())).user?.userPrincipalName).toBe(upn(1));
    const live = await when(id, ({ next }) => next.length === 2);
    expect(live.next.map(({ user }) => user?.userPrincipalName)).toEqual([1, 2].map(upn));
    await expect(first('nobody@contoso.example')).rejects.toMatchObject({ data: { code: 'user-not-found' } });
    await keyElsewhere(upn(3));
    await expect(first(upn(3))).rejects.toMatchObject({ data: { code: 'batch-has-key' } });
    expect(told(await rowsOf(id))[2]).toEqual(['skipped', 'batch-has-key']);
  });

  test('names several users of a scanned display name', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    other.prepare("UPDATE batch_row SET display_name = 'Uma Park' WHERE batch_id = ?").run(id);
    other.close();
    await expect(desk.client.batches.first({ id, text: 'uma park' })).rejects.toMatchObject({
      data: { code: 'batch-user-ambiguous', params: { names: [1, 2].map(upn).join(', ') } },
    });
  });

  test('that has ended gives no row to a key that is still plugged in, when rows are put back', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    const [one] = await rowsOf(id);
    await desk.client.batches.skip({ id, rowId: one?.id ?? '' });
    await start(id);
    await desk.plug(await newKey(), '61');
    await when(id, isOver);
    await desk.plugToo(await newKey(), '62', 2);
    await when(id, ({ keys }) => keys.some(key => key.serial === '62' && key.state === 'idle'));
    expect(await desk.client.batches.retry({ id, states: ['skipped'] })).toEqual({ rows: 1 });
    await desk.client.batches.check({ id });
    expect(await when(id, ({ running }) => !running)).toMatchObject({ batch: { state: 'paused' } });
    expect(told(await rowsOf(id))[0]).toEqual(['waiting-for-key', null]);
    await start(id);
    await when(id, isOver);
    expect(told(await rowsOf(id))).toEqual([
      ['done', null],
      ['done', null],
    ]);
  });

  test('is finished again when the check refuses all rows that were put back', async () => {
    const id = await batchOf([upn(1), 'nobody@contoso.example']);
    await start(id);
    await desk.plug(await newKey(), '63');
    await when(id, isOver);
    expect(await desk.client.batches.retry({ id })).toEqual({ rows: 1 });
    expect((await desk.client.batches.get({ id })).state).toBe('paused');
    expect((await desk.client.batches.check({ id })).state).toBe('finished');
    await desk.client.batches.delete({ id, discardPins: true });
  });

  test('confirms at once that all users have their keys and PINs', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3)]);
    await start(id);
    for (const n of [1, 2, 3]) {
      await desk.plug(await newKey(), `8${n}`);
      await when(id, ({ batch }) => batch.counts.done === n);
    }
    const [, second] = await rowsOf(id);
    expect(await desk.client.batches.handedOverAll({ id, rowIds: [second?.id ?? ''] })).toEqual({ rows: 1 });
    expect((await rowsOf(id)).map(({ pinKept }) => pinKept)).toEqual([true, false, true]);
    expect(await desk.client.batches.handedOverAll({ id })).toEqual({ rows: 2 });
    const rows = await rowsOf(id);
    expect(rows.map(({ pinKept, handedOverAt }) => pinKept || handedOverAt === null)).toEqual([false, false, false]);
    const { entries } = await desk.client.activity.list({ kinds: ['batch-handed-over'] });
    expect(entries).toHaveLength(3);
  });

  // A file with headings begins on line 2.
  test.each([1, 2])(
    'keeps a scanned row for the key that it expects, and says so for another key (first line %i)',
    async line => {
      const users = [{ user: upn(1) }, { user: upn(2), serial: 'KD-9102' }, { user: upn(3), serial: 'KD-9103' }];
      const id = await batchOf(users.map((row, n) => ({ serial: null, ...row, line: line + n })));
      await start(id);
      const row = await desk.client.batches.first({ id, text: 'kd-9102' });
      await desk.plug(await newKey(), '91');
      const live = await when(id, ({ keys }) => keys[0]?.state === 'refused');
      expect(live.keys[0]?.failure).toMatchObject({
        code: 'batch-scanned-other',
        params: { user: row.user?.displayName, serial: 'kd-9102' },
      });
      expect(live.batch.counts).toMatchObject({ done: 0, 'waiting-for-key': 3 });
      // A key that another row expects is no mistake.
      await desk.plug(await newKey(), 'KD-9103');
      await when(id, ({ batch }) => batch.counts.done === 1);
      await desk.plug(await newKey(), 'KD-9102');
      await when(id, ({ batch }) => batch.counts.done === 2);
      await desk.plug(await newKey(), '92');
      await when(id, isOver);
    },
  );

  test('finds a scanned employee id in the imported directory', async () => {
    for await (const _ of await desk.client.directory.import({ full: true }));
    const user = await desk.client.directory.user({ user: upn(2) });
    const id = await batchOf([upn(1), upn(2)]);
    expect(user?.employeeId).toBeTruthy();
    const row = await desk.client.batches.first({ id, text: user?.employeeId ?? '' });
    expect(row.user?.userPrincipalName).toBe(upn(2));
  });

  test('lists rows from an offset', async () => {
    const id = await batchOf([upn(1), upn(2), upn(3)]);
    const { rows } = await desk.client.batches.rows({ id, offset: 1, limit: 1 });
    expect(rows.map(({ line }) => line)).toEqual([2]);
  });

  test('goes on with rows that are retried after all had ended', async () => {
    const id = await batchOf([upn(1)]);
    const [row] = await rowsOf(id);
    const ref = { id, rowId: row?.id ?? '' };
    await desk.client.batches.skip(ref);
    await start(id);
    await desk.plug(await newKey(), '95');
    await when(id, isOver);
    await desk.client.batches.retry({ id, rowIds: [ref.rowId] });
    await desk.client.batches.check({ id });
    await start(id);
    const live = await when(id, isOver);
    expect(live.batch.counts.done).toBe(1);
  });

  test('of more rows than a statement may have variables is handed over and deleted', async () => {
    const rows = Array.from({ length: 33_000 }, (_, n) => ({
      line: n + 1,
      user: `nobody${n}`,
      serial: null,
      name: null,
      profile: null,
    }));
    const { id } = await desk.client.batches.create({ source: { kind: 'rows', rows } });
    const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    other.prepare("UPDATE batch_row SET state = 'done' WHERE batch_id = ?").run(id);
    other.close();
    expect(await desk.client.batches.handedOverAll({ id })).toEqual({ rows: 0 });
    await desk.client.batches.delete({ id });
    expect(await desk.client.batches.list()).toEqual([]);
  });

  test('keeps a PIN until the key is handed over', async () => {
    const id = await batchOf([upn(1)]);
    await start(id);
    await desk.plug(await newKey(), '61');
    await when(id, isOver);
    const [row] = await rowsOf(id);
    const ref = { id, rowId: row?.id ?? '' };
    expect(row?.pinKept).toBe(true);
    expect((await desk.client.batches.showPin(ref)).pin).toMatch(/^[1-9]\d{7}$/);
    expect(await desk.client.batches.handedOver(ref)).toMatchObject({ pinKept: false });
    // A window that reloads must not ask for it again.
    expect((await when(id, () => true)).keys[0]?.row?.pinKept).toBe(false);
    await expect(desk.client.batches.showPin(ref)).rejects.toMatchObject({ data: { code: 'batch-pin-gone' } });
    const { entries } = await desk.client.activity.list({ kinds: ['batch-pin-shown', 'batch-handed-over'] });
    expect(entries.map(({ kind, result }) => `${kind} ${result}`).toSorted()).toEqual([
      'batch-handed-over done',
      'batch-pin-shown done',
      'batch-pin-shown failed',
    ]);
    expect(JSON.stringify(entries)).not.toContain('"pin"');
  });

  test('gives a second key to a user with a pending backup assignment, also where users with a key are skipped', async () => {
    await firstKey(upn(1));
    await firstKey(upn(2));
    await desk.client.assignments.assign({ user: upn(1), purpose: 'backup' });
    const id = await batchOf([upn(1), upn(2)]);
    expect(told(await rowsOf(id))).toEqual([
      ['waiting-for-key', null],
      ['skipped', 'batch-has-key'],
    ]);
    await start(id);
    await desk.plug(await newKey(), '75');
    await when(id, isOver);
    const { assignments } = await desk.client.assignments.list({ user: upn(1) });
    expect(assignments.map(({ purpose, state }) => `${purpose} ${state}`).toSorted()).toEqual([
      'backup active',
      'primary active',
    ]);
  });

  test('replaces an older passkey only after the new one is proven', async () => {
    const old = await firstKey(upn(1));
    const second = await batchOf([upn(1)], { existing: 'replace' });
    await start(second);
    await desk.plug(await newKey(), '72');
    await when(second, isOver);
    const passkeys = await desk.client.passkeys.list({ user: upn(1) });
    expect(passkeys.map(({ id }) => id)).not.toContain(old?.methodId);
    expect(passkeys).toHaveLength(1);
  });

  test.each([true, false])(
    'counts the PINs that were not handed over, sealed or only in memory (sealed: %s)',
    async seals => {
      await desk.close();
      const sealer = seals ? sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'a key that only this test knows' }) : null;
      desk = await openBusDesk(undefined, undefined, undefined, undefined, { sealer });
      await desk.client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
      expect((await desk.client.system.info()).seals).toBe(seals);
      const id = await batchOf([upn(1), upn(2)]);
      await start(id);
      await desk.plug(await newKey(), '73');
      await when(id, ({ batch }) => batch.counts.done === 1);
      expect((await desk.client.batches.list()).map(({ pinsKept }) => pinsKept)).toEqual([1]);
      // A PIN that is sealed cannot be lost with its Keydesk, so nobody is told to reset the key.
      const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { readOnly: true });
      expect(other.prepare('SELECT count(*) AS n FROM unseen_pin').get()?.n).toBe(seals ? 0 : 1);
      other.close();
      const [row] = await rowsOf(id);
      await desk.client.batches.handedOver({ id, rowId: row?.id ?? '' });
      expect((await desk.client.batches.get({ id })).pinsKept).toBe(0);
    },
  );

  test('says that a PIN was sealed with another key, and keeps it', async () => {
    const sealerOf = (key: string) =>
      sealerFromEnvironment({ KEYDESK_SEALING_KEY: `${key} that only this test knows` });
    const services = { sealer: sealerOf('a key') };
    await desk.close();
    desk = await openBusDesk(undefined, undefined, undefined, undefined, services);
    await desk.client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
    const id = await batchOf([upn(1)]);
    await start(id);
    await desk.plug(await newKey(), '74');
    await when(id, isOver);
    const ref = { id, rowId: (await rowsOf(id))[0]?.id ?? '' };
    const { pin } = await desk.client.batches.showPin(ref);
    await desk.restart(() => {
      services.sealer = sealerOf('another key');
    });
    await expect(desk.client.batches.showPin(ref)).rejects.toMatchObject({ data: { code: 'batch-pin-sealed' } });
    await desk.restart(() => {
      services.sealer = sealerOf('a key');
    });
    expect(await desk.client.batches.showPin(ref)).toEqual({ pin });
  });

  test('keeps trying to delete a replaced passkey that Entra did not delete, and says so, also when the batch is gone', async () => {
    const old = await firstKey(upn(1));
    const second = await batchOf([upn(1)], { existing: 'replace' });
    desk.graph.faults.add({ method: 'DELETE', path: '/fido2Methods/', status: 403, times: 1000 });
    await start(second);
    await desk.plug(await newKey(), '72');
    await when(second, isOver);
    expect(told(await rowsOf(second))).toEqual([['done', 'batch-old-left']]);
    const { assignments } = await desk.client.assignments.list({ states: ['revoked'] });
    expect(assignments).toMatchObject([{ methodId: old?.methodId, reason: 'replaced', deletion: { done: false } }]);
    expect((await desk.client.overview.get({})).stuck).toContainEqual({ kind: 'deletions-due', count: 1 });
    await expect(desk.client.batches.delete({ id: second })).rejects.toMatchObject({
      data: { code: 'batch-pins-kept' },
    });
    await desk.client.batches.delete({ id: second, discardPins: true });
    desk.graph.faults.clear();
    expect(await desk.client.inventory.finish()).toMatchObject({ done: 1, due: 0 });
    expect(await desk.client.passkeys.list({ user: upn(1) })).toHaveLength(1);
  });

  test('notes what is to be deleted before it is deleted, so a killed Keydesk and a deleted batch lose nothing', async () => {
    const old = await firstKey(upn(1));
    // The row is left as by a Keydesk that was killed after the new passkey was proven.
    const second = await batchOf([upn(1)], { existing: 'add' });
    await start(second);
    await desk.plug(await newKey(), '72');
    await when(second, isOver);
    const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    other.prepare('UPDATE batch_row SET replaces = ? WHERE batch_id = ?').run(JSON.stringify([old?.methodId]), second);
    other.close();
    desk.graph.faults.add({ method: 'DELETE', path: '/fido2Methods/', status: 503, times: 1000 });
    await desk.client.batches.delete({ id: second, discardPins: true });
    const { assignments } = await desk.client.assignments.list({ states: ['revoked'] });
    expect(assignments).toMatchObject([{ methodId: old?.methodId, deletion: { done: false } }]);
  });

  test('records a replaced passkey that was made elsewhere, and is not forgotten if nobody can ask Entra about it', async () => {
    await keyElsewhere(upn(1));
    const batch = await batchOf([upn(1)], { existing: 'replace' });
    await start(batch);
    const listing = desk.graph.faults.hold('DELETE', '/fido2Methods/');
    await desk.plug(await newKey(), '82');
    await listing.arrived;
    // Before Entra is asked to delete it, the record has it.
    const { assignments } = await desk.client.assignments.list({ states: ['revoked'] });
    expect(assignments).toMatchObject([{ source: 'import', reason: 'replaced', deletion: { done: false } }]);
    listing.letGo();
    await when(batch, isOver);
    expect(told(await rowsOf(batch))).toEqual([['done', null]]);
    expect(await desk.client.passkeys.list({ user: upn(1) })).toHaveLength(1);
  });

  test.each(['skip', 'replace'] as const)('asks Entra again when the key is there, to %s', async existing => {
    for await (const _ of await desk.client.directory.import({ full: true }));
    const batch = await batchOf([upn(1), upn(2)], { existing });
    expect(told(await rowsOf(batch))).toEqual([
      ['waiting-for-key', null],
      ['waiting-for-key', null],
    ]);
    await keyElsewhere(upn(1));
    await start(batch);
    // The same key goes to the next user if the first one has a key by now.
    await desk.plug(await newKey(), '82');
    if (existing === 'replace') {
      await when(batch, ({ batch: { counts } }) => counts.done === 1);
      await desk.plug(await newKey(), '83');
    }
    await when(batch, isOver);
    expect(told(await rowsOf(batch))).toEqual([
      existing === 'skip' ? ['skipped', 'batch-has-key'] : ['done', null],
      ['done', null],
    ]);
    expect(await desk.client.passkeys.list({ user: upn(1) })).toHaveLength(1);
  });

  test('gives the next row to a key that replaces another one before its row has ended', async () => {
    await firstKey(upn(1));
    const second = await batchOf([upn(1), upn(2)], { existing: 'replace' });
    // The new passkey is proven, and the key not needed any more, while Keydesk deletes the old one.
    const deletion = desk.graph.faults.hold('DELETE', '/fido2Methods/');
    await start(second);
    await desk.plug(await newKey(), '72');
    await deletion.arrived;
    await desk.plug(await newKey(), '73');
    deletion.letGo();
    await when(second, isOver);
    expect((await rowsOf(second)).map(({ state, key }) => [state, key?.serial])).toEqual([
      ['done', '72'],
      ['done', '73'],
    ]);
  });

  test('gives its next key to a row whose own Keydesk has ended', async () => {
    const id = await batchOf([upn(1)]);
    await start(id);
    const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    other.exec("UPDATE batch_row SET state = 'enrolling', instance = 'ended'");
    other.close();
    await desk.plug(await newKey(), '85');
    await when(id, isOver);
    expect(told(await rowsOf(id))).toEqual([['done', null]]);
  });

  test('that ends while a key waits for its touch gives another key to the user, and the first key keeps nothing', async () => {
    const id = await batchOf([upn(1)]);
    const first = await newKey();
    first.setTouch('manual');
    await start(id);
    await desk.plug(first, '86');
    await when(id, ({ keys }) => keys[0]?.interaction.kind === 'touch');
    // The row is left as by a Keydesk that was killed while the key may have created a credential.
    const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    const [entry] = other.prepare('SELECT id, instance FROM journal').all();
    await desk.restart(() => {
      other.exec(`UPDATE journal SET instance = 'ended', state = 'needs-attention', error = NULL, creating = 1`);
      other.exec(
        `UPDATE batch_row SET state = 'enrolling', instance = 'ended', enrollment_id = '${entry?.id}', error = NULL`,
      );
      other.close();
    });
    await start(id);
    await desk.plug(await newKey(), '87');
    await when(id, isOver);
    const [row] = await rowsOf(id);
    expect([row?.state, row?.key?.serial]).toEqual(['done', '87']);
    expect(await desk.client.passkeys.list({ user: upn(1) })).toHaveLength(1);
  });

  test('counts a row as done when the key of its interrupted enrollment was proven later', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    await start(id);
    await desk.plug(await newKey(), '88');
    await when(id, ({ batch }) => batch.counts.done === 1);
    const other = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    const left = JSON.stringify({ code: 'unfinished-left', params: {} });
    other.prepare("UPDATE batch_row SET state = 'failed', error = ? WHERE state = 'done'").run(left);
    other.close();
    const settled = [
      ['done', null],
      ['waiting-for-key', null],
    ];
    await expect.poll(async () => told(await rowsOf(id)), { timeout: 10_000 }).toEqual(settled);
  });

  test('that ends with its Keydesk goes on after a restart', async () => {
    const id = await batchOf([upn(1), upn(2)]);
    await start(id);
    await desk.plug(await newKey(), '81');
    await when(id, ({ batch }) => batch.counts.done === 1);
    await desk.restart();
    expect((await desk.client.batches.get({ id })).state).toBe('paused');
    await start(id);
    await desk.plug(await newKey(), '82');
    await when(id, isOver);
    expect(told(await rowsOf(id))).toEqual([
      ['done', null],
      ['done', null],
    ]);
  });
});
