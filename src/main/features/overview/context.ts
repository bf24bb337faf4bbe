import type { AssignmentState } from '../../../contract/assignments/schema.ts';
import type { DirectoryState } from '../../../contract/directory/schema.ts';
import type { Overview } from '../../../contract/overview/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Batches } from '../batches/batches.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { Enrollments } from '../enrollment/enrollments.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Workflows } from '../workflows/workflows.ts';

/** What the overview reads. */
export interface OverviewContext {
  readonly store: Pick<Store, 'database'>;
  readonly tenant: BoundTenant;
  readonly imported: Pick<ImportedDirectory, 'state' | 'coverage'>;
  readonly assignments: Pick<Assignments, 'list'>;
  readonly inventory: Pick<Inventory, 'list'>;
  readonly enrollments: Pick<Enrollments, 'unfinished'>;
  readonly batches: Pick<Batches, 'list'>;
  readonly profiles: Pick<Profiles, 'list'>;
  readonly workflows: Pick<Workflows, 'list'>;
  readonly webhooks: Pick<Webhooks, 'list'>;
  readonly log: (message: string) => void;
  /** Default: the time of shared rows. */
  readonly now?: () => Date;
}

/** What `stuckOf` needs of the numbers that are read already. */
export interface KnownNumbers {
  readonly tenant: string;
  readonly state: Pick<DirectoryState, 'failure'>;
  readonly counts: Readonly<Record<AssignmentState, number>>;
  readonly pending: Overview['pending'];
  readonly deletionsDue: number;
}
