import type { ErrorCode, ErrorParams } from '../../../contract/errors/errors.ts';
import type { PasskeyPolicy, PasskeyProfile, Verdict } from '../../../contract/policy/schema.ts';
import { pastedAaguid } from '../../../contract/text/pasted.ts';

/** What is known of a key before it is used. */
export interface KeyFacts {
  /** Lower case, with hyphens. */
  readonly aaguid: string;
  /** As reported by getInfo; missing if only the AAGUID is known. */
  readonly attestationFormats?: readonly string[];
  /** The entry in the list of key models; null if the list does not have the model. */
  readonly model: { readonly name: string; readonly certified: boolean } | null;
}

export interface Situation {
  readonly policy: PasskeyPolicy;
  /** The Microsoft Graph version for registrations. */
  readonly version: 'v1.0' | 'beta';
  readonly userPrincipalName: string;
  readonly userId: string;
  /** Ids of the user's groups, direct and indirect. */
  readonly groups: ReadonlySet<string>;
  /** The key. Without it, the verdict says whether the user may have any key. */
  readonly key?: KeyFacts;
  /** Whether the list of key models is available and current. Only then a missing model means something. */
  readonly modelsKnown: boolean;
}

/**
 * Predicts whether the tenant will accept a registration, by the rules of graph.md, 5: the method must be enabled; v1.0 needs self-service
 * set-up; an excluded group takes precedence; the user must be targeted; one profile in scope that accepts the key is enough. Never refuses
 * because of something that these rules do not cover.
 */
export function evaluate(situation: Situation): Verdict {
  const { policy, version, userPrincipalName: user, userId } = situation;
  const groups = new Set([...situation.groups].map(plain));
  if (policy.enabled === null) return notUnderstood('method-state');
  if (!policy.enabled) return refused('policy-method-disabled');
  if (version === 'v1.0' && policy.selfService === false) return refused('policy-self-service-off');
  const applies = ({ kind, id }: PasskeyPolicy['exclude'][number]) =>
    kind === 'all' || (kind === 'group' && groups.has(plain(id))) || (kind === 'user' && plain(id) === plain(userId));
  const exclusion = policy.exclude.find(applies);
  if (exclusion !== undefined) {
    return refused('policy-user-excluded', {
      user,
      ...(exclusion.kind === 'group' ? { group: exclusion.id } : {}),
      ...(exclusion.kind === 'user' ? { byName: true } : {}),
    });
  }
  const targets = policy.include.filter(applies);
  const isStrange = ({ kind }: PasskeyPolicy['exclude'][number]) => kind === 'unknown';
  const strangeTarget = (id: string) => notUnderstood('target-kind', { value: id });
  const verdict =
    targets.length === 0 ? refused('policy-user-not-targeted', { user }) : judgeProfiles(situation, targets);
  // An unknown kind of target may bring a profile into scope that accepts the key, so a refusal becomes unknown. An unknown kind of
  // exclusion may be about this user, so a yes becomes unknown.
  const doubted = { refused: policy.include, allowed: policy.exclude, unknown: [] };
  const strange = doubted[verdict.verdict].find(isStrange);
  return strange === undefined ? verdict : strangeTarget(strange.id);
}

/** Returns an id in lower case for comparison, because GUIDs are case-insensitive. */
function plain(id: string): string {
  return id.trim().toLowerCase();
}

/** Judges the profiles in scope. One that accepts the key is enough. */
function judgeProfiles(situation: Situation, targets: PasskeyPolicy['include']): Verdict {
  const { policy } = situation;
  const inScope = new Set(targets.flatMap(({ profiles }) => profiles));
  const judged = [...inScope].map(id => {
    const profile = policy.profiles.find(candidate => plain(candidate.id) === plain(id));
    return profile === undefined ? notUnderstood('profile-missing', { value: id }) : judge(profile, situation);
  });
  return (
    judged.find(({ verdict }) => verdict === 'allowed') ??
    judged.find(({ verdict }) => verdict === 'unknown') ??
    nearest(judged) ??
    notUnderstood('target-without-profile')
  );
}

