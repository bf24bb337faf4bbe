import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';

/** Makes writes of these states fail, as on a full disk. Returns a function that ends this. */
export function failWrites(folder: string, states: string): () => Promise<void> {
  const raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
  raw.exec(`CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.state IN (${states}) OR NEW.instance = ''
    BEGIN SELECT RAISE(ABORT, 'no room'); END`);
  return async () => {
    // This process may have an open transaction, for which a busy timeout would wait in vain.
    raw.exec('PRAGMA busy_timeout = 0');
    await expect.poll(() => raw.exec('DROP TRIGGER IF EXISTS full')).toBe(undefined);
    raw.close();
  };
}
