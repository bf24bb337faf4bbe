import type { KeySummary } from '../../../contract/keys/schema.ts';
import { keyName } from '../../ui/display/keyName.ts';

/** The plugged-in key that holds a passkey. */
export interface PluggedHolder {
  readonly keyId: string;
  readonly name: string;
  readonly credentialId: string;
}

/**
 * Returns the plugged-in key that holds a passkey; null if none does.
 * @param known the id in the inventory of each plugged-in key; undefined if it is not known (yet)
 * @param holder the id in the inventory of the key that holds the passkey
 */
export function holderAmong(
  plugged: readonly KeySummary[],
  known: readonly (string | undefined)[],
  holder: string | undefined,
  credentialId: string | null,
): PluggedHolder | null {
  const key = plugged[known.findIndex(id => id !== undefined && id === holder)];
  return key === undefined || credentialId === null ? null : { keyId: key.id, name: keyName(key), credentialId };
}
