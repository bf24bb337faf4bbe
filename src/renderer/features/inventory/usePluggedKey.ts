import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';

/**
 * Returns the inventory entry of a plugged-in key. Opens the key once to identify it. Then reads its row separately,
 * with each change of the record (useFollowChanges.ts): another person may report it lost.
 */
export function usePluggedKey(keyId: string) {
  const plugged = useQuery(api.inventory.plugged.queryOptions({ input: { keyId }, gcTime: 0 }));
  const id = plugged.data?.id;
  const row = useQuery(
    api.inventory.get.queryOptions({ input: { id: id ?? '' }, enabled: id !== undefined, gcTime: 0 }),
  );
  return { ...plugged, data: row.data ?? plugged.data };
}
