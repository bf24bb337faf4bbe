import type { Keys, OpenKey } from '../keys/keys.ts';
import type { Store } from '../store/database.ts';
import { type Recognised, recognise } from './recognise.ts';

/** A key that is about to be reset, as the inventory knows it. */
export interface BeforeReset {
  /** Whether an open key is that one, as far as the inventory can tell. @throws KeydeskError key-… */
  isSame(key: OpenKey): Promise<boolean>;
  /** Call after the key has confirmed the reset: what was on it is on it no more. */
  erased(): Promise<void>;
}

/** @param found is undefined for a key that the inventory could not look up; nothing is noted of it then */
export function beforeReset(
  database: Store['database'],
  keys: Pick<Keys, 'list'>,
  found: Recognised | undefined,
): BeforeReset {
  return {
    isSame: async key => {
      if (found === undefined) return true;
      const { identity, row } = await recognise(database, keys, key);
      return identity.identity === found.identity.identity || (row !== undefined && row.id === found.row?.id);
    },
    erased: async () => {
      const row = found?.row;
      if (row === undefined || row.identified_by === 'model') return;
      await database.transaction().execute(async transaction => {
        await transaction
          .updateTable('assignment')
          .set({ security_key_id: null })
          .where('security_key_id', '=', row.id)
          .execute();
        // A reset mends that a key was lost, not that it was retired.
        await transaction
          .updateTable('security_key')
          .set({ mark: null, marked_at: null })
          .where('id', '=', row.id)
          .where('mark', '=', 'lost')
          .execute();
      });
    },
  };
}
