import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { Registrant } from '../../../contract/reconciliation/schema.ts';
import { AUDIT_KEPT, type AuditedRegistration } from '../../services/graph/audits.ts';
import type { ReconciliationContext } from './context.ts';

/** The audit log may have another time than the passkey, by this much at most, in ms. */
const APART = 5 * 60_000;

/** Finds who registered passkeys. One for each comparison. */
export interface Registrants {
  /** Returns who registered a passkey of a user at a time (ISO 8601); null if the audit log does not tell. Never throws for Graph's answers. */
  of(userId: string, createdAt: string | null, signal: AbortSignal | undefined): Promise<Registrant | null>;
  /** Returns why the audit log could not be read; null if it could. */
  failure(): Failure | null;
}

/** @param audits asks Graph once for each user. After a failure it is not asked again in this comparison */
export function createRegistrants({ audits }: Pick<ReconciliationContext, 'audits'>): Registrants {
  let failure: Failure | null = null;
  const asked = new Map<string, Promise<readonly AuditedRegistration[]>>();
  const read = async (userId: string, signal: AbortSignal | undefined) => {
    try {
      return await audits().registrations(userId, new Date(Date.now() - AUDIT_KEPT), { signal });
    } catch (error) {
      if (hasCode(error, 'cancelled')) throw error;
      // The comparison goes on without it, and says why.
      failure ??= toFailure(error);
      return [];
    }
  };
  return {
    of: async (userId, createdAt, signal) => {
      const at = Date.parse(createdAt ?? '');
      if (failure !== null || !(Date.now() - at < AUDIT_KEPT)) return null;
      const entries = asked.get(userId) ?? read(userId, signal);
      asked.set(userId, entries);
      return registrantAt(await entries, at);
    },
    failure: () => failure,
  };
}

/** Returns who registered something at a time. Null if nobody did, or if several did and the log does not tell which of them. */
export function registrantAt(entries: readonly AuditedRegistration[], at: number): Registrant | null {
  const near = entries.filter(entry => Math.abs(Date.parse(entry.at) - at) <= APART);
  const [first] = near;
  if (first === undefined) return null;
  const one = near.every(({ as, by }) => as === first.as && by === first.by);
  return one ? { as: first.as, by: first.by } : null;
}
