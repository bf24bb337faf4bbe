import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import type { Schema } from '../../../../src/main/base/store/schema.ts';
import { countUp } from './countUp.ts';

let folder: string;
let store: Store;
let log: string[];
const others: DatabaseSync[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-transactions-'));
  log = [];
  store = openRecord(folder, { log: message => log.push(message) });
});
afterEach(async () => {
  for (const other of others.splice(0)) other.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Another process's connection: SQLite tells connections apart, not processes. */
function elsewhere(): DatabaseSync {
  const other = new DatabaseSync(join(folder, 'keydesk.db'));
  others.push(other);
  return other;
}
const keep = (database: Kysely<Schema>, name: string) =>
  database.insertInto('document').values({ tenant: 'c', name, json: '1', fetched_at: '' }).execute();
const kept = async () =>
  (await store.database.selectFrom('document').select('name').orderBy('name').execute()).map(({ name }) => name);

describe('the statements of a transaction', () => {
  test('cannot run beside each other: nothing of it is written', async () => {
    const both = store.database.write(transaction => Promise.all([keep(transaction, 'a'), keep(transaction, 'b')]));
    await expect(both).rejects.toThrow('one after the other');
    expect(await kept()).toEqual([]);
  });

  test('cannot run after a failure that has rolled it back', async () => {
    const pieces = ['a', 'a', 'b', 'c'];
    const write = store.database.write(transaction =>
      Promise.all(
        pieces.map(async (name, i) => {
          for (let turn = 0; turn < 30 * i; turn++) await undefined;
          await keep(transaction, name);
        }),
      ),
    );
    await expect(write).rejects.toMatchObject({ errcode: 1555 });
    await delay(20);
    expect(await kept()).toEqual([]);
  });

  test('cannot run after its end, and have to be awaited', async () => {
    const escaped = await store.database.write(async transaction => ({ transaction }));
    await expect(keep(escaped.transaction, 'late')).rejects.toThrow('has ended');
    const forgotten = store.database.write(async transaction => {
      void keep(transaction, 'forgotten');
    });
    await expect(forgotten).rejects.toThrow('not awaited');
    expect(await kept()).toEqual([]);
  });

  test('are the only ones that its work can run, instead of waiting for itself for ever', async () => {
    const outer = store.database.write(async transaction => {
      await keep(transaction, 'a');
      await keep(store.database, 'b');
    });
    await expect(outer).rejects.toThrow('only its own statements');
    await expect(store.database.write(() => store.database.write(async () => 1))).rejects.toThrow('only its own');
    expect(await kept()).toEqual([]);
  });

  test('are all or nothing, and the next transaction goes on', async () => {
    const failing = store.database.write(async transaction => {
      await keep(transaction, 'a');
      throw new Error('changed my mind');
    });
    const good = store.database.write(transaction => keep(transaction, 'b'));
    await expect(failing).rejects.toThrow('changed my mind');
    await good;
    expect(await kept()).toEqual(['b']);
  });

  test('Kysely has another way to begin one, which is closed', () => {
    expect(() => store.database.transaction()).toThrow('use write');
  });
});

describe('a lock that another process holds', () => {
  test.each([
    ['a transaction', () => store.database.write(transaction => keep(transaction, 'mine'))],
    ['a statement that writes', () => keep(store.database, 'mine')],
    [
      'a raw statement that writes',
      () => sql`INSERT INTO document VALUES ('c', 'mine', '1', '')`.execute(store.database),
    ],
  ])('is waited for by %s, while everything else goes on, reads among it', async (_, write) => {
    const other = elsewhere();
    other.exec("BEGIN IMMEDIATE; INSERT INTO document VALUES ('c', 'theirs', '1', '')");
    let done = false;
    const writing = write().then(() => {
      done = true;
    });
    let longest = 0;
    for (let since = performance.now(), i = 0; i < 30; i++) {
      await delay(10);
      longest = Math.max(longest, performance.now() - since);
      since = performance.now();
      expect(await kept()).toEqual([]);
    }
    // A busy timeout would keep the thread until the lock is free.
    expect(longest).toBeLessThan(150);
    expect(done).toBe(false);
    other.exec('COMMIT');
    await writing;
    expect(await kept()).toEqual(['mine', 'theirs']);
    expect(log).toEqual([]);
  });

  test('is told to the log once, and given up after a while', async () => {
    await store.close();
    store = openRecord(folder, { log: message => log.push(message), patience: 1300 });
    const other = elsewhere();
    other.exec('BEGIN IMMEDIATE');
    await expect(keep(store.database, 'mine')).rejects.toMatchObject({
      code: 'database-busy',
      params: { file: join(folder, 'keydesk.db') },
    });
    expect(log).toEqual([expect.stringContaining('waits for it')]);
    other.exec('COMMIT');
    await keep(store.database, 'mine');
    expect(await kept()).toEqual(['mine']);
  });

  test('is held from the beginning: what was read stays true until the commit', async () => {
    const other = elsewhere();
    const answers: string[] = [];
    await store.database.write(async transaction => {
      await transaction.selectFrom('document').selectAll().execute();
      try {
        other.exec("INSERT INTO document VALUES ('c', 'theirs', '1', '')");
        answers.push('written');
      } catch (error) {
        answers.push(String(error));
      }
      await keep(transaction, 'mine');
    });
    expect(answers).toEqual([expect.stringContaining('locked')]);
  });

  test('is taken in turns by processes that read and write the same: nothing is lost', async () => {
    const counter = fileURLToPath(new URL('./counter.ts', import.meta.url));
    const children = [1, 2].map(() =>
      spawn(process.execPath, ['--no-warnings', counter, folder, '150'], { stdio: ['ignore', 'ignore', 'inherit'] }),
    );
    const ends = children.map(child => once(child, 'exit'));
    await countUp(store.database, 150);
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0]);
    const row = await store.database.selectFrom('document').select('json').executeTakeFirst();
    expect(row?.json).toBe('450');
  });

  test('writes of one process wait in their order', async () => {
    const other = elsewhere();
    other.exec('BEGIN IMMEDIATE');
    const order: string[] = [];
    const all = ['a', 'b', 'c'].map(name => keep(store.database, name).then(() => order.push(name)));
    await delay(30);
    other.exec('ROLLBACK');
    await Promise.all(all);
    expect(order).toEqual(['a', 'b', 'c']);
  });
});

