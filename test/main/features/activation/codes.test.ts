import { fork } from 'node:child_process';
import { scryptSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachUserText } from '../../../../src/contract/users/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { openDeskTime } from '../../../../src/main/base/store/deskTime.ts';
import { type Codes, createCodes } from '../../../../src/main/features/activation/codes.ts';
import type { Answers } from './guesser.ts';

const HOUR = 3_600_000;
const TENANT = 'contoso';
const mia = {
  id: '11111111-2222-4333-8444-555555555555',
  userPrincipalName: 'mia@contoso.example',
  displayName: 'Mia',
  ...eachUserText(() => null),
  accountEnabled: true,
  guest: false,
};
const max = { ...mia, id: '99999999-2222-4333-8444-555555555555', userPrincipalName: 'max@contoso.example' };

let folder: string;
let store: Store;
let codes: Codes;
let now: number;

/** Opens the codes of the folder as a process of their own would: nothing of before is in memory. */
async function openAgain(station = 'station'): Promise<void> {
  const time = await openDeskTime(store, undefined, { wall: () => now, steady: () => 0 });
  const instance = { id: 'this one', isAlive: (id: string) => id === 'this one' || id === 'another one' };
  codes = createCodes({ database: store.database, time, instance, station });
}

beforeEach(async () => {
  now = Date.now();
  folder = mkdtempSync(join(tmpdir(), 'keydesk-codes-'));
  store = openRecord(folder);
  await openAgain();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const WRONG = '22222-22222';
const guess = (user: string, code: string) =>
  codes.check(TENANT, user, code).then(
    () => 'taken',
    error => error.code,
  );
const markUsed = (id: string) =>
  store.database.updateTable('activation_code').set({ used_at: 'before' }).where('id', '=', id).execute();
const stateOf = async (id: string) => (await codes.list(TENANT)).find(code => code.id === id)?.state;

describe('an activation code', () => {
  test('is known as its user types it, and names that user', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    const typed = code.toLowerCase().replace('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await codes.check(TENANT, 'MIA@contoso.example', typed)).toMatchObject({ user: { id: mia.id } });
  });

  test('is known by letters that look like its digits', async () => {
    const { id } = await codes.make(TENANT, mia, 1);
    const { salt } = await store.database.selectFrom('activation_code').select('salt').executeTakeFirstOrThrow();
    const hash = new Uint8Array(scryptSync('0A1B0C1D01', salt, 32, { N: 2 ** 14, r: 8, p: 1 }));
    await store.database.updateTable('activation_code').set({ hash }).execute();
    for (const typed of ['0a1b0-c1d01', 'OAIBO-CLDOI', 'oal bo ci doi'])
      expect(await codes.check(TENANT, mia.userPrincipalName, typed)).toMatchObject({ id });
    expect(await guess(mia.userPrincipalName, 'ABCD0-1')).toBe('activation-code-wrong');
  });

  test('is nowhere on the disk', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    for (const file of ['keydesk.db', 'keydesk.db-wal']) {
      const bytes = readFileSync(join(folder, file)).toString('latin1');
      expect(bytes).not.toContain(code);
      expect(bytes).not.toContain(code.replace('-', ''));
    }
  });

  test('of another user, or for a name that no user has, gets the same answer as a wrong code', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    await codes.make(TENANT, max, 1);
    expect(await guess(max.userPrincipalName, code)).toBe('activation-code-wrong');
    expect(await guess('nobody@contoso.example', code)).toBe('activation-code-wrong');
  });

  test('is blocked by five wrong tries, for good and over a restart', async () => {
    const made = await codes.make(TENANT, mia, 1);
    for (let n = 0; n < 5; n++) expect(await guess(mia.userPrincipalName, WRONG)).toBe('activation-code-wrong');
    await store.close();
    store = openRecord(folder);
    await openAgain();
    expect(await stateOf(made.id)).toBe('blocked');
    expect(await guess(mia.userPrincipalName, made.code)).toBe('activation-code-wrong');
    const next = await codes.make(TENANT, mia, 1);
    expect(await guess(mia.userPrincipalName, next.code)).toBe('taken');
  });

  test('expires, is withdrawn, and gives way to a newer one', async () => {
    const first = await codes.make(TENANT, mia, 1);
    now += 2 * HOUR;
    expect(await stateOf(first.id)).toBe('expired');
    expect(await guess(mia.userPrincipalName, first.code)).toBe('activation-code-wrong');
    const second = await codes.make(TENANT, mia, 1);
    const third = await codes.make(TENANT, mia, 1);
    expect(await guess(mia.userPrincipalName, second.code)).toBe('activation-code-wrong');
    await codes.withdraw(TENANT, third.id);
    expect(await guess(mia.userPrincipalName, third.code)).toBe('activation-code-wrong');
    expect((await codes.list(TENANT)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
  });

  test('that has expired stays so when the clock is set back, also over a restart', async () => {
    const { id, code } = await codes.make(TENANT, mia, 1);
    now += 2 * HOUR;
    expect(await guess(mia.userPrincipalName, WRONG)).toBe('activation-code-wrong');
    now -= 2 * HOUR;
    expect(await stateOf(id)).toBe('expired');
    await openAgain();
    expect(await stateOf(id)).toBe('expired');
    expect(await guess(mia.userPrincipalName, code)).toBe('activation-code-wrong');
  });
});

describe('codes of a tenant', () => {
  test('are listed newest first, with whose they are and until when', async () => {
    const [first, second] = [await codes.make(TENANT, mia, 1), await codes.make(TENANT, max, 48)];
    await codes.make('fabrikam', mia, 1);
    const { code: _, ...listed } = second;
    expect(await codes.list(TENANT)).toEqual([listed, expect.objectContaining({ id: first.id, state: 'open' })]);
    expect(listed).toEqual({
      id: second.id,
      user: { id: max.id, userPrincipalName: max.userPrincipalName, displayName: 'Mia' },
      state: 'open',
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 48 * HOUR).toISOString(),
    });
    expect(await codes.list('unknown')).toEqual([]);
  });

  test('are withdrawn by tenant and id, and not once they are used', async () => {
    const made = await codes.make(TENANT, mia, 1);
    const notFound = { code: 'activation-code-not-found' };
    await expect(codes.withdraw('fabrikam', made.id)).rejects.toMatchObject(notFound);
    await expect(codes.withdraw(TENANT, 'none')).rejects.toMatchObject(notFound);
    expect(await codes.withdraw(TENANT, made.id)).toMatchObject({ id: made.id, state: 'withdrawn' });
    const used = await codes.make(TENANT, mia, 1);
    await markUsed(used.id);
    await expect(codes.withdraw(TENANT, used.id)).rejects.toMatchObject(notFound);
    expect((await codes.list(TENANT)).map(({ state }) => state)).toEqual(['used', 'withdrawn']);
  });

  test('take the place of the open ones of the same user and tenant alone', async () => {
    const [used, other, elsewhere] = [
      await codes.make(TENANT, mia, 1),
      await codes.make(TENANT, max, 1),
      await codes.make('fabrikam', mia, 1),
    ];
    await markUsed(used.id);
    const withdrawn = await codes.make(TENANT, mia, 1);
    await store.database
      .updateTable('activation_code')
      .set({ withdrawn_at: 'before' })
      .where('id', '=', withdrawn.id)
      .execute();
    await codes.make(TENANT, mia, 1);
    const rows = await store.database.selectFrom('activation_code').selectAll().execute();
    const withdrawnAt = (id: string) => rows.find(row => row.id === id)?.withdrawn_at;
    expect([used, other, elsewhere, withdrawn].map(({ id }) => withdrawnAt(id))).toEqual([null, null, null, 'before']);
  });

  test('open nothing in another tenant, nor for another user who is right about them', async () => {
    const { id, code } = await codes.make(TENANT, mia, 1);
    await codes.make('fabrikam', mia, 1);
    await expect(codes.check('fabrikam', mia.userPrincipalName, code)).rejects.toMatchObject({
      code: 'activation-code-wrong',
    });
    expect(await codes.check(TENANT, ` ${mia.userPrincipalName} `, ` ${code} `)).toEqual({
      id,
      user: { id: mia.id, userPrincipalName: mia.userPrincipalName, displayName: 'Mia' },
    });
  });

  test('are good until the millisecond of their end', async () => {
    const { id, code } = await codes.make(TENANT, mia, 1);
    now += HOUR - 1;
    expect([await stateOf(id), await guess(mia.userPrincipalName, code)]).toEqual(['open', 'taken']);
    now += 1;
    expect([await stateOf(id), await guess(mia.userPrincipalName, code)]).toEqual(['expired', 'activation-code-wrong']);
  });

  test('say that they are used to the holder of the right code alone', async () => {
    const { id, code } = await codes.make(TENANT, mia, 1);
    await markUsed(id);
    expect(await guess(mia.userPrincipalName, WRONG)).toBe('activation-code-wrong');
    expect(await guess(mia.userPrincipalName, code)).toBe('activation-code-used');
    // Neither of the two took its try back.
    expect(
      (await store.database.selectFrom('activation_code').select('tries_left').executeTakeFirst())?.tries_left,
    ).toBe(3);
  });
});

describe('guesses', () => {
  test('are counted for ten minutes, and say after how many minutes the next one is allowed', async () => {
    const tried = () =>
      codes.check(TENANT, 'nobody@contoso.example', WRONG).then(
        () => ['taken'],
        error => [error.code, error.params],
      );
    for (let n = 0; n < 10; n++) {
      await tried();
      now += 30_000;
    }
    expect(await tried()).toEqual(['activation-throttled', { minutes: 5 }]);
    now += 5 * 60_000 - 1;
    expect(await tried()).toEqual(['activation-throttled', { minutes: 1 }]);
    now += 1;
    expect((await tried())[0]).toBe('activation-code-wrong');
  });

  test('side by side share the five tries of a code: the right one after them is refused', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    const guesses = [...Array(8).fill(WRONG), code].map(each => guess(mia.userPrincipalName, each));
    expect(await Promise.all(guesses)).toEqual(Array(9).fill('activation-code-wrong'));
  });

  test('side by side share the ten tries of a station, and a right code gives its try back', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    for (let n = 0; n < 12; n++) expect(await guess(mia.userPrincipalName, code)).toBe('taken');
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => guess(`user${n}@contoso.example`, WRONG)));
    expect(answers.filter(answer => answer === 'activation-code-wrong')).toHaveLength(10);
    expect(answers.filter(answer => answer === 'activation-throttled')).toHaveLength(30);
    expect(await guess(mia.userPrincipalName, code)).toBe('activation-throttled');
    await openAgain();
    expect(await guess(mia.userPrincipalName, code)).toBe('activation-throttled');
    now -= HOUR;
    expect(await guess(mia.userPrincipalName, code)).toBe('activation-throttled');
    now += HOUR + 10 * 60_000;
    expect(await guess(mia.userPrincipalName, code)).toBe('taken');
  });

  test('at one station do not hold up another', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    for (let n = 0; n < 11; n++) await guess(`user${n}@contoso.example`, WRONG);
    expect(await guess(mia.userPrincipalName, code)).toBe('activation-throttled');
    await openAgain('another station');
    expect(await guess(mia.userPrincipalName, code)).toBe('taken');
  });

  test('of several processes share the tries', async () => {
    await codes.make(TENANT, mia, 1);
    const answers = await Promise.all([1, 2, 3].map(() => guessElsewhere(mia.userPrincipalName, 8)));
    const counts = answers.flat();
    expect(counts.filter(answer => answer === 'activation-code-wrong')).toHaveLength(10);
    expect(counts.filter(answer => answer === 'activation-throttled')).toHaveLength(14);
    expect((await codes.list(TENANT)).map(({ state }) => state)).toEqual(['blocked']);
  });

  test('get one answer and cost the same work for a user without a code, and for one with a code in any state', async () => {
    const names = ['open', 'expired', 'withdrawn', 'blocked'].map(name => `${name}@contoso.example`);
    const make = (n: number, hours: number) =>
      codes.make(TENANT, { ...mia, id: `${n}`.repeat(8), userPrincipalName: names[n] ?? '' }, hours);
    await make(0, 99);
    await make(1, 1);
    await codes.withdraw(TENANT, (await make(2, 99)).id);
    await make(3, 99);
    for (let n = 0; n < 5; n++) await guess(names[3] ?? '', WRONG);
    now += 2 * HOUR;
    const users = [...names, 'nobody@contoso.example'];
    const least = new Map<string, number>();
    for (let round = 0; round < 4; round++) {
      for (const user of users) {
        now += HOUR;
        const before = process.cpuUsage();
        expect(await guess(user, WRONG)).toBe('activation-code-wrong');
        // The time of the processor, of all threads: it does not depend on what else the computer does.
        const { user: own, system } = process.cpuUsage(before);
        least.set(user, Math.min(least.get(user) ?? Number.POSITIVE_INFINITY, own + system));
      }
    }
    // The slow hash is nearly all of it: an answer without it costs less than a tenth.
    const costs = [...least.values()];
    expect(Math.min(...costs)).toBeGreaterThan(Math.max(...costs) / 3);
  });
});

