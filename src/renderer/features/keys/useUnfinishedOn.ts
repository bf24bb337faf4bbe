import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { api } from '../../client/client.ts';
import { chosenOf, unfinishedOn } from './unfinishedOn.ts';

/**
 * Returns the unfinished enrollments that may have been made on a key which does not prove it, and those that the
 * person has selected.
 */
export function useUnfinishedOn(details: KeyDetails) {
  const list = useQuery(api.enrollment.unfinished.queryOptions());
  const [decided, setDecided] = useState<ReadonlyMap<string, boolean>>(new Map());
  const entries = unfinishedOn(list.data ?? [], details);
  return {
    entries,
    chosen: chosenOf(entries, decided),
    choose: (id: string, isOn: boolean) => setDecided(before => new Map(before).set(id, isOn)),
  };
}
