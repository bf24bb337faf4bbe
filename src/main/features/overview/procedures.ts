import { implement } from '@orpc/server';
import { overviewContract } from '../../../contract/overview/procedures.ts';
import type { OverviewOfTenant } from './overview.ts';

/** Returns the procedures of the overview. */
export function overviewProcedures(scope: () => OverviewOfTenant) {
  const os = implement(overviewContract);
  return os.router({
    get: os.get.handler(() => scope().get()),
    export: os.export.handler(({ input }) => scope().export(input)),
  });
}
