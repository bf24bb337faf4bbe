import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';

/** From now on entries cannot reach these states, as on a disk that is full. Returns what makes room again. */
export function failWrites(folder: string, states: string): () => Promise<void> {
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
