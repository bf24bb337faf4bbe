import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { mayBeOn } from '../../../contract/enrollment/schema.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { api } from '../../client/client.ts';

/**
 * The unfinished enrollments that may have been made on a key which shows none, and those of them that a person says were. Where there is
 * only one, it is taken for it: it was made on a key of this model, and closing it changes nothing in Entra.
 */
export function useUnfinishedOn({ aaguid, pin }: KeyDetails) {
  const list = useQuery(api.enrollment.unfinished.queryOptions());
  const [decided, setDecided] = useState<ReadonlyMap<string, boolean>>(new Map());
  // A key without a PIN has no passkey of Entra's on it, finished or not.
  const entries = pin.set ? (list.data ?? []).filter(entry => mayBeOn(entry, aaguid)) : [];
  const isChosen = (id: string) => decided.get(id) ?? entries.length === 1;
  return {
    entries,
    chosen: new Set(entries.flatMap(({ enrollmentId: id }) => (isChosen(id) ? [id] : []))),
    choose: (id: string, isOn: boolean) => setDecided(before => new Map(before).set(id, isOn)),
  };
}
