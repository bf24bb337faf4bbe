import type { Assignment } from '../../../contract/assignments/schema.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import type { KeyAssignments } from './keyAssignments.ts';
import { type Recognized, recognize } from './recognize.ts';
import type { KeyRecords } from './records.ts';

/** A key that is about to be reset, and its row in the inventory. */
export interface BeforeReset {
  /** Returns whether an open key is that key, as far as the inventory can identify it. @throws KeydeskError key-… */
  isSame(key: OpenKey): Promise<boolean>;
  /** Call after the key has confirmed the reset. Revokes the assignments whose passkeys were on the key, and returns them. */
  erased(): Promise<Assignment[]>;
}

/** Returns the actions around a reset. @param found undefined if the inventory could not look up the key. Then nothing is changed */
export function beforeReset(
  records: KeyRecords,
  keys: Pick<Keys, 'list'>,
  assignments: Pick<KeyAssignments, 'erased'>,
  found: Recognized | undefined,
): BeforeReset {
  return {
    isSame: async key => {
      if (found === undefined) return true;
      const { identity, row } = await withKeyErrors(() => recognize(records, keys, key));
      return identity.identity === found.identity.identity || (row !== undefined && row.id === found.row?.id);
    },
    erased: async () => {
      const row = found?.row;
      if (row === undefined || row.identified_by === 'model') return [];
      return assignments.erased({
        securityKeyId: row.id,
        also: async transaction => {
          // A reset clears `lost`, but not `retired`.
          await transaction
            .updateTable('security_key')
            .set({ mark: null, marked_at: null })
            .where('id', '=', row.id)
            .where('mark', '=', 'lost')
            .execute();
        },
      });
    },
  };
}
