import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import { api } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { holderAmong, type PluggedHolder } from './pluggedHolder.ts';

/** Returns the plugged-in key that holds a passkey, according to the inventory; null if none does. */
export function usePluggedHolder({ key, credentialId }: ReviewedPasskey): PluggedHolder | null {
  const keys = useKeys() ?? [];
  const known = useQueries({
    queries: keys.map(({ id: keyId }) =>
      api.inventory.plugged.queryOptions({ input: { keyId }, enabled: key !== null, gcTime: 0 }),
    ),
  });
  const [found, setFound] = useState<PluggedHolder | null>(null);
  // After its passkey is deleted in Entra, a key without a serial number is no longer recognized.
  if (found !== null) return found;
  const ids = known.map(({ data }) => data?.id);
  const holder = holderAmong(keys, ids, key?.id, credentialId);
  if (holder === null) return null;
  setFound(holder);
  return holder;
}
