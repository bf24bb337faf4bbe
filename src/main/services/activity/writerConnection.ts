import { DatabaseSync } from 'node:sqlite';
import type { ActivityHead } from '../../../contract/activity/schema.ts';
import { type Immediate, immediateInRecord } from '../../base/store/immediate.ts';
import { appender, type NewRow } from './append.ts';

/** A connection to the database that only appends to the log. */
export interface WriterConnection {
  append(row: NewRow): ActivityHead;
  newest(): ActivityHead | undefined;
  /** Returns the hash of one entry, by its number. */
  hashAt(count: number): string | undefined;
  /** Returns whether nothing was ever written, by the table and its counter. */
  isEmpty(): boolean;
  immediate: Immediate;
  close(): void;
}

/** @param version The version of the database that this Keydesk writes */
export function openWriterConnection(file: string, version: number): WriterConnection {
  const sqlite = new DatabaseSync(file, { timeout: 0 });
  sqlite.exec('PRAGMA synchronous = NORMAL');
  const append = appender(sqlite);
  const hashOne = sqlite.prepare('SELECT hash FROM activity WHERE seq = ?');
  const immediate = immediateInRecord({ sqlite, file, version }, undefined);
  return {
    append: row => immediate(() => append(row)),
    newest: () => {
      const row = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1').get();
      return row === undefined ? undefined : { count: Number(row.seq), hash: String(row.hash) };
    },
    hashAt: count => {
      const hash = hashOne.get(count)?.hash;
      return hash === undefined ? undefined : String(hash);
    },
    isEmpty: () =>
      sqlite.prepare("SELECT 1 FROM activity UNION ALL SELECT 1 FROM sqlite_sequence WHERE name = 'activity'").get() ===
      undefined,
    immediate,
    close: () => sqlite.close(),
  };
}
