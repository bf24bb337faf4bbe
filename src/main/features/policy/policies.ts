import type { PolicyState, Verdict } from '../../../contract/policy/schema.ts';
import type { Documents } from '../../base/store/documents.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { PolicyContext, PresentedKey, Subject } from './context.ts';
import type { KeyFacts } from './evaluate.ts';
import { isAttestationDemanded, judge } from './judge.ts';
import { createPolicySource, type PolicySourceParts } from './policySource.ts';
import { policyState } from './policyState.ts';
import { keyFacts } from './situation.ts';
import type { NameTargets } from './targetNames.ts';

/** The tenant's passkey policy, kept with its age, and what it means for a user and a key. */
export interface Policies {
  /** @throws KeydeskError not-connected */
  state(options: { refresh: boolean }): Promise<PolicyState>;
  /**
   * Checks in advance whether the tenant allows a key. A refusal is always by a policy and groups that were read for this call; a yes
   * by older ones is taken while newer ones are fetched, for the registration is the proof. Never rejects for what cannot be read:
   * that is `unknown`. Fails as `subject` and `key` fail; the policy is on its way meanwhile.
   */
  judge(
    subject: Promise<Subject>,
    key: Promise<PresentedKey | undefined>,
    options?: { refresh: boolean },
  ): Promise<Verdict>;
  /**
   * Whether attestation is demanded of this key, by the policy as it is now. False where that cannot be told: then Entra's answer
   * shows it.
   */
  demandsAttestation(subject: Subject, key: PresentedKey): Promise<boolean>;
  /** What is known of a model of key. */
  keyFacts(key: PresentedKey): KeyFacts;
}

export interface PolicyParts {
  tenant: Pick<BoundTenant, 'connection' | 'graph'>;
  documents: Documents;
  metadata: Metadata;
  groupsOf: PolicySourceParts['groupsOf'];
  nameTargets: NameTargets;
  clock?: () => number;
}

export function createPolicies({ clock = Date.now, ...parts }: PolicyParts): Policies {
  const source = createPolicySource({ ...parts, clock });
  const context: PolicyContext = { ...parts, source, clock };
  return {
    keyFacts: key => keyFacts(parts.metadata, key),
    state: options => policyState(context, options),
    demandsAttestation: (subject, key) => isAttestationDemanded(context, subject, key),
    judge: (subject, key, options = { refresh: false }) => judge(context, subject, key, options),
  };
}
