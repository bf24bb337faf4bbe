import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import { api } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { keyName } from '../../ui/display/keyName.ts';

/** The plugged-in key that holds a passkey. */
export interface PluggedHolder {
  readonly keyId: string;
  readonly name: string;
  readonly credentialId: string;
}

/** Looks among the plugged-in keys for the one that holds a passkey, as the inventory knows them; null where none does. */
export function usePluggedHolder({ key, credentialId }: ReviewedPasskey): PluggedHolder | null {
  const keys = useKeys() ?? [];
  const known = useQueries({
    queries: keys.map(({ id: keyId }) =>
      api.inventory.plugged.queryOptions({ input: { keyId }, enabled: key !== null, gcTime: 0 }),
    ),
  });
  const [found, setFound] = useState<PluggedHolder | null>(null);
  // Once its passkey is deleted in Entra, a key without a serial number is recognized no more.
  if (found !== null) return found;
  const at = known.findIndex(({ data }) => data !== undefined && data.id === key?.id);
  const plugged = keys[at];
  if (plugged === undefined || credentialId === null) return null;
  const holder = { keyId: plugged.id, name: keyName(plugged), credentialId };
  setFound(holder);
  return holder;
}
