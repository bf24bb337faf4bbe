import { type AssignmentReason, liveStates } from '../../../contract/assignments/schema.ts';
import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { liveOf } from './live.ts';
import type { AssignmentRow } from './records.ts';

/** How the assignments of a desk come into a record that it joins. */
export const assignmentMerges: readonly MergeRule[] = [
  {
    table: 'assignment',
    references: { security_key_id: 'security_key.id', workflow_id: 'workflow.id' },
    judge: judgeAssignment,
  },
];

/**
 * One passkey is one assignment, and a user has one live assignment of a purpose. A key stays with its user in the record: an assignment of the desk that gives
 * it to somebody else keeps its passkey, and names no key.
 */
async function judgeAssignment(row: MergeRow, same: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  const own = row as unknown as AssignmentRow;
  const known = (same as unknown as AssignmentRow | undefined) ?? (await samePasskey(own, transaction));
  if (known !== undefined)
    return { same: { ...known }, ...(rank(own) > rank(known) ? { set: asKnown(own, known) } : {}) };
  if (!isLive(own)) return { add: row };
  const keyed = (await isOfAnother(own, transaction)) ? { ...row, security_key_id: null } : row;
  const live = await liveOf(transaction, own.tenant, own.user_id);
  if (own.purpose === 'additional' || !live.some(({ purpose }) => purpose === own.purpose)) return { add: keyed };
  if (own.state === 'pending' || own.state === 'failed') return { add: cancelled(keyed) };
  return { add: { ...keyed, purpose: 'additional' } };
}

/** What happened to a passkey later counts: it was waited for, was given up, was registered, was revoked. */
const ranks: Readonly<Record<string, number>> = { cancelled: 1, expired: 1, active: 2, revoked: 3 };

function rank({ state }: AssignmentRow): number {
  return ranks[state] ?? 0;
}

/** Returns the desk's row under the id and the purpose that the record knows. */
function asKnown(own: AssignmentRow, { id, purpose, created_at }: AssignmentRow): MergeRow {
  return { ...own, id, purpose, created_at };
}

function isLive({ state }: AssignmentRow): boolean {
  const live: readonly string[] = liveStates;
  return live.includes(state);
}

/** Nothing was made for it, and the user has one already. */
function cancelled(row: MergeRow): MergeRow {
  const reason: AssignmentReason = 'assigned-elsewhere';
  return { ...row, state: 'cancelled', reason, failure: null, expires_at: null, account: null, account_at: null };
}

async function samePasskey(own: AssignmentRow, transaction: Transaction): Promise<AssignmentRow | undefined> {
  const { credential_id, method_id } = own;
  if (credential_id === null && method_id === null) return undefined;
  return transaction
    .selectFrom('assignment')
    .selectAll()
    .where('tenant', '=', own.tenant)
    .where('user_id', '=', own.user_id)
    .where(({ eb, or }) =>
      or([
        ...(credential_id === null ? [] : [eb('credential_id', '=', credential_id)]),
        ...(method_id === null ? [] : [eb('method_id', '=', method_id)]),
      ]),
    )
    .executeTakeFirst();
}

/** A key without an identity of its own may be any key of its model. */
async function isOfAnother({ security_key_id, user_id }: AssignmentRow, transaction: Transaction): Promise<boolean> {
  if (security_key_id === null) return false;
  const other = await transaction
    .selectFrom('assignment')
    .innerJoin('security_key', 'security_key.id', 'assignment.security_key_id')
    .select('assignment.id')
    .where('security_key_id', '=', security_key_id)
    .where('identified_by', '<>', 'model')
    .where('user_id', '<>', user_id)
    .where('state', 'in', [...liveStates])
    .executeTakeFirst();
  return other !== undefined;
}
