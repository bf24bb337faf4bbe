import type { Instance } from '../../base/store/instance.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Directory } from '../directory/directory.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { Enrollments } from '../enrollment/enrollments.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Policies } from '../policy/policies.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { PinParts, Pins } from './pins.ts';

/** What the batches of one tenant need from elsewhere. */
export interface BatchParts extends PinParts {
  readonly instance: Pick<Instance, 'id' | 'isAlive'>;
  readonly keyHost: Pick<KeyHost, 'keys' | 'onKeys'>;
  readonly keys: Pick<Keys, 'ask'>;
  readonly tenant: BoundTenant;
  readonly activity: Activity;
  readonly directory: Directory;
  readonly imported: Pick<ImportedDirectory, 'user' | 'usersNamed' | 'users' | 'allUsers' | 'group'>;
  readonly metadata: Pick<Metadata, 'model'>;
  readonly policies: Pick<Policies, 'judge' | 'cleared' | 'trouble'>;
  readonly profiles: Pick<Profiles, 'show'>;
  readonly assignments: Pick<Assignments, 'list' | 'replace' | 'finishDeletions'>;
  readonly inventory: Pick<Inventory, 'lookUp' | 'nameOf'>;
  readonly enrollments: Pick<Enrollments, 'start' | 'outcome' | 'recover'>;
  /** Prints the PIN of a row at once. The hand-over implements it. */
  readonly printPin: (batchId: string, rowId: string) => Promise<void>;
}

/** What the parts of this feature work with. */
export interface BatchContext extends BatchParts {
  readonly pins: Pins;
}
