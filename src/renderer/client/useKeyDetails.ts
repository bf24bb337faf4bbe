import { useQuery } from '@tanstack/react-query';
import { api } from './client.ts';

/** Reads the details of a plugged-in key, once for as long as it is shown. Does nothing without a key. */
export function useKeyDetails(keyId: string | undefined) {
  return useQuery(
    api.keys.info.queryOptions({ input: { keyId: keyId ?? '' }, enabled: keyId !== undefined, gcTime: 0 }),
  );
}
