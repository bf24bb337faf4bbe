import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LiveBatch } from '../../../../contract/batches/live.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { api } from '../../../client/client.ts';

const MOST = 1000;

/** The rows that are done: who did not get key and PIN yet, and how long a key takes. */
export interface DoneRows {
  /** Rows with a PIN that is not handed over: those of keys that were made here, then the others, each with the newest first. */
  readonly toHandOver: readonly BatchRow[];
  /** Average time from the start to the end of a row, in s; undefined if no row is done. */
  readonly secondsPerKey: number | undefined;
}

/** Returns what the run screen shows of the rows that are done: the first thousand, and those of plugged-in keys. */
export function useDoneRows({ batch: { id, counts }, keys, madeHere }: LiveBatch): DoneRows {
  const { queryKey, ...options } = api.batches.rows.queryOptions({ input: { id, states: ['done'], limit: MOST } });
  const { data } = useQuery({ ...options, queryKey: [...queryKey, counts.done], placeholderData: keepPreviousData });
  const read = data?.rows ?? [];
  const known = new Set(read.map(row => row.id));
  const newer = keys.flatMap(({ row }) => (row?.state === 'done' && !known.has(row.id) ? [row] : []));
  const rows = [...read, ...newer].toSorted((one, other) => (other.endedAt ?? '').localeCompare(one.endedAt ?? ''));
  const times = rows.flatMap(({ startedAt, endedAt }) =>
    startedAt === null || endedAt === null ? [] : [(Date.parse(endedAt) - Date.parse(startedAt)) / 1000],
  );
  const here = new Set(madeHere);
  const isHere = ({ id: row }: BatchRow) => here.has(row);
  const open = rows.filter(({ pinKept, handedOverAt }) => pinKept && handedOverAt === null);
  return {
    // The next PIN is shown by a key press: it must not be that of a key at another desk.
    toHandOver: [...open.filter(isHere), ...open.filter(row => !isHere(row))],
    secondsPerKey: times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0) / times.length,
  };
}
