import { sql } from 'kysely';
import { type MergeCounts, mergeSome } from '../../base/record/merge/merge.ts';
import type { MergeRule } from '../../base/record/merge/rule.ts';
import type { RecordTables } from '../../base/record/tables.ts';
import type { Database } from '../../base/store/transactions.ts';

/** Merges what this desk had before it joined a record. */
export interface Merging {
  /**
   * Merges some rows at a time, so that other desks can write in between, until none are left. Calls during a run share it. Call again after an error: no row is merged
   * twice.
   * @throws KeydeskError as Database.write
   */
  run(): Promise<void>;
  /** What was merged since Keydesk started. */
  readonly merged: MergeCounts;
}

export function openMerging(database: Database, { shared }: RecordTables, rules: readonly MergeRule[]): Merging {
  let counts: MergeCounts = { added: 0, known: 0 };
  let running: Promise<void> | undefined;
  const run = async () => {
    for (;;) {
      const { rows } = await sql`SELECT 1 FROM merge_row UNION ALL SELECT 1 FROM merge_id LIMIT 1`.execute(database);
      if (rows.length === 0) return;
      const piece = await database.write(transaction => mergeSome(transaction, shared, rules));
      if (piece !== undefined) counts = { added: counts.added + piece.added, known: counts.known + piece.known };
    }
  };
  return {
    get merged() {
      return counts;
    },
    run: () => {
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
