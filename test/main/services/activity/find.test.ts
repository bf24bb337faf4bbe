import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type CompiledQuery, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityFilter } from '../../../../src/contract/activity/schema.ts';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { fold } from '../../../../src/main/base/fold.ts';
import { registerFold } from '../../../../src/main/base/store/foldedText.ts';
import { migrate } from '../../../../src/main/base/store/migrate.ts';
import type { Schema } from '../../../../src/main/base/store/schema.ts';
import { appender } from '../../../../src/main/services/activity/append.ts';
import { findEntries } from '../../../../src/main/services/activity/find.ts';
import { migration as activitySearch } from '../../../../src/main/services/activity/migrations/0019-activity-search.ts';
import { exportLines, listEntries } from '../../../../src/main/services/activity/query.ts';
import type { ActivityTable } from '../../../../src/main/services/activity/tables.ts';
import { indexNext, SEARCHED } from '../../../../src/main/services/activity/textIndex.ts';

/** The last fifty wait for the index. */
const COUNT = 1550;
const START = Date.parse('2026-03-01T08:00:00Z');
const minute = (n: number) => new Date(START + n * 60_000).toISOString();

let folder: string;
let sqlite: DatabaseSync;
let database: Kysely<Schema>;
let rows: ActivityTable[];
const asked: CompiledQuery[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-find-'));
  await openRecord(folder).close();
  const file = join(folder, 'keydesk.db');
  sqlite = new DatabaseSync(file);
  registerFold(sqlite);
  const append = appender(sqlite);
  sqlite.exec('BEGIN');
  for (let i = 1; i <= COUNT; i++) append(entry(i));
  sqlite.exec('COMMIT');
  // What does not fill a batch waits.
  while (indexNext(sqlite));
  rows = sqlite.prepare('SELECT * FROM activity ORDER BY seq').all() as unknown as ActivityTable[];
  database = new Kysely({
    dialect: new SqliteDialect({ database: inKysely(sqlite) }),
    log: ({ query }) => void asked.push(query),
  });
});
afterAll(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A database as Kysely's own dialect wants it, which tells the queries that it compiles. */
function inKysely(of: DatabaseSync): SqliteDatabase {
  return {
    close: () => of.close(),
    prepare: text => {
      const statement = of.prepare(text);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: parameters => statement.all(...values(parameters)),
        run: parameters => statement.run(...values(parameters)),
        iterate: parameters => statement.iterate(...values(parameters)),
      };
    },
  };
}

const NAMES = ['Mia', 'ÜNAL', 'Straße', 'zz top', 'O\'Neil "x" 50%_'];

function entry(i: number) {
  const user = i % 40;
  return {
    // The clock was set back once.
    at: minute(i < 900 ? i : i - 30),
    kind: i % 250 === 0 ? 'key-reset' : i % 3 === 0 ? 'signed-in' : 'passkey-assigned',
    result: i % 100 === 0 ? 'failed' : 'done',
    actor_kind: 'os-user',
    actor: `anna@desk${i % 2}`,
    tenant: 't',
    user_id: `id-${user}`,
    user_principal_name: i % 7 === 0 ? null : `User${user}@contoso.example`,
    key_id: i % 5 === 0 ? `hid:${i % 20}` : null,
    key_aaguid: i % 2 === 0 ? `aaguid-${i % 3}` : null,
    key_serial: i % 4 === 0 ? `S${i % 60}` : null,
    cause: i % 100 === 0 ? JSON.stringify({ code: 'pin-wrong', params: { retries: 7 } }) : null,
    correlation_id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    request_ids: '[]',
    facts: JSON.stringify({ name: NAMES[i % 50] ?? 'plain' }),
  };
}

/** What a filter lets through, by its words, oldest first. */
function expected({ kinds, users, key, result, from, to, text }: ActivityFilter): number[] {
  const words = fold(text?.trim() ?? '');
  return rows
    .filter(row => {
      const { kind, user_id, user_principal_name, key_id, key_aaguid, key_serial } = row;
      const names = [user_id, user_principal_name?.toLowerCase()];
      return (
        (kinds === undefined || kinds.some(each => each === kind)) &&
        (users === undefined || users.some(user => names.includes(user) || names.includes(user.toLowerCase()))) &&
        (key === undefined || [key_id, key_aaguid, key_serial].includes(key)) &&
        (result === undefined || row.result === result) &&
        (from === undefined || row.at >= from) &&
        (to === undefined || row.at < to) &&
        SEARCHED.some(name => fold(row[name] ?? '').includes(words))
      );
    })
    .map(({ seq }) => seq);
}

