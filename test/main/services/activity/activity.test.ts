import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivityEntry, ActivityQuery } from '../../../../src/contract/activity/schema.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { openTestActivity, type TestActivity } from '../tenant/bound.ts';

let folder: string;
let store: Store;
let activity: TestActivity;
let now: number;

const open = (onto = store): TestActivity =>
  openTestActivity({
    folder,
    store: onto,
    actor: { kind: 'os-user', name: 'anna@desk' },
    log: message => {
      throw new Error(message);
    },
    clock: () => new Date(now++),
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-activity-'));
  now = Date.parse('2026-03-01T08:00:00Z');
  store = openRecord(folder);
  activity = open();
});
afterEach(async () => {
  await activity.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const list = async (query: Partial<ActivityQuery> = {}) => (await activity.list({ limit: 50, ...query })).entries;
const seqs = (entries: readonly ActivityEntry[]) => entries.map(({ seq }) => seq);

/** Six entries, closed and on the disk; then somebody with a database tool, the triggers out of the way. */
async function tampered(...statements: string[]): Promise<void> {
  for (let i = 1; i <= 6; i++) activity.record({ kind: 'key-pin-changed', key: { serial: `S${i}` } });
  await activity.close();
  const raw = new DatabaseSync(join(folder, 'keydesk.db'));
  const triggers = raw.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`);
  for (const statement of statements) raw.exec(statement);
  for (const { sql } of triggers) raw.exec(String(sql));
  raw.close();
  activity = open();
}

describe('recording', () => {
  test('names the tenant and the account of the operation, and no account of it for what belongs to another tenant', async () => {
    const contoso = { id: 'contoso', signedIn: () => ({ kind: 'person', name: 'mia@contoso.example' }) as const };
    const log = activity.log.of(contoso);
    log.record({ kind: 'key-reset' });
    log.record({ kind: 'assignment-changed', tenant: 'fabrikam' });
    await log.during('passkey-deleted', async subject => {
      subject.tenant = 'contoso';
    });
    expect((await list()).map(({ tenant, actor }) => [tenant, actor.name])).toEqual([
      ['contoso', 'mia@contoso.example'],
      ['fabrikam', 'anna@desk'],
      ['contoso', 'mia@contoso.example'],
    ]);
  });

  test('numbers and chains entries, and tells who, what, whom and why', async () => {
    activity.record({
      kind: 'enrollment-done',
      user: { id: 'u1', userPrincipalName: 'Mia@contoso.example' },
      key: { id: 'practice', aaguid: 'a', serial: '42' },
      facts: { pinSet: true },
    });
    const refused = activity.during('key-pin-changed', async subject => {
      subject.key = { serial: '43' };
      throw new KeydeskError('pin-wrong', { retries: 7 });
    });
    await expect(refused).rejects.toMatchObject({ code: 'pin-wrong' });
    const [second, first] = await list();
    expect(first).toMatchObject({
      seq: 1,
      at: '2026-03-01T08:00:00.000Z',
      kind: 'enrollment-done',
      result: 'done',
      actor: { kind: 'os-user', name: 'anna@desk' },
      tenant: 'contoso',
      user: { id: 'u1', userPrincipalName: 'Mia@contoso.example' },
      key: { id: 'practice', aaguid: 'a', serial: '42' },
      cause: null,
      facts: { pinSet: true },
      previousHash: '0'.repeat(64),
    });
    expect(second).toMatchObject({
      seq: 2,
      result: 'failed',
      key: { serial: '43' },
      cause: { code: 'pin-wrong', params: { retries: 7 } },
      previousHash: first?.hash,
    });
    expect(second?.correlationId).not.toBe(first?.correlationId);
  });

  test('the database itself refuses change, removal and replacement', async () => {
    activity.record({ kind: 'key-reset' });
    await activity.close();
    const raw = new DatabaseSync(join(folder, 'keydesk.db'));
    const columns = "1, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', ''";
    for (const statement of [
      "UPDATE activity SET kind = 'key-pin-set'",
      'DELETE FROM activity',
      `INSERT OR REPLACE INTO activity VALUES (${columns})`,
    ]) {
      expect(() => raw.exec(statement)).toThrow('only grows');
    }
    raw.close();
  });

  test('several Keydesks at once make one whole chain', async () => {
    const others = [openRecord(folder), openRecord(folder)];
    const logs = [activity, ...others.map(open)];
    for (let i = 0; i < 30; i++) logs[i % 3]?.record({ kind: 'key-reset', facts: { i } });
    await Promise.all(logs.slice(1).map(log => log.close()));
    await Promise.all(others.map(other => other.close()));
    expect(await list()).toHaveLength(30);
    expect(await activity.verify()).toMatchObject({ head: { count: 30 }, failure: null });
  });

  test('does not wait: what cannot be written now is written later, in its order', async () => {
    const other = new DatabaseSync(join(folder, 'keydesk.db'));
    other.exec('BEGIN IMMEDIATE');
    for (let i = 1; i <= 3; i++) activity.record({ kind: 'key-reset', facts: { i } });
    expect(await list()).toEqual([]);
    other.exec('COMMIT');
    await expect.poll(async () => (await list()).map(({ facts }) => facts?.i)).toEqual([3, 2, 1]);
    other.exec('BEGIN IMMEDIATE');
    activity.record({ kind: 'key-reset', facts: { i: 4 } });
    other.exec('COMMIT');
    other.close();
    // The end of a program is waited for by what it did.
    await activity.close();
    expect((await list()).map(({ facts }) => facts?.i)).toEqual([4, 3, 2, 1]);
    activity = open();
  });

  test('says at the end how many entries could not be written, and why', async () => {
    const other = new DatabaseSync(join(folder, 'keydesk.db'));
    const [waits, full] = [activity, open()];
    full.record({ kind: 'key-reset' });
    other.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < 2; i++) waits.record({ kind: 'key-reset' });
    const failure = await waits.close().catch(error => error);
    expect(failure).toMatchObject({ code: 'activity-unwritten', params: { entries: 2, reason: 'database-busy' } });
    other.exec('ROLLBACK');
    other.close();
    await full.close();
    activity = open();
    expect(await list()).toHaveLength(1);
  }, 20_000);

  test('goes on after a restart', async () => {
    activity.record({ kind: 'key-reset' });
    await activity.close();
    activity = open();
    activity.record({ kind: 'key-reset' });
    expect(await activity.verify()).toMatchObject({ head: { count: 2 }, failure: null });
  });
});

describe('the list', () => {
  beforeEach(() => {
    activity.record({ kind: 'enrollment-done', user: { id: 'u1', userPrincipalName: 'mia@contoso.example' } });
    activity.record({ kind: 'passkey-deleted', user: { id: 'u1' }, facts: { methodId: '100%' } });
    activity.record({ kind: 'key-reset', key: { aaguid: 'a1', serial: '7' }, result: 'cancelled' });
    activity.record({ kind: 'key-pin-set', key: { id: 'hid:1', serial: '8' }, facts: { methodId: '100x' } });
  });

  const filters: [string, Partial<ActivityQuery>, number[]][] = [
    ['nothing', {}, [4, 3, 2, 1]],
    ['kinds', { kinds: ['key-reset', 'key-pin-set'] }, [4, 3]],
    ['a user by either name', { users: ['u1', 'MIA@contoso.example'] }, [2, 1]],
    ['a user name alone', { users: ['Mia@Contoso.example'] }, [1]],
    ['a serial number', { key: '7' }, [3]],
    ['a key id', { key: 'hid:1' }, [4]],
    ['a result', { result: 'cancelled' }, [3]],
    ['from on', { from: '2026-03-01T09:00:00.002+01:00' }, [4, 3]],
    ['until before', { to: '2026-03-01T08:00:00.002Z' }, [2, 1]],
    ['text, taken as it stands', { text: '100%' }, [2]],
    ['text in names', { text: 'MIA' }, [1]],
    ['all of it', { text: 'mia', kinds: ['key-reset'] }, []],
  ];
  test.each(filters)('by %s', async (_, query, expected) => {
    expect(seqs(await list(query))).toEqual(expected);
  });

  test('page by page, while it grows', async () => {
    const first = await activity.list({ limit: 3 });
    expect([seqs(first.entries), first.next]).toEqual([[4, 3, 2], 2]);
    activity.record({ kind: 'key-reset' });
    const second = await activity.list({ limit: 3, before: first.next });
    expect([seqs(second.entries), second.next]).toEqual([[1], undefined]);
  });
});

describe('verify', () => {
  const cases: [string, string[], object][] = [
    ['whole', [], {}],
    [
      'an altered word',
      ["UPDATE activity SET key_serial = 'other' WHERE seq = 3"],
      { code: 'activity-altered', seq: 3 },
    ],
    [
      'an altered hash',
      [`UPDATE activity SET hash = '${'1'.repeat(64)}' WHERE seq = 6`],
      { code: 'activity-altered', seq: 6 },
    ],
    [
      'an altered link',
      [`UPDATE activity SET previous_hash = '${'1'.repeat(64)}' WHERE seq = 4`],
      { code: 'activity-altered', seq: 4 },
    ],
    ['a removed entry', ['DELETE FROM activity WHERE seq = 3'], { code: 'activity-removed', seq: 3 }],
    ['the first one removed', ['DELETE FROM activity WHERE seq = 1'], { code: 'activity-removed', seq: 1 }],
    [
      'a removed one, the gap closed',
      ['DELETE FROM activity WHERE seq = 3', 'UPDATE activity SET seq = seq - 1 WHERE seq > 3'],
      { code: 'activity-removed', seq: 3 },
    ],
    [
      'two in each other’s place',
      [
        'UPDATE activity SET seq = 99 WHERE seq = 3',
        'UPDATE activity SET seq = 3 WHERE seq = 4',
        'UPDATE activity SET seq = 4 WHERE seq = 99',
      ],
      { code: 'activity-reordered', seq: 3, found: 4 },
    ],
    ['the end cut off', ['DELETE FROM activity WHERE seq > 4'], { code: 'activity-truncated', seq: 5 }],
    [
      'the end cut off and its counter set back',
      ['DELETE FROM activity WHERE seq > 4', "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'activity'"],
      { code: 'activity-truncated', seq: 5 },
    ],
    ['all of it gone', ['DELETE FROM activity'], { code: 'activity-truncated', seq: 1 }],
    [
      'the counter removed',
      ["DELETE FROM sqlite_sequence WHERE name = 'activity'"],
      { code: 'activity-counter-altered', seq: 6 },
    ],
    [
      'the counter set back alone',
      ["UPDATE sqlite_sequence SET seq = 2 WHERE name = 'activity'"],
      { code: 'activity-counter-altered', seq: 6 },
    ],
  ];
  test.each(cases)('%s', async (_, statements, expected) => {
    await tampered(...statements);
    const { failure } = await activity.verify();
    expect({ ...failure?.params, ...(failure === null ? {} : { code: failure.code }) }).toEqual(expected);
  });

  test('a cut-off end shows also after the log went on', async () => {
    await tampered('DELETE FROM activity WHERE seq > 4');
    activity.record({ kind: 'key-reset' });
    expect((await activity.verify()).failure).toMatchObject({ code: 'activity-removed', params: { seq: 5 } });
  });

  test('a rewritten end shows by the head file, also with all counters forged', async () => {
    await tampered('DELETE FROM activity WHERE seq > 4', "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'activity'");
    for (let i = 0; i < 3; i++) activity.record({ kind: 'key-reset' });
    expect((await activity.verify()).failure).toMatchObject({ code: 'activity-altered', params: { seq: 6 } });
  });

  const forgeLast = async () => {
    const [last] = await list({ limit: 1 });
    if (last === undefined) throw new Error('there is none');
    const raw = new DatabaseSync(join(folder, 'keydesk.db'));
    const trigger = raw.prepare("SELECT sql FROM sqlite_master WHERE name = 'activity_keeps_words'").get()?.sql;
    raw.exec('DROP TRIGGER activity_keeps_words');
    const hash = sealed({ ...last, key: { ...last.key, serial: 'forged' } });
    raw.exec(`UPDATE activity SET key_serial = 'forged', hash = '${hash}' WHERE seq = ${last.seq}`);
    raw.exec(String(trigger));
    raw.close();
  };
  const cutTwo = () =>
    tampered('DELETE FROM activity WHERE seq > 4', "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'activity'");
  const ends: [string, () => Promise<void>, object, object][] = [
    [
      'the last entry written anew',
      async () => {
        await tampered();
        await forgeLast();
      },
      { code: 'activity-altered', params: { seq: 6 } },
      { code: 'activity-altered', params: { seq: 6 } },
    ],
    [
      'two entries cut off',
      cutTwo,
      { code: 'activity-truncated', params: { seq: 5 } },
      { code: 'activity-altered', params: { seq: 6 } },
    ],
  ];
  test.each(ends)(
    '%s stays reported, whatever is appended later, by whichever run',
    async (_, tamper, before, after) => {
      await tamper();
      const file = join(folder, 'activity-head.json');
      const noted = readFileSync(file, 'utf8');
      expect((await activity.verify()).failure).toMatchObject(before);
      for (let run = 0; run < 3; run++) {
        for (let i = 0; i < 5; i++) activity.record({ kind: 'key-reset' });
        activity.note();
        await activity.close();
        expect(readFileSync(file, 'utf8')).toBe(noted);
        activity = open();
        expect((await activity.verify()).failure).toMatchObject(after);
      }
    },
  );

  test('a head file that is removed while Keydesk runs is not written again', async () => {
    activity.record({ kind: 'key-reset' });
    await expect.poll(() => readFileSync(join(folder, 'activity-head.json'), 'utf8')).toContain('"count":1');
    rmSync(join(folder, 'activity-head.json'));
    activity.record({ kind: 'key-reset' });
    await activity.close();
    activity = open();
    expect((await activity.verify()).failure).toMatchObject({ code: 'activity-head-missing', params: { count: 2 } });
  });

  test('moving the head file on reads one entry by its number, however long the log is', () => {
    const raw = new DatabaseSync(join(folder, 'keydesk.db'));
    const plan = raw.prepare('EXPLAIN QUERY PLAN SELECT hash FROM activity WHERE seq = ?').all(1);
    raw.close();
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH activity USING INTEGER PRIMARY KEY (rowid=?)']);
  });

  test('a rewritten entry with a right hash of its own', async () => {
    await tampered();
    const raw = new DatabaseSync(join(folder, 'keydesk.db'));
    const [third] = await list({ before: 4, limit: 1 });
    if (third === undefined) throw new Error('there is none');
    const forged = sealed({ ...third, key: { ...third.key, serial: 'forged' } });
    raw.exec('DROP TRIGGER activity_keeps_words');
    raw.exec(`UPDATE activity SET key_serial = 'forged', hash = '${forged}' WHERE seq = 3`);
    raw.close();
    expect((await activity.verify()).failure).toMatchObject({ code: 'activity-altered', params: { seq: 3 } });
  });

  test('holds the log against a head that was noted elsewhere', async () => {
    await tampered();
    const { head } = await activity.verify();
    expect(head.count).toBe(6);
    expect((await activity.verify(head)).failure).toBeNull();
    expect((await activity.verify({ ...head, hash: '1'.repeat(64) })).failure).toMatchObject({
      code: 'activity-altered',
    });
    expect((await activity.verify({ ...head, count: 8 })).failure).toMatchObject({
      code: 'activity-truncated',
      params: { seq: 7 },
    });
  });

  test('the head file follows, and is reported when it cannot be read', async () => {
    await tampered();
    const file = join(folder, 'activity-head.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual((await activity.verify()).head);
    writeFileSync(file, '{');
    expect((await activity.verify()).failure).toMatchObject({ code: 'activity-head-damaged' });
    activity.record({ kind: 'key-reset' });
    await activity.close();
    expect(readFileSync(file, 'utf8')).toBe('{');
    activity = open();
  });

  test('the end, the counter and the head file removed together, also after the log went on and after a restart', async () => {
    const file = join(folder, 'activity-head.json');
    const cut = ['DELETE FROM activity WHERE seq > 4', "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'activity'"];
    await tampered(...cut);
    rmSync(file);
    const missing = (count: number) => ({
      head: { count },
      failure: { code: 'activity-head-missing', params: { count } },
    });
    expect(await activity.verify()).toMatchObject(missing(4));
    for (let i = 5; i <= 6; i++) {
      activity.record({ kind: 'key-reset' });
      await activity.close();
      activity = open();
      expect(await activity.verify()).toMatchObject(missing(i));
    }
    expect(existsSync(file)).toBe(false);
  });

  test('a head file that is missing is written again where a person accepts it, and the log says so', async () => {
    await tampered();
    const { head } = await activity.verify();
    await expect(activity.acceptHead(head)).rejects.toMatchObject({ code: 'invalid-input' });
    for (const spoil of [
      () => rmSync(join(folder, 'activity-head.json')),
      () => writeFileSync(join(folder, 'activity-head.json'), '{'),
    ]) {
      spoil();
      const { head: seen } = await activity.verify();
      await expect(activity.acceptHead({ ...seen, hash: '1'.repeat(64) })).rejects.toMatchObject({
        code: 'activity-altered',
      });
      await expect(activity.acceptHead({ ...seen, count: 99 })).rejects.toMatchObject({ code: 'activity-truncated' });
      expect(await activity.acceptHead(seen)).toEqual(seen);
      expect((await list({ limit: 1 }))[0]).toMatchObject({ kind: 'activity-head-renewed', facts: { ...seen } });
      expect((await activity.verify()).failure).toBeNull();
    }
  });

  test('the head file is there before the first entry, for whichever Keydesk writes it', async () => {
    expect(JSON.parse(readFileSync(join(folder, 'activity-head.json'), 'utf8'))).toEqual({
      count: 0,
      hash: '0'.repeat(64),
    });
    expect(await activity.verify()).toMatchObject({ head: { count: 0 }, failure: null });
  });

  test('a log whose counter was removed goes on', async () => {
    await tampered("DELETE FROM sqlite_sequence WHERE name = 'activity'");
    activity.record({ kind: 'key-reset' });
    expect(seqs(await list())).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect((await activity.verify()).failure).toBeNull();
  });

  test('what was tampered with can still be listed', async () => {
    await tampered("UPDATE activity SET kind = 'nonsense', facts = '{', cause = '[]', request_ids = '7' WHERE seq = 6");
    expect((await list())[0]).toMatchObject({ kind: 'nonsense', facts: null, cause: null, requestIds: [] });
  });
});

describe('the export', () => {
  test('has every entry that the filter lets through, and all that a stranger needs to verify the chain', async () => {
    for (let i = 1; i <= 600; i++) {
      activity.record({ kind: i % 2 ? 'key-reset' : 'key-pin-set', facts: { i, text: 'ä "quoted" 🔑' } });
    }
    const parts: string[] = [];
    for await (const part of activity.export({})) parts.push(part);
    expect(parts.every(part => part.endsWith('\n'))).toBe(true);
    const entries = linesOf(parts);
    expect(seqs(entries)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
    let before = '0'.repeat(64);
    for (const entry of entries) {
      expect(entry.previousHash).toBe(before);
      expect(sealed(entry)).toBe(entry.hash);
      before = entry.hash;
    }
    const some: string[] = [];
    for await (const part of activity.export({ kinds: ['key-pin-set'] })) some.push(part);
    expect(linesOf(some)).toHaveLength(300);
  });
});

function linesOf(parts: readonly string[]): ActivityEntry[] {
  return parts
    .join('')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

/** The recipe of docs/activity.md, written from its words. */
function sealed(entry: ActivityEntry): string {
  const { actor, user, key } = entry;
  const members = [
    ...[1, entry.seq, entry.at, entry.kind, entry.result, actor.kind, actor.name, entry.tenant],
    ...[user.id, user.userPrincipalName, key.id, key.aaguid, key.serial],
    entry.cause === null ? null : JSON.stringify(entry.cause),
    ...[entry.correlationId, JSON.stringify(entry.requestIds), JSON.stringify(entry.facts), entry.previousHash],
  ];
  return createHash('sha256').update(JSON.stringify(members)).digest('hex');
}
