import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { AdmittedModel, PasskeyPolicy, PolicyState } from '../../../contract/policy/schema.ts';
import type { Kept } from '../../base/store/documents.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { PolicyContext } from './context.ts';
import { evaluate } from './evaluate.ts';
import { FRESH } from './policySource.ts';

/**
 * Returns the policy for a person. If it cannot be read, returns the last one with the error.
 * @throws KeydeskError not-connected
 */
export async function policyState(
  { tenant, source, metadata, nameTargets }: PolicyContext,
  { refresh }: { readonly refresh: boolean },
): Promise<PolicyState> {
  if (tenant.connection === null) throw new KeydeskError('not-connected');
  let failure: Failure | null = null;
  let kept: Kept<PasskeyPolicy> | undefined;
  try {
    kept = await source.read(refresh ? 0 : FRESH);
  } catch (error) {
    failure = toFailure(error);
    kept = await source.peek();
  }
  const names = kept && {
    ...namesOf(kept.value, metadata),
    ...(await nameTargets([...kept.value.include, ...kept.value.exclude], { ask: failure === null })),
  };
  return {
    policy: kept?.value ?? null,
    fetchedAt: kept === undefined ? null : new Date(kept.fetchedAt).toISOString(),
    failure,
    models: kept === undefined ? [] : admitted(kept.value, metadata),
    names: names ?? {},
  };
}

/** Returns the names of the models that each profile accepts. */
function admitted(policy: PasskeyPolicy, metadata: Metadata): AdmittedModel[] {
  return metadata
    .models()
    .map(([aaguid, model]) => ({
      aaguid,
      name: model.name,
      profiles: policy.profiles.flatMap(profile => {
        const only = { kind: 'all' as const, id: 'all_users', profiles: [profile.id] };
        const { verdict } = evaluate({
          policy: { ...policy, enabled: true, include: [only], exclude: [] },
          version: 'beta',
          userPrincipalName: '',
          userId: '',
          groups: new Set(),
          key: { aaguid, model: { name: model.name, certified: model.certification !== null } },
          modelsKnown: true,
        });
        return verdict === 'allowed' ? [profile.name] : [];
      }),
    }))
    .filter(({ profiles }) => profiles.length > 0)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

function namesOf({ profiles }: PasskeyPolicy, metadata: Metadata): Record<string, string> {
  const listed = profiles.flatMap(({ restrictions }) => restrictions.aaguids);
  return Object.fromEntries(listed.map(aaguid => [aaguid, metadata.model(aaguid)?.name ?? aaguid]));
}