describe('a run', () => {
  test('holds its code: another run waits until it ends, and so do those of other processes', async () => {
    const { id } = await codes.make(TENANT, mia, 1);
    await codes.claim(id, 'first');
    await codes.claim(id, 'first');
    await expect(codes.claim(id, 'second')).rejects.toMatchObject({ code: 'activation-running' });
    await codes.confirm(store.database, id, 'first');
    await expect(codes.confirm(store.database, id, 'second')).rejects.toMatchObject({ code: 'activation-running' });
    const claimedBy = (claimed_by: string) =>
      store.database.updateTable('activation_code').set({ claimed_by }).execute();
    await claimedBy('another one');
    await expect(codes.claim(id, 'second')).rejects.toMatchObject({ code: 'activation-running' });
    await claimedBy('one that is dead');
    await codes.claim(id, 'second');
    await codes.release('second');
    await codes.claim(id, 'third');
  });

  test('releases its own code alone, and works with none that is gone', async () => {
    const [first, second] = [await codes.make(TENANT, mia, 1), await codes.make(TENANT, max, 1)];
    await codes.claim(first.id, 'first');
    await codes.claim(second.id, 'second');
    await codes.release('first');
    await expect(codes.claim(second.id, 'third')).rejects.toMatchObject({ code: 'activation-running' });
    await codes.claim(first.id, 'third');
    await codes.confirm(store.database, second.id, 'second');
    await store.database.deleteFrom('activation_code').execute();
    await expect(codes.claim(first.id, 'third')).rejects.toMatchObject({ code: 'activation-running' });
    const gone = { code: 'activation-code-withdrawn' };
    await expect(codes.confirm(store.database, first.id, 'third')).rejects.toMatchObject(gone);
  });

  test('that released its code does not hold it', async () => {
    const { id } = await codes.make(TENANT, mia, 1);
    await codes.claim(id, 'run');
    await codes.release('run');
    await expect(codes.confirm(store.database, id, 'run')).rejects.toMatchObject({ code: 'activation-running' });
    const row = await store.database.selectFrom('activation_code').selectAll().executeTakeFirst();
    expect([row?.claim, row?.claimed_by]).toEqual([null, null]);
  });

  test('side by side with another one: one of them gets the code', async () => {
    const { id } = await codes.make(TENANT, mia, 1);
    const ends = await Promise.allSettled(['first', 'second'].map(run => codes.claim(id, run)));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('ends when its code is withdrawn, used, replaced or expired, and not when somebody guesses', async () => {
    const ended = async (end: (id: string) => unknown) => {
      const { id } = await codes.make(TENANT, mia, 1);
      await codes.claim(id, 'run');
      await end(id);
      const outcome = await codes.confirm(store.database, id, 'run').catch(error => error.code);
      await codes.release('run');
      return outcome;
    };
    const used_at = new Date().toISOString();
    expect(await ended(id => codes.withdraw(TENANT, id))).toBe('activation-code-withdrawn');
    expect(await ended(() => codes.make(TENANT, mia, 1))).toBe('activation-code-withdrawn');
    expect(await ended(() => store.database.updateTable('activation_code').set({ used_at }).execute())).toBe(
      'activation-code-used',
    );
    expect(await ended(() => (now += 2 * HOUR))).toBe('activation-code-expired');
    expect(
      await ended(async () => {
        for (let n = 0; n < 5; n++) await guess(mia.userPrincipalName, WRONG);
      }),
    ).toBeUndefined();
  });
});

/** The answers to guesses side by side in another process. */
async function guessElsewhere(user: string, count: number): Promise<Answers> {
  const child = fork(join(import.meta.dirname, 'guesser.ts'), [folder, TENANT, user, WRONG, String(count)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', answers => resolve(answers as Answers));
    child.once('exit', code => reject(new Error(`the guesser ended with ${code}`)));
  });
}
