import { GraphRefusal } from './answers.ts';
import { topLevel } from './policy.ts';
import type { PasskeyProfile, SimulatedPolicy } from './state.ts';
import type { SimulatedUser } from './user.ts';

/** A user who registers a passkey, with the ids of all groups that contain the user, including nested ones. */
export interface Applicant extends SimulatedUser {
  groups(): ReadonlySet<string>;
}

/** What a key's attestation shows about it. */
interface PresentedKey {
  readonly aaguid: string;
  /** Whether its certificate chain ends at a root that the tenant trusts. */
  readonly trusted: boolean;
}

/** Checks whether the tenant allows a user to register any passkey (graph.md, 5). @throws GraphRefusal if not */
export function refuseIneligible(policy: SimulatedPolicy, user: Applicant): void {
  if (user.userType === 'Guest') throw refusal('Guest users cannot register passkeys in this tenant.');
  if (policy.state !== 'enabled') throw refusal('The passkey method is disabled for the user.');
  const applies = isAbout(user);
  if (policy.excludeTargets.some(applies)) throw refusal('The user is excluded from the passkey method.');
  if (!policy.includeTargets.some(applies)) throw refusal('The passkey method is disabled for the user.');
}

/**
 * Checks the key. One profile that applies to the user and allows the key is enough. @throws GraphRefusal with the
 * objection of the last profile
 */
export function refuseKey(policy: SimulatedPolicy, user: Applicant, key: PresentedKey): void {
  let objection: string | undefined = 'No passkey profile applies to the user.';
  for (const profile of profilesInScope(policy, user)) {
    objection = objectionOf(profile, key);
    if (objection === undefined) return;
  }
  throw refusal(objection);
}

function profilesInScope(policy: SimulatedPolicy, user: Applicant): PasskeyProfile[] {
  const profiles = policy.passkeyProfiles ?? [topLevel(policy)];
  if (profiles.length === 0) return [topLevel(policy)];
  const named = policy.includeTargets
    .filter(isAbout(user))
    .flatMap(({ allowedPasskeyProfiles: ids }) => (ids.length > 0 ? ids : [policy.defaultPasskeyProfile]));
  return profiles.filter(({ id }) => named.includes(id));
}

function objectionOf(
  { passkeyTypes, keyRestrictions, attestationEnforcement }: PasskeyProfile,
  key: PresentedKey,
): string | undefined {
  if (!passkeyTypes.split(',').includes('deviceBound')) return 'Device-bound passkeys are not allowed for the user.';
  const { isEnforced, enforcementType, aaGuids } = keyRestrictions;
  const listed = aaGuids.some(aaguid => aaguid.toLowerCase() === key.aaguid);
  if (isEnforced && listed === (enforcementType === 'block')) {
    return 'The AAGUID of the key is not allowed by the passkey policy of the tenant.';
  }
  if (attestationEnforcement === 'registrationOnly' && !key.trusted)
    return 'The attestation of the key is not trusted.';
  return undefined;
}

function isAbout(user: Applicant): (target: { targetType: string; id: string }) => boolean {
  let groups: ReadonlySet<string> | undefined;
  return ({ targetType, id }) => {
    if (id === 'all_users') return true;
    if (targetType === 'user') return id === user.id;
    groups ??= user.groups();
    return groups.has(id);
  };
}

function refusal(message: string): GraphRefusal {
  return new GraphRefusal(400, 'badRequest', message);
}
