import type { Kysely } from 'kysely';
import type { Activity, NewEntry } from '../activity/activity.ts';
import type { Store } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { type Change, toAssignment } from './records.ts';

/** The one way to change assignments: transactions, one after the other, each change of which is in the activity log. */
export interface Ledger {
  readonly database: Store['database'];
  /** Does work after all that was begun before it; whoever reads in turn sees it done. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Commits what `work` does and records its changes; gives them. All or nothing. */
  change(work: (transaction: Kysely<Schema>) => Promise<readonly (Change | undefined)[]>): Promise<Change[]>;
}

export function openLedger({ database }: Store, activity: Pick<Activity, 'record'>): Ledger {
  let last: Promise<unknown> = Promise.resolve();
  return {
    database,
    inTurn: work => {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
    change: async work => {
      const made = await database.transaction().execute(work);
      const changes = made.filter(change => change !== undefined);
      // Only what was committed has happened.
      for (const change of changes) activity.record(entryOf(change));
      return changes;
    },
  };
}

function entryOf({ from, row }: Change): NewEntry {
  const { failure, reason, purpose, workflow } = toAssignment(row);
  const about = {
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    key: { aaguid: row.key_aaguid ?? undefined, serial: row.key_serial ?? undefined },
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
