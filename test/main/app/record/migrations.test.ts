import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import type { Migration } from '../../../../src/main/base/store/migrate.ts';
import { directoryMigrations } from '../../../../src/main/features/directory/database/schema.ts';

const MAIN = join(import.meta.dirname, '../../../../src/main');
const DIRECTORY = 'features/directory/database/migrations';

const all = globSync('**/migrations/*.ts', { cwd: MAIN }).map(file => file.replaceAll('\\', '/'));
const inOrder = (files: readonly string[]) => files.toSorted((a, b) => basename(a).localeCompare(basename(b)));

describe.each([
  { database: 'keydesk.db', list: migrations, files: inOrder(all.filter(file => !file.startsWith(DIRECTORY))) },
  {
    database: 'directory.db',
    list: directoryMigrations,
    files: inOrder(all.filter(file => file.startsWith(DIRECTORY))),
  },
])('the migrations of $database', ({ list, files }) => {
  test('are named by their version, without a gap', () => {
    const versions = files.map(file => /^(\d{4})-[a-z-]+\.ts$/.exec(basename(file))?.[1]);
    expect(versions).toEqual(files.map((_, i) => String(i + 1).padStart(4, '0')));
  });

  test('are in the list in the order of their versions', async () => {
    const modules = await Promise.all(
      files.map(file => import(join(MAIN, file)) as Promise<{ readonly migration: Migration }>),
    );
    expect(list).toEqual(modules.map(({ migration }) => migration));
  });
});
