import type { Store } from '../../base/store/database.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity, NewLogEntry } from '../../services/activity/activity.ts';
import type { Change } from './moves.ts';
import { type AssignmentRow, toAssignment } from './records.ts';

/** The only way to change assignments in the core: transactions, one after the other, with their entries of the activity log. */
export interface Ledger {
  readonly database: Store['database'];
  /** Runs work after all work that was started before, so that it reads the results. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction, and adds an entry for each change that it returns. Returns the changes. */
  change(work: (transaction: Transaction) => Promise<readonly (Change | undefined)[]>): Promise<Change[]>;
}

/**
 * Called when an assignment becomes active. Another feature writes in the same transaction, so that after a crash both changes exist, or
 * neither.
 */
export type OnActivated = (
  transaction: Transaction,
  row: Pick<AssignmentRow, 'id' | 'tenant' | 'user_id' | 'security_key_id'>,
) => Promise<void>;

/** Opens the ledger of a data folder. All tenants share its turns. */
export function createLedger(
  { database }: Store,
  onActivated: OnActivated,
): Pick<Ledger, 'inTurn'> & {
  /** @param activity the activity log. Each change is recorded under the tenant of its row */
  of(activity: Pick<Activity, 'recordIn' | 'note'>): Ledger;
} {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: Ledger['inTurn'] = work => {
    const mine = last.then(work);
    // The caller gets the error. The next work runs anyway.
    last = mine.catch(() => undefined);
    return mine;
  };
  const of = (activity: Pick<Activity, 'recordIn' | 'note'>): Ledger => ({
    database,
    inTurn,
    change: async work => {
      const changes = await database.write(async transaction => {
        const made = (await work(transaction)).filter(change => change !== undefined);
        for (const { activated, row } of made) if (activated) await onActivated(transaction, row);
        if (made.length > 0) await activity.recordIn(transaction, ...made.map(entryOf));
        return made;
      });
      if (changes.length > 0) activity.note();
      return changes;
    },
  });
  return { inTurn, of };
}

/** Returns the entry of the activity log for a change. */
export function entryOf({ from, row }: Change): NewLogEntry {
  const { failure, reason, purpose, workflow } = toAssignment(row);
  const about = {
    tenant: row.tenant,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    key: {
      aaguid: row.key_aaguid ?? undefined,
      serial: row.key_serial ?? undefined,
      product: row.key_product ?? undefined,
    },
  };
  const facts = { assignmentId: row.id, purpose, ...(workflow === null ? {} : { workflow: workflow.name }) };
  if (from === null) return { kind: 'passkey-assigned', ...about, facts };
  return {
    kind: 'assignment-changed',
    ...about,
    ...(failure === null ? {} : { cause: failure, result: failure.code === 'cancelled' ? 'cancelled' : 'failed' }),
    facts: { ...facts, from, to: row.state, reason },
  };
}
