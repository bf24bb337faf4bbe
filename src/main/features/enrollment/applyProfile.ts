import type { EnrollmentResult } from '../../../contract/enrollment/schema.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import { configChange, type WantedConfig } from '../../services/keys/configChange.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { changesAfter, changesBefore, needOf } from './profileOnKey.ts';
import type { Stage } from './stage.ts';
import type { UserVerification } from './userVerification.ts';

/**
 * Makes the changes of a profile that come before the passkey. Returns whether there were any: tokens of before are then invalid.
 * @throws KeydeskError key-…, pin-…: nothing was created yet
 */
export async function applyBefore(
  profile: Profile | null,
  key: OpenKey,
  verification: UserVerification,
): Promise<boolean> {
  const changes = changesBefore(profile, key.session.info, verification.pin);
  for (const change of changes) await apply(key, verification, change);
  return changes.length > 0;
}

/**
 * Makes the changes that come after the proof. Never rejects: the passkey is registered and signs in. Tells the person what could not be
 * set, and returns it.
 */
export async function applyAfter(
  profile: Profile | null,
  key: OpenKey,
  verification: UserVerification,
  { attendant }: Stage,
): Promise<Pick<EnrollmentResult, 'profile'>> {
  if (profile === null) return {};
  const { id, name } = profile;
  const changes = changesAfter(profile, key.session.info);
  for (const [done, change] of changes.entries()) {
    try {
      await apply(key, verification, change);
    } catch (error) {
      attendant.warn(toFailure(error));
      return { profile: { id, name, unapplied: changes.slice(done).map(needOf) } };
    }
  }
  return { profile: { id, name, unapplied: [] } };
}

async function apply({ session }: OpenKey, verification: UserVerification, wanted: WantedConfig): Promise<void> {
  const change = configChange(wanted, session.info);
  if (change === undefined) return;
  const token = () => verification.token({ permissions: permissions.authenticatorConfig });
  await withKeyErrors(() => session.configure(token, change));
}
