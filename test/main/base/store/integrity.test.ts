import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toFailure } from '../../../../src/contract/errors/failure.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { registerInstance } from '../../../../src/main/base/store/instance.ts';
import { createIntegrityWatch } from '../../../../src/main/base/store/integrity/watch.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-integrity-'));
  await openRecord(folder).close();
  fill();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (of = folder) => join(of, 'keydesk.db');

/** A table of many pages, so that one in its middle is not read by an opening. */
function fill(): void {
  const raw = new DatabaseSync(file());
  raw.exec(`INSERT INTO document (tenant, name, json, fetched_at)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    SELECT 'c', 'n' || i, printf('%0500d', i), '' FROM n`);
  raw.close();
}

/** Overwrites a page in the middle of that table. */
function damage(of = folder): void {
  const bytes = readFileSync(file(of));
  const at = Math.floor(bytes.length / 4096 / 2) * 4096;
  bytes.fill(0xa5, at, at + 4096);
  writeFileSync(file(of), bytes);
}

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return toFailure(error).code;
  }
  return 'opened';
};
const opens = (of = folder) => {
  const store = openRecord(of);
  void store.close();
};

/** The folder as a process leaves it that was killed: with a log that belongs to the file. */
async function killed(): Promise<string> {
  const store = openRecord(folder);
  await store.database.deleteFrom('document').where('name', '=', 'n1').execute();
  const copy = join(folder, 'killed');
  mkdirSync(copy);
  for (const name of ['keydesk.db', 'keydesk.db-wal']) copyFileSync(join(folder, name), join(copy, name));
  await store.close();
  expect(statSync(`${file(copy)}-wal`).size).toBeGreaterThan(0);
  return copy;
}

describe('at every start', () => {
  test('a file that was cut off is damaged', () => {
    truncateSync(file(), statSync(file()).size - 4096);
    expect(codeOf(opens)).toBe('database-damaged');
  });

  test('pages in the middle of tables are not read: that would take a second for a million rows', () => {
    damage();
    expect(codeOf(opens)).toBe('opened');
  });
});

describe('after an end that was none', () => {
  test('of a folder that a living Keydesk has open, nothing more is read', async () => {
    const copy = await killed();
    damage(copy);
    const other = registerInstance(copy);
    expect(codeOf(() => opens(copy))).toBe('opened');
    other.close();
  });

  test('all is read, and damage ends the start', async () => {
    const copy = await killed();
    const whole = readFileSync(file(copy));
    damage(copy);
    expect(codeOf(() => opens(copy))).toBe('database-damaged');
    writeFileSync(file(copy), whole);
    expect(codeOf(() => opens(copy))).toBe('opened');
  });
});

describe('in the background', () => {
  const watched = async () => {
    const log: string[] = [];
    const watch = createIntegrityWatch({ folder, log: message => log.push(message) });
    await watch.check();
    const found = watch.damage();
    await watch.close();
    return { found, log };
  };

  test('all is read, and damage is named and ends the next start until the file is replaced', async () => {
    const backup = readFileSync(file());
    expect(await watched()).toEqual({ found: null, log: [] });
    damage();
    const { found, log } = await watched();
    expect(found).toMatchObject({ code: 'database-damaged', params: { file: file() } });
    expect(log).toHaveLength(1);
    expect(codeOf(opens)).toBe('database-damaged');
    expect(codeOf(opens)).toBe('database-damaged');
    writeFileSync(file(), backup);
    expect(codeOf(opens)).toBe('opened');
    // The mark is gone with the damage.
    damage();
    expect(codeOf(opens)).toBe('opened');
  });

  test('a database that cannot be read now is not damaged', async () => {
    rmSync(file());
    const { found, log } = await watched();
    expect(found).toBeNull();
    expect(log).toHaveLength(1);
  });
});
