import type { DatabaseSync } from 'node:sqlite';
import { stepsOn } from '../../../base/store/steps.ts';
import { appender } from '../../../services/activity/append.ts';
import { inserting } from '../../assignments/moves.ts';
import { type Actors, actorIn } from './calls.ts';
import type { WorkflowVersion } from './matcher.ts';
import type { Occasion } from './occasion.ts';

/** Assigns a passkey to the user of a run. Returns the id of the assignment. */
export type Assign = (workflow: WorkflowVersion, occasion: Occasion, purpose: string, at: string) => string;

/** Returns a function that assigns a passkey and records who did, within the transaction of a step. */
export function assigner(db: DatabaseSync, actors: Actors): Assign {
  const append = appender(db);
  const perform = stepsOn(db);
  return (workflow, { id, user, by = actorIn(actors, workflow.tenant) }, purpose, at) => {
    const { tenant, group } = workflow;
    const { row } = perform(
      inserting({
        tenant,
        user_id: user.id,
        user_principal_name: user.upn,
        display_name: user.displayName,
        purpose,
        source: 'workflow',
        workflow: { id: workflow.id, name: workflow.name },
        group,
        at,
      }),
    );
    append({
      at,
      kind: 'passkey-assigned',
      result: 'done',
      actor_kind: by.kind,
      actor: by.name,
      tenant,
      user_id: user.id,
      user_principal_name: user.upn,
      key_id: null,
      key_aaguid: null,
      key_serial: null,
      cause: null,
      correlation_id: id,
      request_ids: '[]',
      facts: JSON.stringify({ assignmentId: row.id, purpose, workflow: workflow.name }),
    });
    return row.id;
  };
}
