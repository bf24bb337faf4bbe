import type { PasskeyPolicy, PasskeyProfile } from './schema.ts';

/** A policy in sentences, the most important one first. `nameOf` names models by AAGUID, and groups and users by id, where it can. */
export function policySentences(policy: PasskeyPolicy, nameOf: (id: string) => string): string[] {
  if (policy.enabled === null) {
    return [
      'The passkey (FIDO2) method is in a state that Keydesk does not know. Look at it in the Entra admin center.',
    ];
  }
  if (!policy.enabled) return ['The passkey (FIDO2) method is switched off: no user can register a key.'];
  return [
    targetSentence(policy, nameOf),
    ...(policy.exclude.length === 0
      ? []
      : [`Excluded: ${policy.exclude.map(target => whom(target, nameOf)).join(', ')}.`]),
    ...(policy.selfService === false
      ? ['Self-service set-up is not allowed: keys can be registered only through Graph beta.']
      : []),
    ...policy.profiles.map(profile => profileSentence(profile, nameOf)),
    ...(policy.deprecated ? ['The tenant has no passkey profiles yet; these are the settings of before.'] : []),
  ];
}

function targetSentence({ include, profiles }: PasskeyPolicy, nameOf: (id: string) => string): string {
  if (include.length === 0) return 'No user may register a key: the policy targets no users and no groups.';
  const profileOf = (id: string) => profiles.find(profile => profile.id.toLowerCase() === id.toLowerCase())?.name ?? id;
  const targets = include.map(
    target => `${whom(target, nameOf)} (${target.profiles.map(profileOf).join(', ') || 'no profile'})`,
  );
  return `May register a key: ${targets.join('; ')}.`;
}

/** The groups of a policy with their ids, for details. */
export function policyGroups({ include, exclude }: PasskeyPolicy, nameOf: (id: string) => string): string[] {
  const ids = new Set([...include, ...exclude].flatMap(({ kind, id }) => (kind === 'group' ? [id] : [])));
  return [...ids].map(id => (nameOf(id) === id ? id : `${nameOf(id)}: ${id}`));
}

function whom({ kind, id }: PasskeyPolicy['exclude'][number], nameOf: (id: string) => string): string {
  if (kind === 'all') return 'all users';
  if (kind !== 'unknown' && nameOf(id) !== id) return `${kind} “${nameOf(id)}”`;
  return kind === 'unknown' ? `${id} (of a kind Keydesk does not know)` : `${kind} ${id}`;
}

function profileSentence(profile: PasskeyProfile, nameOf: (aaguid: string) => string): string {
  const { name, types, attestation, restrictions } = profile;
  const models = restrictions.aaguids.map(nameOf).join(', ') || 'none';
  const lists = {
    none: 'any model of key',
    allow: `only these models: ${models}`,
    block: `any model but these: ${models}`,
    unknown: 'a list of models of a kind Keydesk does not know',
  };
  const proofs: Readonly<Record<string, string>> = {
    disabled: 'no proof of make',
    registrationOnly: 'proof of make (attestation) when registered',
  };
  const proof = proofs[attestation] ?? `attestation “${attestation}”, which Keydesk does not know`;
  const what = types.includes('deviceBound') ? lists[restrictions.kind] : 'no security keys, only synced passkeys';
  return `${name}: ${what}; ${proof}.`;
}