/**
 * Returns whether the tenant accepts a key only with attestation: it would accept the key if no profile required attestation, but the
 * profiles without that requirement refuse the key. False if unknown.
 */
export function demandsAttestation(situation: Situation): boolean {
  const { profiles } = situation.policy;
  const verdictWith = (change: Partial<PasskeyProfile>) => {
    const changed = profiles.map(profile =>
      profile.attestation === 'registrationOnly' ? { ...profile, ...change } : profile,
    );
    return evaluate({ ...situation, policy: { ...situation.policy, profiles: changed } }).verdict;
  };
  return verdictWith({ attestation: 'disabled' }) === 'allowed' && verdictWith({ types: ['synced'] }) === 'refused';
}

/** Judges whether one profile accepts a key. */
function judge(profile: PasskeyProfile, { key, modelsKnown }: Situation): Verdict {
  const { name, types, attestation, restrictions } = profile;
  if (!types.includes('deviceBound')) {
    const strange = types.find(type => type !== 'synced');
    if (strange !== undefined || types.length === 0) return notUnderstood('passkey-type', { value: strange ?? 'none' });
    return refused('policy-type-not-allowed', { profile: name });
  }
  if (key === undefined) return { verdict: 'allowed', profile: name };
  if (restrictions.kind === 'unknown') return notUnderstood('list-kind', { profile: name });
  const listed = restrictions.aaguids.includes(key.aaguid);
  // An unreadable entry may be this model.
  if (restrictions.kind !== 'none' && !listed) {
    const unread = restrictions.aaguids.find(aaguid => !pastedAaguid.safeParse(aaguid).success);
    if (unread !== undefined) return notUnderstood('not-an-aaguid', { value: unread, profile: name });
  }
  if (restrictions.kind !== 'none' && listed === (restrictions.kind === 'block')) {
    const { aaguid, model } = key;
    const params = { profile: name, list: restrictions.kind, aaguid, ...(model === null ? {} : { model: model.name }) };
    return refused('policy-model-not-allowed', params);
  }
  if (attestation === 'disabled') return { verdict: 'allowed', profile: name };
  if (attestation !== 'registrationOnly')
    return notUnderstood('attestation-kind', { value: attestation, profile: name });
  return judgeAttestation(name, key, modelsKnown);
}

/**
 * Judges the attestation formats. Whether the certificate chain leads to the model's roots is known only after the key has created its
 * credential; `verify` checks it then.
 */
function judgeAttestation(profile: string, { attestationFormats, model }: KeyFacts, modelsKnown: boolean): Verdict {
  const lacks = (gap: string) => refused('policy-attestation-required', { profile, gap });
  if (attestationFormats !== undefined && !attestationFormats.includes('packed')) return lacks('no-packed');
  if (model?.certified) return { verdict: 'allowed', profile };
  if (model !== null) return lacks('not-certified');
  if (modelsKnown) return lacks('unknown-model');
  return notUnderstood('models-unknown', { profile });
}

/** Returns the refusal that is easiest to fix. */
function nearest(judged: readonly Verdict[]): Verdict | undefined {
  const order: readonly ErrorCode[] = [
    'policy-attestation-required',
    'policy-model-not-allowed',
    'policy-type-not-allowed',
  ];
  const rank = (verdict: Verdict) =>
    verdict.verdict === 'refused' ? order.indexOf(verdict.reason.code) : order.length;
  return judged.toSorted((one, other) => rank(one) - rank(other))[0];
}

function refused(code: ErrorCode, params: ErrorParams = {}): Verdict {
  return { verdict: 'refused', reason: { code, params } };
}

function notUnderstood(what: string, facts: ErrorParams = {}): Verdict {
  return { verdict: 'unknown', reason: { code: 'policy-not-understood', params: { what, ...facts } } };
}
