import { implement } from '@orpc/server';
import { changesContract } from '../../contract/changes/procedures.ts';
import { systemContract } from '../../contract/system/procedures.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import type { Changes } from '../base/store/changes.ts';

export interface SystemProcedureParts {
  /** Returns what this window may know about Keydesk. */
  readonly info: () => SystemInfo;
  /** Returns whether the address of the connected tenant answers, or null if no tenant is connected. */
  readonly reachable: () => Promise<boolean | null>;
  readonly changes: Pick<Changes, 'watch'>;
}

/** Creates the procedures that return information about this Keydesk, and whether Microsoft Graph answers. */
export function systemProcedures({ info, reachable }: SystemProcedureParts) {
  const os = implement(systemContract);
  return os.router({
    info: os.info.handler(() => info()),
    reachable: os.reachable.handler(() => reachable()),
  });
}

/** Creates the procedures that report changes in the data folder, by any process. */
export function changesProcedures({ changes }: SystemProcedureParts) {
  const os = implement(changesContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => changes.watch(signal)),
  });
}
