import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { openDirectoryDatabase } from '../../src/main/features/directory/database/open.ts';

/**
 * The owner of each table: the folder of src/main whose files write it (docs/decisions/0063-one-owner-a-table.md). Others call the owner.
 * Migrations and triggers are excepted. Reading is free.
 */
const owners: Readonly<Record<string, readonly string[]>> = {
  'base/store': ['desk_time', 'document', 'tenant_name'],
  'services/activity': ['activity', 'activity_indexed', 'activity_terms', 'activity_text', 'activity_waiting'],
  'services/auth': ['sign_in'],
  'services/deskKeys': ['desk_key', 'desk_statement'],
  'services/events': ['event'],
  'services/record': ['leader'],
  'features/directory': ['passkey_list'],
  'features/directory/database': [
    'tenants',
    'imports',
    'users',
    'users_search',
    'returns',
    'groups',
    'group_users',
    'group_groups',
    'unknown_members',
  ],
  'features/inventory': ['security_key', 'security_key_count', 'shared_serial'],
  'features/profiles': ['profile'],
  'features/enrollment': ['journal', 'key_habit', 'unseen_pin'],
  'features/assignments': ['assignment', 'assignment_count'],
  'features/deferred': ['deferred_package'],
  'features/batches': ['batch', 'batch_pin', 'batch_row', 'left_pin'],
  'features/workflows': [
    'announced_place',
    'announced_user',
    'engine_place',
    'workflow',
    'workflow_count',
    'workflow_pass',
    'workflow_run',
    'workflow_version',
  ],
  'features/activation': ['activation', 'activation_assignment', 'activation_code', 'activation_try', 'sign_in_time'],
  'features/webhooks': ['webhook', 'webhook_count', 'webhook_delivery', 'webhook_secret'],
};

/** Tables that no file writes: triggers count rows, and SQLite derives the terms of the log from its index of text. */
const derived = ['activity_terms', 'assignment_count', 'security_key_count', 'webhook_count', 'workflow_count'];

/** The state of the mirror of a shared record, and the rows of a desk that joins one, which `RECORD` writes. */
const ofRecord = ['merge_id', 'merge_row', 'record_applying', 'record_mirror', 'record_returning', 'record_revision'];

/** Files whose statements get the name of the table from the caller, which the scan finds by the call. */
const generic: readonly string[] = ['base/store/followTenant.ts', 'base/store/prune.ts'];

/** The ways to write a table, each with its name. */
const writes = [
  /\.(?:insertInto|replaceInto|updateTable|deleteFrom|mergeInto)\(\s*['"`]?([^'"`,)]+)/g,
  /\b(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO\s+(\S+)/gi,
  /\bDELETE\s+FROM\s+(\S+)/gi,
  /\bUPDATE(?:\s+OR\s+\w+)?\s+(\S+)\s+SET\b/gi,
  /\bprune\(\s*'(\w+)'/g,
];

/** Writes the rows of all owners to the shared record and from it, and the tables of the record itself in PostgreSQL. */
const RECORD = 'base/record/';

const MAIN = join(import.meta.dirname, '../../src/main');
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

interface Write {
  readonly file: string;
  readonly table: string;
}

/** Returns the writes of all files but migrations. Lines of comments are left out. */
function allWrites(): Write[] {
  const files = globSync('**/*.ts', { cwd: MAIN }).map(file => file.replaceAll('\\', '/'));
  return files
    .filter(file => !file.includes('/migrations/') && !file.startsWith(RECORD))
    .flatMap(file => {
      const lines = readFileSync(join(MAIN, file), 'utf8').split('\n');
      const code = lines.filter(line => !COMMENT.test(line)).join('\n');
      return writes.flatMap(write =>
        [...code.matchAll(write)]
          .filter(([, name = '']) => !name.startsWith('temp.'))
          .map(([, name = '']) => ({ file, table: tableOf(name) })),
      );
    });
}

/** Returns a name without quotes and without that of its database. */
function tableOf(name: string): string {
  return name.replaceAll(/["'`();]/g, '').replace(/^\w+\./, '');
}

const ownerOf = (table: string) => Object.keys(owners).find(owner => owners[owner]?.includes(table));

describe('each table', () => {
  const found = allWrites();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-owners-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has an owner, and no owner has a table that does not exist', async () => {
    await openRecord(folder).close();
    openDirectoryDatabase(folder).close();
    const tables = ['keydesk.db', 'directory.db'].flatMap(name => {
      const sqlite = new DatabaseSync(join(folder, name));
      const rows = sqlite
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')")
        .all();
      sqlite.close();
      return rows
        .map(row => String(row.name))
        .filter(table => !table.startsWith('sqlite_') && !ofRecord.includes(table));
    });
    expect(Object.values(owners).flat().toSorted()).toEqual(tables.toSorted());
  });

  test('is written in the folder of its owner alone', () => {
    const offenders = found
      .filter(({ file }) => !generic.includes(file))
      .filter(({ file, table }) => !file.startsWith(`${ownerOf(table)}/`))
      .map(({ file, table }) => `${file} writes ${table} of ${ownerOf(table)}`);
    expect(offenders).toEqual([]);
  });

  test('is written at all, or derived', () => {
    const written = new Set(found.map(({ table }) => table));
    const unwritten = Object.values(owners)
      .flat()
      .filter(table => !written.has(table));
    expect(unwritten.toSorted()).toEqual(derived);
  });

  test('is named where a statement writes it, but in generic files', () => {
    expect([...new Set(found.filter(({ table }) => ownerOf(table) === undefined).map(({ file }) => file))]).toEqual(
      generic,
    );
  });
});
