import type { z } from 'zod';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { PasskeyPolicy } from '../../../contract/policy/schema.ts';
import { type Document, type Documents, isYounger, type Kept } from '../../base/store/documents.ts';
import { fido2PolicySchema } from '../../services/graph/policy.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import { toPolicy } from './policy.ts';

/**
 * Maximum age of a policy or groups that count as new, in ms. A change of the policy can take this long to have an effect (graph.md, 5).
 */
export const FRESH = 10 * 60_000;

/** How long the policy is not requested again after a refusal, in ms. Retrying does not fix a missing permission. */
const SORE = 60_000;

export interface PolicySourceParts {
  readonly tenant: Pick<BoundTenant, 'graph'>;
  readonly documents: Documents;
  /** Returns the ids of the groups that a user is in by any way, not older than `maxAge` in ms. */
  readonly groupsOf: (userId: string, maxAge: number) => Promise<ReadonlySet<string>>;
  readonly clock: () => number;
}

/** Reads and caches the policy and the groups of users. */
export interface PolicySource {
  /**
   * Returns the policy, not older than `maxAge` in ms.
   * @throws KeydeskError policy-unreadable if the permission to read it is missing, graph-…
   */
  read(maxAge: number): Promise<Kept<PasskeyPolicy>>;
  /** Returns the cached policy, however old. */
  peek(): Promise<Kept<PasskeyPolicy> | undefined>;
  /**
   * Returns the groups of a user, not older than `maxAge` in ms.
   * @throws KeydeskError policy-groups-unreadable if the permission to read them is missing, graph-…
   */
  groupsOf(userId: string, maxAge: number): Promise<ReadonlySet<string>>;
}

export function createPolicySource({ tenant, documents, groupsOf, clock }: PolicySourceParts): PolicySource {
  const document: Document<z.infer<typeof fido2PolicySchema>> = {
    name: 'policy/fido2',
    schema: fido2PolicySchema,
    fetch: signal => tenant.graph().policy.fido2({ signal }),
  };
  let sore: { readonly until: number; readonly error: KeydeskError } | undefined;
  return {
    read: async maxAge => {
      if (maxAge > 0 && sore !== undefined && clock() < sore.until) throw sore.error;
      try {
        const { value, fetchedAt } = await documents.get(document, maxAge);
        if (isYounger(fetchedAt, clock(), FRESH)) sore = undefined;
        return { value: toPolicy(value), fetchedAt };
      } catch (thrown) {
        const error = named(thrown, 'policy-unreadable');
        if (hasCode(error, 'policy-unreadable')) sore = { until: clock() + SORE, error };
        throw error;
      }
    },
    peek: async () => {
      const raw = await documents.peek(document);
      return raw && { value: toPolicy(raw.value), fetchedAt: raw.fetchedAt };
    },
    groupsOf: async (userId, maxAge) => {
      try {
        return await groupsOf(userId, maxAge);
      } catch (thrown) {
        throw named(thrown, 'policy-groups-unreadable');
      }
    },
  };
}

/** Converts the error of a missing permission into this code, with Graph's error as the cause. */
function named(error: unknown, code: ErrorCode): unknown {
  if (!hasCode(error, 'graph-forbidden')) return error;
  return new KeydeskError(code, error.params, { cause: error });
}

/** Returns why the policy cannot be read now, if another attempt may succeed. */
export async function policyTrouble({ read }: PolicySource): Promise<Failure | undefined> {
  try {
    await read(FRESH);
    return undefined;
  } catch (error) {
    const failure = toFailure(error);
    return failure.code === 'policy-unreadable' ? undefined : failure;
  }
}
