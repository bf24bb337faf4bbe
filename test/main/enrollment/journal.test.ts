import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../src/main/enrollment/journal.ts';
import { openStore, type Store } from '../../../src/main/store/database.ts';
import { type Instance, registerInstance } from '../../../src/main/store/instance.ts';
import { enrollAt, openDesk, PIN } from './desk.ts';
import { entry } from './journalEntry.ts';

const failure = { code: 'cancelled', params: {} } as const;

/** From now on entries cannot reach these states, as on a disk that is full. Returns what makes room again. */
function failWrites(folder: string, states: string): () => Promise<void> {
  const raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
  raw.exec(`CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.state IN (${states}) OR NEW.instance = ''
    BEGIN SELECT RAISE(ABORT, 'no room'); END`);
  return async () => {
    // A transaction of this very process may be open: a busy timeout would wait for it in vain.
    raw.exec('PRAGMA busy_timeout = 0');
    await expect.poll(() => raw.exec('DROP TRIGGER IF EXISTS full')).toBe(undefined);
    raw.close();
  };
}

describe('an entry of the journal', () => {
  let folder: string;
  let store: Store;
  let mine: Instance;
  let other: Instance;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-journal-'));
    store = openStore(folder);
    mine = registerInstance(folder);
    other = registerInstance(folder);
  });
  afterEach(async () => {
    await store.close();
    mine.close();
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is changed by the Keydesk that works on it alone', async () => {
    const [journal, others] = [openJournal(store, mine), openJournal(store, other)];
    const id = await journal.begin(entry);
    await journal.release(id);
    const [abandoned] = await others.abandoned();
    expect(abandoned !== undefined && (await others.claim(abandoned))).toBe(true);
    await expect(journal.advance(id, 'registered')).rejects.toMatchObject({ code: 'unfinished-in-use' });
    await expect(journal.finish(id, async () => undefined)).rejects.toMatchObject({ code: 'unfinished-in-use' });
    await journal.fail(id, 'needs-attention', failure);
    await journal.release(id);
    expect(await journal.get(id)).toMatchObject({ state: 'options-fetched', instance: other.id });
  });

  test('that another Keydesk has moved on since it was read is not claimed: it would be settled twice', async () => {
    const [journal, others] = [openJournal(store, mine), openJournal(store, other)];
    const id = await journal.begin(entry);
    await journal.release(id);
    const [before] = await journal.abandoned();
    const [same] = await others.abandoned();
    if (before === undefined || same === undefined) throw new Error('no entry is abandoned');
    expect(await others.claim(same)).toBe(true);
    await others.advance(id, 'registered');
    await others.release(id);
    expect(await journal.claim(before)).toBe(false);
    expect(await journal.abandoned()).toMatchObject([{ id, state: 'registered' }]);
  });

  test('whose end cannot be written is left alone, and written as soon as that is possible', async () => {
    const journal = openJournal(store, mine);
    const id = await journal.begin(entry);
    const makeRoom = failWrites(folder, "'needs-attention'");
    await journal.fail(id, 'needs-attention', failure, { submission: 'refused' });
    await journal.release(id);
    expect([await journal.abandoned(), journal.owes()]).toEqual([[], true]);
    await makeRoom();
    expect(await journal.abandoned()).toMatchObject([{ id, state: 'needs-attention', submission: 'refused' }]);
    expect(journal.owes()).toBe(false);
  });
});

describe('an enrollment whose end cannot be written', () => {
  test.each([
    ['a good one', "'done'", 'active', 'done'],
    ['a bad one', "'cleaned-up', 'needs-attention'", 'failed', 'cleaned-up'],
  ])('%s: is told all the same, and is recorded without a restart', async (kind, states, assigned, recorded) => {
    const desk = await openDesk({ pin: PIN });
    try {
      const refused = { method: 'POST', path: 'fido2Methods', status: 400 };
      if (kind === 'a bad one') desk.graph.faults.add({ ...refused, times: 4 });
      const makeRoom = failWrites(desk.folder, states);
      const end = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
      expect(end.result === undefined).toBe(kind === 'a bad one');
      await makeRoom();
      await desk.client.enrollment.recover();
      const { assignments } = await desk.client.assignments.list({});
      // The desk has made another passkey before, to set the PIN.
      expect(assignments[0]?.state).toBe(assigned);
      const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 2000 });
      const rows = raw.prepare('SELECT state FROM journal ORDER BY started_at DESC').all();
      raw.close();
      expect(rows[0]?.state).toBe(recorded);
    } finally {
      await desk.close();
    }
  });
});
