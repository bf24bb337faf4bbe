import { useQueries } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Batch, BatchRow, RowState } from '../../../../contract/batches/schema.ts';
import { api } from '../../../client/client.ts';
import { refreshRows } from './refresh.ts';

const CHUNK = 100;
/** Chunks that are not visible are removed from the cache after this time, in ms. */
const KEPT = 60_000;

/**
 * Returns the rows of a batch from `first` up to, but not including, `end`, in chunks. Reads them again when the numbers of rows by state
 * change.
 */
export function useBatchRows(
  { id, counts }: Pick<Batch, 'id' | 'counts'>,
  state: RowState | 'all',
  first: number,
  end: number,
): { row(index: number): BatchRow | undefined; error: unknown } {
  const numbers = JSON.stringify(counts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the numbers say that rows have changed
  useEffect(refreshRows, [numbers]);
  const [from, to] = [Math.floor(first / CHUNK), Math.max(0, Math.floor((end - 1) / CHUNK))];
  const chunks = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const pages = useQueries({
    queries: chunks.map(chunk =>
      api.batches.rows.queryOptions({
        input: { id, offset: chunk * CHUNK, limit: CHUNK, ...(state === 'all' ? {} : { states: [state] }) },
        gcTime: KEPT,
      }),
    ),
  });
  return {
    row: index => pages[Math.floor(index / CHUNK) - from]?.data?.rows[index % CHUNK],
    error: pages.find(page => page.isError)?.error ?? null,
  };
}
