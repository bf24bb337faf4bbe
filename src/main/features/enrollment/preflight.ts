import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { look } from './look.ts';
import type { KeptPin } from './observer.ts';
import type { CeremonyParts } from './parts.ts';
import { refusalsOf, warningsOf } from './refusals.ts';

export interface Cleared {
  readonly user: User;
  readonly key: OpenKey;
  /** What is done to the key; null for only what every enrollment does. */
  readonly profile: Profile | null;
  /** The PIN that Keydesk has set on the key before, and kept. */
  readonly kept: KeptPin | undefined;
  /** Warnings for the person, for example about an unknown policy or a wrong clock. */
  readonly warnings: readonly Failure[];
}

/**
 * Checks everything that can be checked before anything is asked for or written: the user exists and may have a passkey, exactly one key is
 * plugged in and can hold it and do what the profile says, and the tenant's policy allows it.
 * @throws KeydeskError user-…, enrollment-running, no-key, several-keys, key-…, profile-…, policy-…
 */
export async function preflight(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<Cleared> {
  const found = await look(parts, request, state, signal);
  for await (const failure of refusalsOf(parts, request, found)) throw failure;
  const { user, key, profile, kept } = found;
  if (user.status === 'rejected' || key.status === 'rejected' || profile.status === 'rejected')
    throw new KeydeskError('internal');
  return {
    user: user.value,
    key: key.value,
    profile: profile.value,
    kept,
    warnings: await warningsOf(parts, found),
  };
}
