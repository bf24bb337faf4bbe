import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assignmentQuerySchema } from '../../../src/contract/assignments/schema.ts';
import { userFilterSchema } from '../../../src/contract/directory/schema.ts';
import { openRecord } from '../../../src/main/app/record/openRecord.ts';
import { fold } from '../../../src/main/base/fold.ts';
import { migrate } from '../../../src/main/base/store/migrate.ts';
import { findAssignments } from '../../../src/main/features/assignments/query.ts';
import { openDirectoryDatabase } from '../../../src/main/features/directory/database/open.ts';
import { DirectoryReader } from '../../../src/main/features/directory/database/reader.ts';
import { directoryMigrations } from '../../../src/main/features/directory/database/schema.ts';
import { DirectoryWriter } from '../../../src/main/features/directory/database/writer.ts';
import { findKeys } from '../../../src/main/features/inventory/query.ts';
import { indexNext } from '../../../src/main/services/activity/textIndex.ts';
import { openTestActivity } from '../services/tenant/bound.ts';

/** Names, what a person types, and whether that must find the name. Every search looks at its beginning of a word. */
const pairs: [string, string, boolean][] = [
  ['ÜNAL', 'ünal', true],
  ['ünal', 'ÜNAL', true],
  ['Ünal', 'unal', true],
  // Composed and decomposed.
  ['Zoe\u0308', 'Zo\u00eb', true],
  ['Zo\u00eb', 'ZOE\u0308', true],
  ['İstanbul', 'istanbul', true],
  ['ISPARTA', 'ısparta', true],
  ['Straße', 'strasse', true],
  ['STRASSE', 'straße', true],
  ['STRAẞE', 'strasse', true],
  ['ＦＵＬＬ', 'full', true],
  ['full', 'Ｆｕｌｌ', true],
  ['ﬁsch', 'fisch', true],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς', true],
  ['Οδυσσεύς', 'ΟΔΥΣΣΕΥΣΑ', false],
  ['Жуков', 'жуков', true],
  ['حَمَد', 'حمد', true],
  ['Anna', 'ännä', true],
  ['Anna', 'anne', false],
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-fold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('folding twice is folding once, for every character', () => {
  for (let code = 0; code < 0x110000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const once = fold(String.fromCodePoint(code));
    if (fold(once) !== once) expect.fail(`U+${code.toString(16)}`);
  }
});

/** Rows whose names are those of the pairs, beside many of plain ASCII, and a search over them that returns the names found. */
interface Search {
  fill(names: readonly string[]): Promise<void>;
  find(text: string): Promise<string[]>;
  close(): Promise<void>;
}

const searches: [string, () => Search][] = [
  ['All Users', users],
  ['groups', groups],
  ['assignments', assignments],
  ['inventory', inventory],
  ['activity, before it is in the index', () => activity(false)],
  ['activity, in the index', () => activity(true)],
];

describe.each(searches)('%s', (_, open) => {
  test('finds names whatever their case, accents and form', async () => {
    const search = open();
    const names = [...new Set(pairs.map(([name]) => name))];
    await search.fill(names);
    for (const [name, typed, expected] of pairs) {
      const found = await search.find(typed);
      expect([name, typed, found.includes(name)]).toEqual([name, typed, expected]);
      expect(found.every(each => fold(each).includes(fold(typed)))).toBe(true);
    }
    await search.close();
  });
});

/** The last version of the imported directory that folded text in another way. */
const BEFORE_FOLDING = 4;

test('users whom an earlier version folded otherwise are found, by the same words', async () => {
  const earlier = new DatabaseSync(join(folder, 'directory.db'));
  migrate(earlier, 'directory.db', directoryMigrations.slice(0, BEFORE_FOLDING));
  earlier.exec(`INSERT INTO tenants (n, key) VALUES (1, 't');
    INSERT INTO users (n, tenant, id, upn, display_name, enabled, guest, sort_key, search, first_import, first_seen_at, changed_at, seen)
      VALUES (1, 1, 'a', 'g@x', 'Anna Großmann', 1, 0, 'anna großmann', ' anna großmann g x', 1, '', '', 1),
             (2, 1, 'b', 'm@x', 'Mia', 1, 0, 'mia', ' mia m x', 1, '', '', 1);
    INSERT INTO users_search (rowid, search) SELECT n, search FROM users;`);
  earlier.close();
  const database = openDirectoryDatabase(folder);
  const reader = new DirectoryReader(database);
  const find = (search: string) =>
    reader.page('t', userFilterSchema.parse({ search }), 0, 9).rows.map(({ displayName }) => displayName);
  expect(['großmann', 'GROSSMANN', 'gross', 'mia', 'anna'].map(find)).toEqual([
    ['Anna Großmann'],
    ['Anna Großmann'],
    ['Anna Großmann'],
    ['Mia'],
    ['Anna Großmann'],
  ]);
  database.exec("INSERT INTO users_search (users_search, rank) VALUES ('integrity-check', 0)");
  database.close();
});

function users(): Search {
  const database = openDirectoryDatabase(folder);
  const reader = new DirectoryReader(database);
  return {
    fill: async names => {
      const writer = new DirectoryWriter(database);
      writer.begin('t', true);
      const items = names.map((displayName, i) => ({ id: `${i}`, userPrincipalName: `${i}@x.example`, displayName }));
      writer.write('t', { phase: 'users', items }, { next: undefined, delta: 'later' });
    },
    find: async search => {
      const { rows } = reader.page('t', userFilterSchema.parse({ search }), 0, 100);
      return rows.map(({ displayName }) => displayName);
    },
    close: async () => database.close(),
  };
}

function groups(): Search {
  const database = openDirectoryDatabase(folder);
  const reader = new DirectoryReader(database);
  return {
    fill: async names => {
      database.exec("INSERT INTO tenants (n, key) VALUES (1, 't')");
      const insert = database.prepare('INSERT INTO groups (tenant, id, display_name, seen) VALUES (1, ?, ?, 1)');
      for (const name of names) insert.run(name, name);
    },
    find: async text => reader.groups('t', text, 100).map(({ displayName }) => displayName),
    close: async () => database.close(),
  };
}

/** Rows with a name and text columns of their own. */
function insertRow(table: 'assignment' | 'security_key', row: Record<string, string>): void {
  const raw = new DatabaseSync(join(folder, 'keydesk.db'));
  const columns = Object.keys(row);
  raw
    .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .run(...Object.values(row));
  raw.close();
}

function assignments(): Search {
  const store = openRecord(folder);
  return {
    fill: async names => {
      for (const [i, name] of names.entries()) {
        insertRow('assignment', {
          ...{ id: `${i}`, tenant: 't', user_id: `${i}`, user_principal_name: `${i}@x.example`, display_name: name },
          ...{
            purpose: 'primary',
            state: 'pending',
            source: 'desk',
            reason: 'assigned',
            created_at: '',
            updated_at: '',
          },
        });
      }
    },
    find: async text => {
      const query = assignmentQuerySchema.parse({ text });
      const { page, summary } = await findAssignments(store.database, 't', query, async () => []);
      const { assignments: found } = await page(query.limit);
      const { total } = await summary();
      expect(total).toBe(found.length);
      return found.map(({ user }) => user.displayName);
    },
    close: () => store.close(),
  };
}

function inventory(): Search {
  const store = openRecord(folder);
  return {
    fill: async names => {
      for (const [i, name] of names.entries()) {
        insertRow('security_key', {
          ...{ id: `${i}`, identity: `${i}`, identified_by: 'serial', product: name },
          ...{ first_seen_at: '', last_seen_at: '' },
        });
      }
    },
    find: async text => {
      const { page } = findKeys(store.database, null, { text }, () => undefined);
      const { keys } = await page(100);
      return keys.map(({ product }) => product ?? '');
    },
    close: () => store.close(),
  };
}

function activity(indexed: boolean): Search {
  const store = openRecord(folder);
  const log = openTestActivity({
    folder,
    store,
    log: message => {
      throw new Error(message);
    },
  });
  return {
    fill: async names => {
      for (const name of names) log.record({ kind: 'key-reset', facts: { name } });
      if (!indexed) return;
      // A whole batch, so that none of the names waits.
      for (let i = 0; i < 100; i++) log.record({ kind: 'key-reset' });
      const raw = new DatabaseSync(join(folder, 'keydesk.db'));
      indexNext(raw);
      expect(raw.prepare('SELECT upto FROM activity_indexed').get()).toEqual({ upto: 100 });
      raw.close();
    },
    find: async text => {
      const { entries } = await log.list({ text, limit: 100 });
      return entries.map(({ facts }) => String(facts?.name));
    },
    close: async () => {
      await log.close();
      await store.close();
    },
  };
}
