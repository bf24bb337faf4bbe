import type { PasskeyPolicy, PasskeyProfile } from '../../../contract/policy/schema.ts';
import { tidyAaguid } from '../../../contract/text/pasted.ts';
import type { Fido2Policy } from '../../services/graph/policy.ts';

type RawTarget = NonNullable<Fido2Policy['includeTargets']>[number];
type Target = PasskeyPolicy['exclude'][number];
type RawRestrictions = Fido2Policy['keyRestrictions'];

/**
 * Replaces the included targets of an answer without that list: a missing list says nothing, but an empty list means nobody. A missing list
 * of excluded targets excludes nobody, because the registration is the final check of every yes.
 */
const ABSENT: RawTarget = { targetType: null, id: 'the list, which the answer lacks' };

/** The values of Graph that are compared. The comparison ignores case. */
const WORDS = ['deviceBound', 'synced', 'disabled', 'registrationOnly'] as const;

/** The id of the profile for the deprecated members. */
const TOP_LEVEL = 'top-level';

/**
 * Converts Graph's configuration into rules (graph.md, 5): the profiles, or else the deprecated top-level members. A target without a
 * profile brings the default profile into scope.
 */
export function toPolicy(raw: Fido2Policy): PasskeyPolicy {
  const profiles = (raw.passkeyProfiles ?? []).map(toProfile);
  const deprecated = profiles.length === 0;
  const usual = deprecated ? TOP_LEVEL : raw.defaultPasskeyProfile;
  const profilesOf = ({ allowedPasskeyProfiles: named }: RawTarget): string[] => {
    if (!deprecated && named && named.length > 0) return named;
    return usual === null ? [] : [usual];
  };
  return {
    enabled: enabledOf(raw.state),
    selfService: raw.isSelfServiceRegistrationAllowed ?? null,
    include: [
      ...(raw.includeTargets ?? [ABSENT]).map(target => ({ ...toTarget(target), profiles: profilesOf(target) })),
      ...unread(raw['includeTargets@odata.nextLink']).map(target => ({ ...target, profiles: [] })),
    ],
    exclude: [...(raw.excludeTargets ?? []).map(toTarget), ...unread(raw['excludeTargets@odata.nextLink'])],
    profiles: deprecated ? [topLevel(raw)] : profiles,
    deprecated,
  };
}

function toProfile(raw: NonNullable<Fido2Policy['passkeyProfiles']>[number]): PasskeyProfile {
  return {
    id: raw.id,
    name: raw.name ?? raw.id,
    types: raw.passkeyTypes.map(asWritten),
    attestation: asWritten(raw.attestationEnforcement ?? 'disabled'),
    restrictions: toRestrictions(raw.keyRestrictions),
  };
}

/** Returns the profile for the deprecated members. They do not support synced passkeys. */
function topLevel(raw: Fido2Policy): PasskeyProfile {
  return {
    id: TOP_LEVEL,
    name: 'Passkey (FIDO2)',
    types: ['deviceBound'],
    attestation: raw.isAttestationEnforced === true ? 'registrationOnly' : 'disabled',
    restrictions: toRestrictions(raw.keyRestrictions),
  };
}

function toRestrictions(raw: RawRestrictions): PasskeyProfile['restrictions'] {
  if (raw?.isEnforced !== true) return { kind: 'none', aaguids: [] };
  const type = raw.enforcementType?.trim().toLowerCase();
  const isKnown = type === 'allow' || type === 'block';
  // A missing list is not an empty list.
  return { kind: isKnown && raw.aaGuids ? type : 'unknown', aaguids: (raw.aaGuids ?? []).map(tidyAaguid) };
}

function asWritten(text: string): string {
  return WORDS.find(word => word.toLowerCase() === text.trim().toLowerCase()) ?? text;
}

/** Converts a target. Since 2022 Microsoft advises against targets of type user, but tenants still have them. */
function toTarget({ targetType, id }: RawTarget): Target {
  if (id.trim().toLowerCase() === 'all_users') return { kind: 'all', id };
  const type = targetType?.trim().toLowerCase();
  return { kind: type === 'group' || type === 'user' ? type : 'unknown', id };
}

/** Returns a target of unknown kind if the list has a further page, which Keydesk does not read. */
function unread(nextLink: string | null): Target[] {
  return nextLink === null ? [] : [{ kind: 'unknown', id: 'the rest of the list' }];
}

/** Returns null for an unknown state, which means neither that keys are refused nor that they are accepted. */
function enabledOf(state: string | null): boolean | null {
  const known: Readonly<Record<string, boolean>> = { enabled: true, disabled: false };
  return known[state?.toLowerCase() ?? ''] ?? null;
}
