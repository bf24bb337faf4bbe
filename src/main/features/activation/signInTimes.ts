import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import type { Store } from '../../base/store/database.ts';

/**
 * Remembers of each app registration whether its ID tokens tell when the person signed in: that depends on an optional claim,
 * and only a token shows it.
 */
export interface SignInTimes {
  /** Null where no user has signed in yet. */
  told(connection: ConnectionSettings): Promise<boolean | null>;
  note(connection: ConnectionSettings, told: boolean): Promise<void>;
}

export function createSignInTimes({ database }: Pick<Store, 'database'>): SignInTimes {
  return {
    told: async connection => {
      const row = await database
        .selectFrom('sign_in_time')
        .select('told')
        .where('connection', '=', nameOf(connection))
        .executeTakeFirst();
      return row === undefined ? null : row.told === 1;
    },
    note: async (connection, told) => {
      const values = { told: told ? 1 : 0, seen_at: new Date().toISOString() };
      await database
        .insertInto('sign_in_time')
        .values({ connection: nameOf(connection), ...values })
        .onConflict(conflict => conflict.column('connection').doUpdateSet(values))
        .execute();
    },
  };
}

/** Another app or tenant has other claims; the connection's name and way of signing in do not matter. */
function nameOf({ authority, tenantId, clientId }: ConnectionSettings): string {
  return JSON.stringify([authority, tenantId, clientId].map(part => part.toLowerCase()));
}
