import { moveActivationsOfKey } from '../../features/activation/keyReferences.ts';
import { moveAssignments, moveAssignmentsOfKey } from '../../features/assignments/keyReferences.ts';
import type { KeyReferences } from '../../features/inventory/keyReferences.ts';

/** The rows of all features that refer to a key of the inventory. */
export const keyReferences: KeyReferences = {
  move: async (transaction, from, to) => {
    await moveAssignmentsOfKey(transaction, from, to);
    await moveActivationsOfKey(transaction, from, to);
  },
  moveAssignments,
};
