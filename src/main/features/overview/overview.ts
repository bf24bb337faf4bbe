import type { Overview, OverviewExport } from '../../../contract/overview/schema.ts';
import type { OverviewContext } from './context.ts';
import { exportOverview } from './export.ts';
import { readOverview } from './read.ts';

/** How the roll-out of security keys goes in one tenant. */
export interface OverviewOfTenant {
  /** Reads all numbers. Asks neither Graph nor keys. @throws KeydeskError not-connected */
  get(): Promise<Overview>;
  /** Returns all tables as a file, in base64 parts. */
  export(request: OverviewExport): AsyncGenerator<string>;
}

/** Creates the overview of one tenant. */
export function createOverview(context: OverviewContext): OverviewOfTenant {
  const get = () => readOverview(context);
  return { get, export: request => exportOverview(get, request) };
}
