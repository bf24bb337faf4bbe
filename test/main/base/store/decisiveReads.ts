import { DatabaseSync, StatementSync } from 'node:sqlite';

/** What another process could do directly after a read of the record. */
export type Attempt = 'written' | 'locked';

const methods = ['all', 'get', 'run'] as const;

/**
 * Runs `work` and lets another process try to write after each of its reads of keydesk.db. Returns the last result
 * before each write of `work`: `locked` if nothing could change between the read and the write.
 * @param tables reads of other tables decide nothing here
 */
export async function afterDecisiveReads(
  file: string,
  tables: RegExp,
  work: () => Promise<unknown>,
): Promise<Attempt[]> {
  const other = new DatabaseSync(file, { timeout: 0 });
  const originals = methods.map(name => [name, StatementSync.prototype[name]] as const);
  const attempts: Attempt[] = [];
  let last: Attempt | undefined;
  let trying = false;
  const tryToWrite = (): Attempt => {
    trying = true;
    try {
      other.exec('UPDATE engine_place SET seq = seq');
      return 'written';
    } catch {
      return 'locked';
    } finally {
      trying = false;
    }
  };
  for (const [name, original] of originals) {
    StatementSync.prototype[name] = function (this: StatementSync, ...values: never[]) {
      const sql = this.sourceSQL;
      if (!trying && /^\s*(insert|update|delete)/i.test(sql) && tables.test(sql) && last !== undefined) {
        attempts.push(last);
        last = undefined;
      }
      const result = (original as (...values: never[]) => unknown).apply(this, values);
      if (!trying && /^\s*select/i.test(sql) && tables.test(sql)) last = tryToWrite();
      return result;
    } as never;
  }
  try {
    await work();
    return attempts;
  } finally {
    for (const [name, original] of originals) StatementSync.prototype[name] = original as never;
    other.close();
  }
}
