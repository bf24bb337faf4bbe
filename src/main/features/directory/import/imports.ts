import type { Failure } from '../../../../contract/errors/failure.ts';
import type { Activity } from '../../../services/activity/activity.ts';
import { type BoundTenant, idOf } from '../../../services/tenant/boundTenant.ts';
import type { DirectoryThread } from '../database/thread.ts';
import { type ImportEnd, importDirectory } from './importer.ts';
import { SharedImport } from './sharedImport.ts';

/** The tenant of an import, its activity log, and what follows a complete import. */
export interface ImportFor {
  readonly tenant: BoundTenant;
  readonly activity: Pick<Activity, 'record'>;
  /** Runs after a complete import. Callers get its result afterwards, so that lists already show what follows from it. */
  readonly completed: () => Promise<void>;
}

export interface ImportsParts {
  readonly folder: string;
  readonly thread: DirectoryThread;
  /** Aborts when Keydesk ends. */
  readonly ended: AbortSignal;
  /** Called after every import, successful or not. */
  readonly onEnd: () => void;
  readonly log: (message: string) => void;
}

/** The imports of a data folder, which run one after the other. */
export interface Imports {
  readonly shared: SharedImport<ImportFor>;
  /** Returns why the last import of a tenant failed. In memory, because on a full disk it cannot be stored. */
  failureOf(tenant: string | null): Failure | undefined;
}

export function createImports({ folder, thread, ended, onEnd, log }: ImportsParts): Imports {
  const failed = new Map<string | null, Failure>();
  const shared = new SharedImport<ImportFor>(async ({ tenant, activity, completed }, full, signal, tell) => {
    const stop = AbortSignal.any([signal, ended]);
    const importing = {
      folder,
      thread,
      tenant: () => tenantWithId(tenant, stop),
      delta: () => tenant.graph().delta,
    };
    const end = await importDirectory(importing, { full, signal: stop }, tell);
    const failure = end.kind === 'failed' ? end.failure : null;
    // An automatic import that fails repeatedly with the same error gets one entry, not one every quarter of an hour.
    if (shared.followed || failure === null || failure.code !== failed.get(tenant.id)?.code) record(activity, end);
    if (failure === null || failure.code === 'import-running') failed.delete(tenant.id);
    else failed.set(tenant.id, failure);
    // An import that failed or was stopped proves nothing about users whom it did not name.
    if (end.kind === 'done') await completed().catch(error => log(`after the import: ${String(error)}`));
    onEnd();
    return end;
  });
  return { shared, failureOf: tenant => failed.get(tenant) };
}

/**
 * Returns the tenant's id. Requests a token first, because the first token may contain the id: without it, pages could be written to the
 * tenant that the domain named before. If there is no token, no page arrives either, and the import reports why.
 */
async function tenantWithId(tenant: BoundTenant, signal: AbortSignal): Promise<string> {
  const token = async () => tenant.tokens()({ fresh: false, signal });
  // The first request fails for the same reason, and reports it.
  await token().catch(() => undefined);
  return idOf(tenant);
}

/** Records an import, unless it brought no changes. */
function record(activity: Pick<Activity, 'record'>, end: ImportEnd): void {
  if (end.kind === 'failed') {
    if (end.failure.code === 'import-running') return;
    activity.record({ kind: 'directory-imported', result: 'failed', cause: end.failure, facts: { ...end.counts } });
    return;
  }
  const anything = Object.values(end.counts).some(count => count > 0);
  if (!anything) return;
  const result = end.kind === 'stopped' ? 'cancelled' : 'done';
  activity.record({ kind: 'directory-imported', result, facts: { ...end.counts } });
}
