import { commas, wordsOf } from '../../words/say.ts';
import type { PasskeyPolicy, PasskeyProfile } from './schema.ts';

type NameOf = (id: string) => string;

const words = wordsOf('policy');

/**
 * Describes a policy in sentences, the most important one first. `nameOf` returns names of models by AAGUID, and of
 * groups and users by id, if it knows them.
 */
export function policySentences(policy: PasskeyPolicy, nameOf: NameOf): string[] {
  if (policy.enabled === null) return [words.unknownState];
  if (!policy.enabled) return [words.off];
  const excluded = commas(policy.exclude.map(target => whom(target, nameOf)));
  return [
    targetSentence(policy, nameOf),
    ...(policy.exclude.length === 0 ? [] : [words.excluded({ targets: excluded })]),
    ...(policy.selfService === false ? [words.noSelfService] : []),
    ...policy.profiles.map(profile => profileSentence(profile, nameOf)),
    ...(policy.deprecated ? [words.deprecated] : []),
  ];
}

function targetSentence({ include, profiles }: PasskeyPolicy, nameOf: NameOf): string {
  if (include.length === 0) return words.nobody;
  const profileOf = (id: string) => profiles.find(profile => profile.id.toLowerCase() === id.toLowerCase())?.name ?? id;
  const targets = include.map(target =>
    words.target({
      target: whom(target, nameOf),
      profiles: commas(target.profiles.map(profileOf)) || words.noProfile,
    }),
  );
  return words.targets({ targets: targets.join('; ') });
}

/** Returns the groups of a policy with their ids, for details. */
export function policyGroups({ include, exclude }: PasskeyPolicy, nameOf: NameOf): string[] {
  const ids = new Set([...include, ...exclude].flatMap(({ kind, id }) => (kind === 'group' ? [id] : [])));
  return [...ids].map(id => (nameOf(id) === id ? id : words.group({ name: nameOf(id), id })));
}

function whom({ kind, id }: PasskeyPolicy['exclude'][number], nameOf: NameOf): string {
  const { all, group, user, groupId, userId, unknown } = words.who;
  const name = nameOf(id);
  switch (kind) {
    case 'all':
      return all;
    case 'group':
      return name === id ? groupId({ id }) : group({ name });
    case 'user':
      return name === id ? userId({ id }) : user({ name });
    default:
      return unknown({ id });
  }
}

function profileSentence(profile: PasskeyProfile, nameOf: NameOf): string {
  return words.profile({
    name: profile.name,
    models: modelWords(profile, nameOf),
    attestation: attestationWords(profile.attestation),
  });
}

function modelWords({ types, restrictions }: PasskeyProfile, nameOf: NameOf): string {
  const { none, allow, allowNone, block, unknown, synced } = words.models;
  if (!types.includes('deviceBound')) return synced;
  const models = commas(restrictions.aaguids.map(nameOf));
  switch (restrictions.kind) {
    case 'none':
      return none;
    case 'allow':
      return models === '' ? allowNone : allow({ models });
    case 'block':
      return models === '' ? none : block({ models });
    default:
      return unknown;
  }
}

function attestationWords(setting: string): string {
  const { disabled, registrationOnly, unknown } = words.attestation;
  if (setting === 'disabled') return disabled;
  return setting === 'registrationOnly' ? registrationOnly : unknown({ setting });
}
