import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { Store } from '../../base/store/database.ts';

/** `touch-to-sign-in`: the model requires a touch to sign in, although CTAP allows a host to ask without one (`up: false`). */
type Habit = 'touch-to-sign-in';

type Model = Pick<AuthenticatorInfo, 'aaguid' | 'firmwareVersion'>;

/** What Keydesk learned about key models from using them, so that it asks the next key of a model correctly at once. */
export interface Habits {
  has(model: Model, habit: Habit): Promise<boolean>;
  learn(model: Model, habit: Habit): Promise<void>;
}

/** Opens the habits in the store. Each firmware version counts as a separate model, because a new version may fix the behavior. */
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
