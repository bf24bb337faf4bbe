import type { CeremonyEnd } from './ceremonyState.ts';
import type { CeremonyParts } from './parts.ts';

/**
 * Where an enrollment gets its user, policy and creation options, and where it leaves its passkey, if that is not the connected tenant: a
 * package of a deferred enrollment. The ceremony on the key is the same.
 */
export interface Elsewhere
  extends Pick<CeremonyParts, 'graph' | 'tenant' | 'user' | 'profiles' | 'policies' | 'journal' | 'observers'> {
  /** Records the end, also of a failed enrollment. */
  record(end: CeremonyEnd): Promise<void>;
}
