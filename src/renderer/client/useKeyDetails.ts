import { useQuery } from '@tanstack/react-query';
import { api } from './client.ts';

/** What a plugged-in key says of itself; asked once for as long as somebody looks, never again behind their back. Nothing without a key. */
export function useKeyDetails(keyId: string | undefined) {
  return useQuery(
    api.keys.info.queryOptions({ input: { keyId: keyId ?? '' }, enabled: keyId !== undefined, gcTime: 0 }),
  );
}
