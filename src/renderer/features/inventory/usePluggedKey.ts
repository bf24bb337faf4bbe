import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';

/**
 * What the inventory says of a plugged-in key. The key is asked once which one it is. Its row is read apart from that, and again with each
 * change of the record (useFollowChanges.ts): someone else may report it lost.
 */
export function usePluggedKey(keyId: string) {
  const plugged = useQuery(api.inventory.plugged.queryOptions({ input: { keyId }, gcTime: 0 }));
  const id = plugged.data?.id;
  const row = useQuery(
    api.inventory.get.queryOptions({ input: { id: id ?? '' }, enabled: id !== undefined, gcTime: 0 }),
  );
  return { ...plugged, data: row.data ?? plugged.data };
}
