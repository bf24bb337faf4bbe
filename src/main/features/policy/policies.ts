import type { Failure } from '../../../contract/errors/failure.ts';
import type { PolicyState, Verdict } from '../../../contract/policy/schema.ts';
import type { Documents } from '../../base/store/documents.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import { clearedUsers, type MembersAmong } from './cleared.ts';
import type { JudgedUser, PresentedKey } from './context.ts';
import type { KeyFacts } from './evaluate.ts';
import { isAttestationDemanded, judge } from './judge.ts';
import { createPolicySource, type PolicySourceParts, policyTrouble } from './policySource.ts';
import { policyState } from './policyState.ts';
import { keyFacts } from './situation.ts';
import type { NameTargets } from './targetNames.ts';

/** The tenant's passkey policy, cached with its age, and its verdicts for users and keys. */
export interface Policies {
  /** Returns the policy for a person. @throws KeydeskError not-connected */
  state(options: { refresh: boolean }): Promise<PolicyState>;
  /**
   * Checks in advance whether the tenant allows a key. A refusal is always based on a policy and groups that were read for this call. A yes
   * may be based on older ones while newer ones are fetched, because the registration is the final check. Returns `unknown` if something
   * cannot be read. Reads the policy while `user` and `key` are pending.
   * Rejects with any error of `user` and `key`.
   */
  judge(
    user: Promise<JudgedUser>,
    key: Promise<PresentedKey | undefined>,
    options?: { refresh: boolean },
  ): Promise<Verdict>;
  /** Returns the ids of the users whom the cached policy allows a passkey. Judge the others one by one. Never rejects. */
  cleared(users: readonly JudgedUser[]): Promise<ReadonlySet<string>>;
  /** Reads the policy, unless it was read in the last minutes. Returns why that fails; undefined if it succeeds or only a permission is missing. */
  trouble(): Promise<Failure | undefined>;
  /** Returns whether the current policy requires attestation of this key. False if unknown: then Entra's answer shows it. */
  demandsAttestation(user: JudgedUser, key: PresentedKey): Promise<boolean>;
  /** Returns what is known of a key model. */
  keyFacts(key: PresentedKey): KeyFacts;
}

export interface PolicyParts {
  tenant: Pick<BoundTenant, 'connection' | 'graph'>;
  documents: Documents;
  metadata: Metadata;
  groupsOf: PolicySourceParts['groupsOf'];
  nameTargets: NameTargets;
  membersAmong: MembersAmong;
  clock?: () => number;
}

export function createPolicies({ clock = Date.now, ...parts }: PolicyParts): Policies {
  const source = createPolicySource({ ...parts, clock });
  const context = { ...parts, source, clock };
  return {
    keyFacts: key => keyFacts(parts.metadata, key),
    state: options => policyState(context, options),
    cleared: users => clearedUsers(context, users),
    trouble: () => policyTrouble(source),
    demandsAttestation: (user, key) => isAttestationDemanded(context, user, key),
    judge: (user, key, options = { refresh: false }) => judge(context, user, key, options),
  };
}
