import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { registerInstance } from '../../../../src/main/base/store/instance.ts';
import { createJournal } from '../../../../src/main/features/enrollment/journal.ts';
import { entry } from '../../features/enrollment/journalEntry.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the store', () => {
  test('keeps bytes and states through a restart, in WAL mode', async () => {
    const first = openRecord(folder);
    const instance = registerInstance(folder);
    const id = await createJournal(first, instance).begin(entry);
    await createJournal(first, instance).advance(id, 'credential-created', { credential_id: Uint8Array.of(9) });
    await first.close();
    instance.close();
    const second = openRecord(folder);
    const journal = createJournal(second, registerInstance(folder));
    expect(await journal.get(id)).toMatchObject({
      state: 'credential-created',
      user_handle: Uint8Array.of(1, 2),
      credential_id: Uint8Array.of(9),
    });
    expect(await journal.abandoned()).toHaveLength(1);
    await second.close();
    const raw = new DatabaseSync(join(folder, 'keydesk.db'));
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });

  test.each([
    ['closed in the old way', 'DELETE', false],
    ['closed with its log written back', 'WAL', false],
    ['cut off, with its log beside it', 'WAL', true],
  ])('refuses a database of a newer Keydesk, %s, and leaves it byte for byte as it is', (_, mode, cut) => {
    const made = mkdtempSync(join(tmpdir(), 'keydesk-newer-'));
    const raw = new DatabaseSync(join(made, 'keydesk.db'));
    raw.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE later (x); INSERT INTO later VALUES (1)`);
    raw.exec('PRAGMA user_version = 999');
    if (!cut) raw.close();
    const left = readdirSync(made).filter(name => !name.endsWith('-shm'));
    for (const name of left) copyFileSync(join(made, name), join(folder, name));
    expect(left.includes('keydesk.db-wal')).toBe(cut);
    if (cut) raw.close();
    rmSync(made, { recursive: true, force: true });

    const before = left.map(name => readFileSync(join(folder, name)));
    for (let i = 0; i < 2; i++) {
      expect(() => openRecord(folder)).toThrow(expect.objectContaining({ code: 'database-newer' }));
    }
    expect(left.map(name => readFileSync(join(folder, name)))).toEqual(before);
    // The index of a log is nothing of its own: SQLite makes it anew from the log.
    expect(readdirSync(folder).filter(name => !name.endsWith('-shm'))).toEqual(left);
    if (!cut) expect(readdirSync(folder)).toEqual(left);
  });

  test('writes nothing at all when it opens what is up to date, so that a full disk does not stop it', async () => {
    await openRecord(folder).close();
    const before = readFileSync(join(folder, 'keydesk.db'));
    const store = openRecord(folder);
    expect(statSync(join(folder, 'keydesk.db-wal')).size).toBe(0);
    await store.close();
    expect(readFileSync(join(folder, 'keydesk.db'))).toEqual(before);
  });

  test('refuses a state that is none', async () => {
    const store = openRecord(folder);
    const journal = createJournal(store, registerInstance(folder));
    const id = await journal.begin(entry);
    await expect(journal.advance(id, 'nonsense' as 'done')).rejects.toThrow(/CHECK/);
    await store.close();
  });

  test('leaves the entries of a living Keydesk alone, and one claims what is abandoned', async () => {
    const store = openRecord(folder);
    const [mine, other] = [registerInstance(folder), registerInstance(folder)];
    const id = await createJournal(store, mine).begin(entry);
    expect(await createJournal(store, other).abandoned()).toEqual([]);
    mine.close();
    const [abandoned] = await createJournal(store, other).abandoned();
    expect(abandoned?.id).toBe(id);
    if (abandoned === undefined) return;
    const third = registerInstance(folder);
    const claims = await Promise.all([other, third].map(instance => createJournal(store, instance).claim(abandoned)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    await store.close();
  });
});
