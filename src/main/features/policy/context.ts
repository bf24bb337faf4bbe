import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { KeyFacts } from './evaluate.ts';
import type { PolicySource } from './policySource.ts';
import type { NameTargets } from './targetNames.ts';

/** What the operations on one tenant's policy share. */
export interface PolicyContext {
  readonly tenant: Pick<BoundTenant, 'connection'>;
  readonly metadata: Metadata;
  readonly nameTargets: NameTargets;
  readonly source: PolicySource;
  readonly clock: () => number;
}

/** The user whom a verdict is about. */
export interface JudgedUser {
  readonly id: string;
  readonly userPrincipalName: string;
}

/** What a plugged-in key or a model reports before it is used. */
export type PresentedKey = Omit<KeyFacts, 'model'>;
