import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { enrollAt, openDesk, PIN } from './desk.ts';
import { failWrites } from './journalWrites.ts';

describe('an enrollment whose end cannot be written', () => {
  test.each([
    ['a good one', "'done'", 'active', 'done'],
    ['a bad one', "'cleaned-up', 'needs-attention'", 'failed', 'cleaned-up'],
  ])('%s: is shown all the same, and is recorded without a restart', async (kind, states, assigned, recorded) => {
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