describe('a newer Keydesk that migrates the open database', () => {
  const migrateElsewhere = () => {
    const other = elsewhere();
    other.exec(`ALTER TABLE document RENAME COLUMN json TO text; PRAGMA user_version = ${migrations.length + 1}`);
    return other;
  };

  test.each([
    ['a transaction', () => store.database.write(transaction => sql`DELETE FROM event`.execute(transaction))],
    ['a statement', () => store.database.deleteFrom('event').execute()],
    ['a statement for a table that is another one by now', () => keep(store.database, 'mine')],
  ])('%s writes nothing any more, and says why', async (_, write) => {
    const newer = { code: 'database-newer', params: { file: join(folder, 'keydesk.db') } };
    await keep(store.database, 'before');
    const other = migrateElsewhere();
    for (let i = 0; i < 2; i++) await expect(write()).rejects.toMatchObject(newer);
    expect(log).toEqual([expect.stringContaining('a newer Keydesk has migrated')]);
    expect(other.prepare('SELECT name FROM document').all()).toEqual([{ name: 'before' }]);
    // The newer one is not kept waiting by one that has stopped.
    other.exec("INSERT INTO document VALUES ('c', 'theirs', '1', '')");
  });

  test('a read that its tables do not answer says why too', async () => {
    migrateElsewhere();
    await expect(store.database.selectFrom('document').select('json').execute()).rejects.toMatchObject({
      code: 'database-newer',
    });
  });
});
