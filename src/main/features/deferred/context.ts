import type { Sealer } from '../../base/sealer.ts';
import type { Store } from '../../base/store/database.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Batches } from '../batches/batches.ts';
import type { Directory } from '../directory/directory.ts';
import type { Enrollments } from '../enrollment/enrollments.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Policies } from '../policy/policies.ts';
import type { Profiles } from '../profiles/profiles.ts';

/** What deferred enrollments need. Making keys uses only what works without a connection. */
export interface DeferredContext {
  readonly store: Pick<Store, 'database'>;
  /** Seals the keys of packages; null if the shell cannot. */
  readonly sealer: Sealer | null;
  readonly keyHost: Pick<KeyHost, 'keys' | 'onKeys'>;
  readonly keys: Pick<Keys, 'ask'>;
  readonly tenant: BoundTenant;
  readonly activity: Pick<Activity, 'during' | 'record'>;
  readonly directory: Pick<Directory, 'get'>;
  readonly groupsOf: (userId: string, maxAge: number) => Promise<ReadonlySet<string>>;
  readonly metadata: Pick<Metadata, 'knowsModels'>;
  readonly policies: Pick<Policies, 'state' | 'keyFacts'>;
  readonly profiles: Pick<Profiles, 'forUser'>;
  readonly inventory: Pick<Inventory, 'lookUp' | 'nameOf'>;
  readonly enrollments: Pick<Enrollments, 'startElsewhere' | 'registerMade' | 'outcomeOf'>;
  readonly batches: Pick<
    Batches,
    | 'create'
    | 'get'
    | 'rows'
    | 'add'
    | 'check'
    | 'retry'
    | 'restore'
    | 'registerRow'
    | 'noteRegistered'
    | 'keepLeftPin'
    | 'registered'
    | 'pinsLast'
  >;
  readonly log: (message: string) => void;
}