const filters: [string, ActivityFilter][] = [
  ['nothing', {}],
  ['a rare kind', { kinds: ['key-reset'] }],
  ['several kinds', { kinds: ['key-reset', 'signed-in'] }],
  ['a user by id', { users: ['id-3'] }],
  ['a user by name', { users: ['USER3@contoso.example'] }],
  ['several users', { users: ['id-3', 'user4@contoso.example', 'nobody'] }],
  ['a serial number', { key: 'S4' }],
  ['a model', { key: 'aaguid-0' }],
  ['a key id', { key: 'hid:10' }],
  ['no such key', { key: 'none' }],
  ['a result', { result: 'failed' }],
  ['from on', { from: minute(1400) }],
  ['until before', { to: minute(50) }],
  ['a time across the clock that was set back', { from: minute(860), to: minute(910) }],
  ['text', { text: 'unal' }],
  ['text of two characters', { text: 'zz' }],
  ['text of one character', { text: '%' }],
  ['text of one common character', { text: 'a' }],
  ['text that two columns do not share', { text: 'desk1plain' }],
  ['text with quotes', { text: 'neil \\"X\\" 50%_' }],
  ['text in the cause', { text: 'PIN-WRONG' }],
  ['text of an id', { text: '4000-8000-000000001499' }],
  ['text that nothing has', { text: 'nowhere' }],
  ['text that most have', { text: 'contoso' }],
  ['text and time', { text: 'mia', from: minute(100), to: minute(1200) }],
  ['text, user and kind', { text: 'strasse', users: ['id-2', 'id-12'], kinds: ['signed-in', 'passkey-assigned'] }],
  ['key, result and time', { key: 'aaguid-0', result: 'failed', from: minute(200), to: minute(1300) }],
  ['kind, result and time', { kinds: ['signed-in'], result: 'failed', from: minute(200) }],
];

describe.each(filters)('%s', (_, filter) => {
  const pages = async (way: 'newest' | 'oldest', limit: number) => {
    const all: number[] = [];
    for (let after: number | undefined; ; after = all.at(-1)) {
      const page = await findEntries(database, filter, { way, after, limit });
      all.push(...page);
      if (page.length < limit) return all;
    }
  };

  test('lets through what it says, page by page, in both directions', async () => {
    const right = expected(filter);
    const [newest, oldest] = [await pages('newest', 40), await pages('oldest', 40)];
    expect(oldest.toSorted((one, other) => one - other)).toEqual(right);
    expect(newest).toEqual(oldest.toReversed());
    // By time where a time is asked for, else in the order of the log.
    const byTime = (filter.from ?? filter.to) !== undefined && filter.text === undefined && filter.key === undefined;
    if (!byTime) expect(oldest).toEqual(right);
    else expect(oldest.map(atOf)).toEqual(oldest.map(atOf).toSorted());
  });

  test('neither reads the whole log nor sorts, on any page', async () => {
    asked.length = 0;
    await listEntries(database, { ...filter, limit: 50 });
    await listEntries(database, { ...filter, limit: 50, before: 700 });
    for await (const _ of exportLines(database, filter));
    expect(asked.length).toBeGreaterThan(1);
    for (const { sql, parameters } of asked) {
      const plan = sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as SQLInputValue[]));
      for (const { detail } of plan) {
        expect(`${detail} of ${sql}`).not.toMatch(/TEMP B-TREE|SCAN (activity|activity_terms)\b(?! VIRTUAL)/);
      }
    }
  });
});

const atOf = (seq: number) => rows[seq - 1]?.at ?? '';

describe('the index of text', () => {
  let own: DatabaseSync;
  beforeAll(() => {
    own = new DatabaseSync(':memory:');
    // As an earlier version leaves it.
    migrate(own, 'memory', migrations.slice(0, migrations.indexOf(activitySearch)));
    for (let i = 1; i <= 250; i++) {
      const row = { ...entry(i), previous_hash: '', hash: '' };
      const names = Object.keys(row);
      own
        .prepare(`INSERT INTO activity (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
        .run(...Object.values(row));
    }
    migrate(own, 'memory', migrations);
  });
  afterAll(() => own.close());
  const upto = () => own.prepare('SELECT upto FROM activity_indexed').get()?.upto;
  const matches = (term: string) =>
    own.prepare('SELECT count(*) AS n FROM activity_text WHERE activity_text MATCH ?').get(`"${term}"`)?.n;

  test('follows in batches from the first entry of an earlier version on, and leaves what does not fill one', () => {
    expect([indexNext(own), upto()]).toEqual([true, 100]);
    expect([indexNext(own), upto()]).toEqual([true, 200]);
    expect([indexNext(own), upto()]).toEqual([false, 200]);
    expect(matches('una')).toBe(4);
  });

  test('begins again where the log was cut off and goes on', () => {
    own.exec('DROP TRIGGER activity_keeps_entries');
    own.exec("DELETE FROM activity WHERE seq > 170; UPDATE sqlite_sequence SET seq = 170 WHERE name = 'activity'");
    while (indexNext(own));
    expect([upto(), matches('una')]).toEqual([100, 2]);
  });
});
