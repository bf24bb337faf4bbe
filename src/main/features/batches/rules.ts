import type { Batch } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import { failureParam } from '../../../contract/errors/innerFailure.ts';
import type { BatchContext } from './context.ts';
import { type Reach, readReach } from './reach.ts';

/** What one check applies to all its rows. */
export interface CheckRules {
  readonly existing: Batch['existing'];
  readonly reach: Reach;
  /** Whether the policy could be read now. If not, it can refuse nobody: a refusal needs newer data than the cached one. */
  readonly judges: boolean;
  /** What the rows that pass say about a check that could not read everything; null if it could. */
  readonly inPart: Failure | null;
}

/**
 * Reads what one check needs, both parts at the same time. Trouble of the server, the network or the sign-in does not end the check, because
 * the last import tells whether the users exist; the rows say so. A permission that is missing for good is no trouble: Entra decides then.
 * @throws the signal's reason
 */
export async function readRules(
  context: BatchContext,
  existing: Batch['existing'],
  signal: AbortSignal,
): Promise<CheckRules> {
  const [reach, policy] = await Promise.all([readReach(context, signal), context.policies.trouble()]);
  signal.throwIfAborted();
  return { existing, reach, judges: policy === undefined, inPart: inPartOf(reach.trouble, policy) };
}

function inPartOf(rights: Failure | undefined, policy: Failure | undefined): Failure | null {
  const reason = policy ?? rights;
  if (reason === undefined) return null;
  const what = policy === undefined ? 'rights' : rights === undefined ? 'policy' : 'both';
  return toFailure(new KeydeskError('batch-checked-in-part', { what, reason: failureParam(reason) }));
}
