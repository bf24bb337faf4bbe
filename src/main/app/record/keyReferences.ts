import { moveActivationsOfKey } from '../../features/activation/keyReferences.ts';
import { moveAssignments, moveAssignmentsOfKey } from '../../features/assignments/keyReferences.ts';
import type { KeyReferences } from '../../features/inventory/keyReferences.ts';
import type { Activity } from '../../services/activity/activity.ts';

/** Returns the rows of all features that refer to a key of the inventory. @param activity the log of assignments that are revoked with it */
export function keyReferences(activity: Pick<Activity, 'recordIn' | 'note'>): KeyReferences {
  return {
    move: async (transaction, from, to) => {
      await moveAssignmentsOfKey(transaction, from, to, activity);
      await moveActivationsOfKey(transaction, from, to);
    },
    moveAssignments: (transaction, ids, to) => moveAssignments(transaction, ids, to, activity),
    moved: activity.note,
  };
}
