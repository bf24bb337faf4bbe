import type { DatabaseSync } from 'node:sqlite';
import { assigner } from './assign.ts';
import type { Actors } from './calls.ts';
import type { LiveAssignment } from './decide.ts';
import { liveOfUser } from './live.ts';
import type { WorkflowVersion } from './matcher.ts';
import type { Occasion, Outcome } from './occasion.ts';

/**
 * Writes runs within the transaction of a step. For assignments, events and entries of the activity log it calls the features that own
 * them.
 */
export interface Rows {
  live(tenant: string, userId: string): LiveAssignment[];
  /** Writes a run, once for each workflow, user and occasion. Assigns a passkey if that is the outcome. */
  run(workflow: WorkflowVersion, occasion: Occasion, outcome: Outcome): void;
  /** Writes the outcome of a retry. A failure increases the number of attempts. */
  again(n: number, workflow: WorkflowVersion, occasion: Occasion, outcome: Outcome): void;
}

/** @param now The time of shared rows, in ms since the epoch */
export function rowWriter(db: DatabaseSync, actors: Actors, now: () => number): Rows {
  const isoNow = () => new Date(now()).toISOString();
  const insertRun = db.prepare(
    `INSERT INTO workflow_run (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, reason,
       older_n, assignment_id, failure, attempts, next_at, at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workflow_n, user_id, occasion) DO NOTHING`,
  );
  const updateRun = db.prepare(
    `UPDATE workflow_run SET state = ?, reason = ?, older_n = ?, assignment_id = ?, failure = ?, attempts = attempts + ?,
       next_at = ?, updated_at = ? WHERE n = ?`,
  );
  // A user who had left when the event was handled is announced again after coming back (announce.ts).
  const announceAgain = db.prepare('UPDATE announced_user SET again = 1 WHERE tenant = ? AND user_id = ?');
  const exists = db.prepare('SELECT 1 FROM workflow_run WHERE workflow_n = ? AND user_id = ? AND occasion = ?');
  const assign = assigner(db, actors);

  const columns = (workflow: WorkflowVersion, occasion: Occasion, outcome: Outcome, at: string) => {
    if ('assign' in outcome) {
      return ['assigned', null, null, assign(workflow, occasion, outcome.assign, at), null] as const;
    }
    if ('skip' in outcome && outcome.skip === 'left' && workflow.trigger === 'user-imported') {
      announceAgain.run(workflow.tenant, occasion.user.id);
    }
    if ('skip' in outcome) return ['skipped', outcome.skip, outcome.olderN ?? null, null, null] as const;
    const state = outcome.nextAt === null ? 'attention' : 'retrying';
    return [state, null, null, null, JSON.stringify(outcome.failure)] as const;
  };

  return {
    live: liveOfUser(db),
    run: (workflow, occasion, outcome) => {
      const { id, user } = occasion;
      if (exists.get(workflow.n, user.id, id) !== undefined) return;
      const at = isoNow();
      const told = columns(workflow, occasion, outcome, at);
      const about = [workflow.n, workflow.version, id, user.id, user.upn, user.displayName] as const;
      insertRun.run(...about, ...told, failed(outcome), nextAt(outcome), at, at);
    },
    again: (n, workflow, occasion, outcome) => {
      const at = isoNow();
      updateRun.run(...columns(workflow, occasion, outcome, at), failed(outcome), nextAt(outcome), at, n);
    },
  };
}

function failed(outcome: Outcome): number {
  return 'failure' in outcome ? 1 : 0;
}

function nextAt(outcome: Outcome): number | null {
  return 'failure' in outcome ? outcome.nextAt : null;
}
