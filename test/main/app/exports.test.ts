import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeTo } from '../../../src/cli/writeTo.ts';
import { toFailure } from '../../../src/contract/errors/failure.ts';
import { openRecord } from '../../../src/main/app/record/openRecord.ts';
import { cursorAfter } from '../../../src/main/base/store/cursor.ts';
import type { Store } from '../../../src/main/base/store/database.ts';
import { allOf, findAssignments } from '../../../src/main/features/assignments/query.ts';
import { findKeys } from '../../../src/main/features/inventory/query.ts';

/** More than are read together. */
const ROWS = 2500;
const TENANT = 't';

let folder: string;
let store: Store;
let raw: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-exports-'));
  store = openRecord(folder);
  raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
  raw.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
    INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, reason, created_at, updated_at)
    SELECT printf('a%05d', i), '${TENANT}', 'u' || i, 'u', 'u', 'primary', 'pending', 'desk', 'assigned', '2026', printf('2026-%05d', i / 3) FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
    INSERT INTO security_key (id, identity, identified_by, first_seen_at, last_seen_at)
    SELECT printf('k%05d', i), 'x' || i, 'serial', '2026', printf('2026-%05d', i / 3) FROM n`);
});
afterEach(async () => {
  raw.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Rows move to the front of their list, go and come, as they do while a desk works. */
function change(): void {
  raw.exec(`UPDATE assignment SET updated_at = '2027' WHERE id IN (SELECT id FROM assignment ORDER BY updated_at LIMIT 300);
    DELETE FROM assignment WHERE id IN (SELECT id FROM assignment ORDER BY updated_at DESC LIMIT 10 OFFSET 400);
    UPDATE security_key SET last_seen_at = '2027' WHERE id IN (SELECT id FROM security_key ORDER BY last_seen_at LIMIT 300)`);
}
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const inOrder = (prefix: string) =>
  Array.from(
    { length: ROWS },
    (_, i) => [Math.floor((i + 1) / 3), `${prefix}${String(i + 1).padStart(5, '0')}`] as const,
  )
    .toSorted(([one, a], [other, b]) => other - one || a.localeCompare(b))
    .map(([, id]) => id);

describe('an export', () => {
  test('of assignments has each once, as it was at one moment, whatever changes meanwhile', async () => {
    const { database, close } = store.snapshot();
    const found = await findAssignments(database, TENANT, {}, async () => []);
    const all: string[] = [];
    for await (const part of allOf(found)) {
      all.push(...ids(part));
      change();
    }
    expect(all).toEqual(inOrder('a'));
    expect((await found.summary()).total).toBe(ROWS);
    close();
  });

  test('of the inventory likewise', async () => {
    const { database, close } = store.snapshot();
    const { page } = findKeys(database, TENANT, {}, () => undefined);
    const all: string[] = [];
    for (let after: string | undefined; ; ) {
      const { keys, next } = await page(700, after);
      all.push(...ids(keys));
      change();
      if (next === undefined) break;
      after = next;
    }
    expect(all).toEqual(inOrder('k'));
    close();
  });

  test('reads what was committed before, and nothing that comes after', async () => {
    const { database, close } = store.snapshot();
    await store.database.deleteFrom('assignment').execute();
    const { page } = await findAssignments(database, TENANT, {}, async () => []);
    expect((await page(1)).assignments).toHaveLength(1);
    const present = await findAssignments(store.database, TENANT, {}, async () => []);
    expect((await present.page(1)).assignments).toEqual([]);
    close();
  });

  test('that breaks off leaves no file that could be taken for whole', async () => {
    const file = join(folder, 'out.csv');
    const broken = async function* () {
      yield 'head\n';
      throw new Error('the disk is full');
    };
    await expect(writeTo(file, broken())).rejects.toThrow('the disk is full');
    expect(readdirSync(folder).filter(name => name.startsWith('out'))).toEqual([]);
    const whole = async function* () {
      yield 'head\n';
      // A part of the name only: the content comes at the end.
      expect(readdirSync(folder).filter(name => name.startsWith('out'))).toEqual(['out.csv', 'out.csv.part']);
    };
    expect(await writeTo(file, whole())).toBe(1);
    await expect(writeTo(file, whole())).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('a list that is loaded page by page', () => {
  test('has none twice, although rows move to its front', async () => {
    const { page } = await findAssignments(store.database, TENANT, { states: ['pending'] }, async () => []);
    const all: string[] = [];
    for (let after: string | undefined; ; ) {
      const { assignments, next } = await page(100, after);
      all.push(...ids(assignments));
      change();
      if (next === undefined) break;
      after = next;
    }
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([
    'x',
    '',
    'bm9wZQ',
    cursorAfter(['one']),
    cursorAfter(['1', '2', '3']),
    Buffer.from('{"a":1}').toString('base64url'),
  ])('refuses a place that is none of it: %j', async cursor => {
    const { page } = await findAssignments(store.database, TENANT, {}, async () => []);
    expect(toFailure(await page(1, cursor).catch(error => error)).code).toBe('invalid-input');
  });
});
