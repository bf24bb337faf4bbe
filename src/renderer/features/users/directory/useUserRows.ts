import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserFilter, UserRow, UserRows } from '../../../../contract/directory/schema.ts';
import { api, queryClient } from '../../../client/client.ts';
import { useDebounced } from '../../../ui/form/useDebounced.ts';

const CHUNK = 100;
/** From this offset on, the core loads the whole list, and then knows the number of rows. */
const DEEP = 1000;
/** Chunks that are not visible are removed from the cache after this time, in ms. */
const KEPT = 60_000;

export interface UserRowsInView {
  row(index: number): UserRow | undefined;
  readonly total: number;
  /** There are more than `total` rows. They were not counted yet. */
  readonly more: boolean;
  readonly pending: boolean;
  readonly error: unknown;
}

/**
 * Returns the imported users from row `first` up to, but not including, row `end`. Loads them in chunks. `version` is
 * that of the directory.
 */
export function useUserRows(filter: UserFilter, version: number, first: number, end: number): UserRowsInView {
  const [versions, setVersions] = useState({ now: version, before: version });
  if (versions.now !== version) setVersions({ now: version, before: versions.now });
  const options = (offset: number, limit: number) => {
    const { queryKey, ...options } = api.directory.users.queryOptions({ input: { filter, offset, limit } });
    return {
      ...options,
      queryKey: [...queryKey, version],
      // After an import, the earlier rows and the scroll position stay until the new rows arrive.
      placeholderData: () => queryClient.getQueryData<UserRows>([...queryKey, versions.before]),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: KEPT,
    };
  };
  const [from, to] = [Math.floor(first / CHUNK), Math.max(0, Math.floor((end - 1) / CHUNK))];
  const chunks = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const pages = useQueries({ queries: chunks.map(chunk => options(chunk * CHUNK, CHUNK)) });
  const head = useQuery(options(0, CHUNK));
  const uncounted = head.data?.more === true;
  const settled = useDebounced(uncounted, 400);
  const counted = useQuery({ ...options(DEEP, 1), enabled: uncounted && settled });

  const known = counted.data ?? pages.find(page => page.data?.more === false)?.data ?? head.data;
  return {
    row: index => pages[Math.floor(index / CHUNK) - from]?.data?.rows[index % CHUNK],
    total: known?.total ?? 0,
    more: known?.more ?? false,
    pending: head.isPending,
    error: head.error ?? pages.find(page => page.isError)?.error ?? null,
  };
}
