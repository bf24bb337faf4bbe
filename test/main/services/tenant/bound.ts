import type { Actor } from '../../../../src/main/base/actor.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import type { Activity, ActivityLog } from '../../../../src/main/services/activity/activity.ts';
import { openActivity } from '../../../../src/main/services/activity/activityLog.ts';
import type { BoundTenant } from '../../../../src/main/services/tenant/boundTenant.ts';

/** Returns a bound tenant with only the members that a test needs. */
export function boundTenant(id: string | null, of: Partial<BoundTenant> = {}): BoundTenant {
  const none = () => {
    throw new Error('this tenant has no Graph');
  };
  return { id, name: id, connection: null, saved: null, graph: none, tokens: none, signedIn: () => null, ...of };
}

export type TestActivity = Activity & Pick<ActivityLog, 'close'> & { readonly log: ActivityLog };

export interface TestActivityOptions {
  folder: string;
  store: Store;
  /** Default: contoso. */
  tenant?: string | null;
  actor?: Actor;
  log?: (message: string) => void;
  clock?: () => Date;
}

/** Opens the activity log of a data folder, for one tenant. */
export function openTestActivity({ tenant = 'contoso', actor, ...options }: TestActivityOptions): TestActivity {
  const osUser = actor ?? { kind: 'os-user' as const, name: 'a test' };
  const log = openActivity({ log: () => undefined, osUser, ...options });
  return { ...log.of(boundTenant(tenant)), close: log.close, log };
}
