import type { Overview, OverviewExport } from '../../../contract/overview/schema.ts';
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
import { exportOverview } from './export.ts';
import { readOverview } from './read.ts';

/** How the roll-out of security keys goes in one tenant. */
export interface OverviewOfTenant {
  /** Reads all numbers. Asks neither Graph nor keys. @throws KeydeskError not-connected */
  get(): Promise<Overview>;
  /** Returns all tables as a file, in base64 parts. */
  export(request: OverviewExport): AsyncGenerator<string>;
}

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
  /** Default: the clock of this computer. */
  readonly now?: () => Date;
}

/** Creates the overview of one tenant. */
export function createOverview(context: OverviewContext): OverviewOfTenant {
  const get = () => readOverview(context);
  return { get, export: request => exportOverview(get, request) };
}
