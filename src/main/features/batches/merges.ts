import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';

/** How batches come into a record that a desk joins. A batch that ran stands still: somebody starts it again. */
export const batchMerges: readonly MergeRule[] = [
  {
    table: 'batch',
    references: { profile: 'profile.id' },
    judge: async (row, same) => (same === undefined ? { add: paused(row) } : { same }),
  },
  { table: 'batch_row', references: { profile: 'profile.id' }, judge: judgeRow },
  { table: 'batch_pin' },
];

/** A row that has its key at one side has it at both. */
async function judgeRow(row: MergeRow, same: MergeRow | undefined): Promise<Merged> {
  if (same === undefined) return { add: { ...row, instance: '' } };
  if (row.state !== 'done' || same.state === 'done') return { same };
  return { same, set: { ...row, instance: '' } };
}

function paused(row: MergeRow): MergeRow {
  return { ...row, instance: '', ...(row.state === 'running' ? { state: 'paused' } : {}) };
}
