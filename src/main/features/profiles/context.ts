import type { Documents } from '../../base/store/documents.ts';
import type { Database } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { GroupsOf } from '../directory/groups.ts';

/** What the profiles of one tenant need. */
export interface ProfileContext {
  readonly database: Database;
  readonly tenant: BoundTenant;
  readonly documents: Documents;
  readonly activity: Pick<Activity, 'during'>;
  readonly groupsOf: GroupsOf;
  readonly log: (message: string) => void;
}
