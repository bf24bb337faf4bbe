import type { PasskeyPolicy } from '../../../contract/policy/schema.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { JudgedUser, PolicyContext, PresentedKey } from './context.ts';
import type { KeyFacts, Situation } from './evaluate.ts';

/** Returns what is known of a key model. */
export function keyFacts(metadata: Pick<Metadata, 'model'>, key: PresentedKey): KeyFacts {
  const model = metadata.model(key.aaguid);
  return {
    ...key,
    model: model === undefined ? null : { name: model.name, certified: model.certification !== null },
  };
}

/**
 * Returns what a verdict depends on.
 * @param maxAge how old the user's groups may be, in ms
 * @throws KeydeskError policy-groups-unreadable, graph-…
 */
export async function situationOf(
  context: PolicyContext,
  policy: PasskeyPolicy,
  user: JudgedUser,
  key: PresentedKey | undefined,
  maxAge: number,
): Promise<Situation> {
  const needsGroups = policy.enabled === true && isAboutGroups(policy);
  const groups = needsGroups ? await context.source.groupsOf(user.id, maxAge) : new Set<string>();
  return situationIn(context, policy, user, key, groups);
}

/** The same for a user whose groups are known. */
export function situationIn(
  { tenant, metadata }: PolicyContext,
  policy: PasskeyPolicy,
  { id, userPrincipalName }: JudgedUser,
  key: PresentedKey | undefined,
  groups: ReadonlySet<string>,
): Situation {
  return {
    policy,
    version: tenant.connection?.version ?? 'v1.0',
    userPrincipalName,
    userId: id,
    modelsKnown: metadata.knowsModels(),
    ...(key === undefined ? {} : { key: keyFacts(metadata, key) }),
    groups,
  };
}

/** Returns whether a policy includes or excludes groups. */
export function isAboutGroups({ include, exclude }: PasskeyPolicy): boolean {
  return [...include, ...exclude].some(({ kind }) => kind === 'group');
}
