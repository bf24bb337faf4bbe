import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { Store } from '../../base/store/database.ts';

/** `touch-to-sign-in`: the model signs in only with a touch, although CTAP lets a host ask without one (`up: false`). */
type Habit = 'touch-to-sign-in';

type Model = Pick<AuthenticatorInfo, 'aaguid' | 'firmwareVersion'>;

/** What Keydesk learned about models of keys by using them, so that the next key of a model is asked the right way at once. */
export interface Habits {
  has(model: Model, habit: Habit): Promise<boolean>;
  learn(model: Model, habit: Habit): Promise<void>;
}

/** Opens the habits in the store. Another firmware of a model is another model: makers mend such things. */
export function createHabits({ database }: Pick<Store, 'database'>): Habits {
  const keyOf = ({ aaguid, firmwareVersion }: Model) => ({ aaguid, firmware_version: firmwareVersion ?? 0 });
  return {
    has: async (model, habit) => {
      const { aaguid, firmware_version } = keyOf(model);
      const row = await database
        .selectFrom('key_habit')
        .select('habit')
        .where('aaguid', '=', aaguid)
        .where('firmware_version', '=', firmware_version)
        .where('habit', '=', habit)
        .executeTakeFirst();
      return row !== undefined;
    },
    learn: async (model, habit) => {
      await database
        .insertInto('key_habit')
        .values({ ...keyOf(model), habit, learned_at: new Date().toISOString() })
        .onConflict(conflict => conflict.doNothing())
        .execute();
    },
  };
}
