import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { closeInOrder } from '../base/closing.ts';
import { type Changes, openChanges } from '../base/store/changes.ts';
import { createBackups } from '../features/backup/backups.ts';
import { type Connections, createConnections } from '../features/connections/connections.ts';
import { directoryFile } from '../features/directory/database/open.ts';
import { createRuns, type Runs } from '../features/enrollment/runs.ts';
import { type Merging, openMerging } from '../features/record/merging.ts';
import type { RecordFeatureParts } from '../features/record/record.ts';
import { startBackground } from './background.ts';
import { connectionProcedureParts } from './connectionParts.ts';
import type { CoreOptions } from './coreOptions.ts';
import { entryPlace } from './entryPlace.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { createGate } from './gate.ts';
import { refuseRestart } from './modeSwitch.ts';
import { merges } from './record/merges.ts';
import { migrations } from './record/migrations.ts';
import { derivedTables, sharedTables, stationRights } from './record/sharedTables.ts';
import { type CoreRouter, createRouter } from './router.ts';
import { settingsProcedureParts } from './settingsParts.ts';
import { startSharedFeatures } from './sharedFeatures.ts';
import { systemProcedureParts } from './systemInfo.ts';
import { createTenantScope, perTenant, type SharedFeatures, type TenantScope } from './tenantScope.ts';

export interface Core {
  readonly router: CoreRouter;
  /** Settles after the first check of the enrollments that an earlier run left unfinished. Never rejects. */
  readonly recovered: Promise<void>;
  /** Settles when this desk has what was recorded before its start, or its shared record cannot be reached. Never rejects. */
  readonly followed: Promise<void>;
  /** Returns whether an enrollment of a window runs, or holds a PIN that no one has seen. Ending now would lose it. */
  needsWindow(): boolean;
  close(): Promise<void>;
}

/** Starts the core for any shell. @throws KeydeskError as openFoundation */
export async function startCore(options: CoreOptions): Promise<Core> {
  const foundation = await openFoundation(options);
  const { connectedTenant, keyHost, keys, activity, log } = foundation;
  const scopeOf = perTenant((tenant): TenantScope => createTenantScope(foundation, shared, tenant));
  /** Binds the connected tenant, for one operation. */
  const scope = () => scopeOf(connectedTenant.bind());
  const shared: SharedFeatures = startSharedFeatures(options, foundation, scope);
  const runs = openRuns(shared, scope, log);
  const changes = watchDataFolder(foundation);
  const ending = new AbortController();
  const connections = openConnectionList(foundation, shared, { changes, ended: ending.signal });
  const background = startBackground(options, foundation, scope);
  const backups = createBackups({
    folder: foundation.folder,
    activity: () => activity.of(entryPlace(foundation)),
    dataFolder: options.dataFolder,
    practice: options.practice,
    version: packageJson.version,
    recordVersion: foundation.store.version,
    log,
  });
  const merging = openMerging(foundation.store.database, foundation.store.recordTables(sharedTables), merges);
  foundation.record.onReached(
    () => void recordWhatIsOwed(merging, shared, scope).catch(error => log(`record: ${String(error)}`)),
  );
  await knowWhoIsSignedIn(options, foundation, connections);

  const router = createRouter({
    gate: createGate(foundation),
    scope,
    keyHost,
    keys,
    backups,
    enrollment: { running: shared.enrollments, runs },
    connections: connectionProcedureParts({ options, foundation, scope, connections }),
    settings: settingsProcedureParts({ options, foundation, scope, connections, shared, runs, background }),
    practice: { keyHost, tenant: connectedTenant.practice },
    record: recordParts(options, foundation, { shared, runs, merging }),
    system: await systemProcedureParts({ options, foundation, changes, background }),
  });
  return {
    router,
    needsWindow: runs.needWindow,
    recovered: shared.enrollments.recoverNow(),
    followed: foundation.record.look(),
    close: () => {
      ending.abort();
      return closeInOrder([
        ['changes', changes.close],
        background.closing.imports,
        ['activation', shared.activation.close],
        ['batches', shared.batchRuns.close],
        ['runs of windows', runs.close],
        ['enrollments', shared.enrollments.close],
        background.closing.inventory,
        ['assignments', shared.assignments.close],
        ['workflows', shared.workflows.close],
        ['webhooks', shared.webhooks.close],
        ...background.closing.rest,
        ...foundation.closing,
      ]);
    },
  };
}

/** Records what could not be recorded while the shared record was away: what the desk had before it joined, and enrollments. */
async function recordWhatIsOwed(
  merging: Merging,
  { enrollments }: SharedFeatures,
  scope: () => TenantScope,
): Promise<void> {
  await merging.run();
  await enrollments.recoverNow();
  await scope().assignments.settle();
}

function openRuns({ enrollments }: SharedFeatures, scope: () => TenantScope, log: Foundation['log']): Runs {
  return createRuns({
    enrollments: {
      start: (...request) => scope().enrollments.start(...request),
      finish: (...request) => scope().enrollments.finish(...request),
      cancel: enrollments.cancel,
      pinSeen: enrollments.pinSeen,
      pinLost: enrollments.pinLost,
      onErased: enrollments.onErased,
    },
    log,
  });
}

/** How long an answer may take to leave before the core restarts, in ms. */
const ANSWERED = 100;

function recordParts(
  { practice, services }: CoreOptions,
  {
    folder,
    store,
    vault,
    recordMeans,
    record,
    deskKeys,
    activity,
    keys,
    keyHost,
    connectedTenant,
    settings,
    log,
  }: Foundation,
  { shared: { enrollments }, runs, merging }: { shared: SharedFeatures; runs: Runs; merging: Merging },
): RecordFeatureParts {
  const file = join(folder, 'keydesk.db');
  return {
    file,
    store,
    vault,
    means: recordMeans,
    connected: () => connectedTenant.bind().saved,
    record,
    settings: settings.get,
    deskKeys,
    log,
    tables: store.recordTables(sharedTables),
    migrations,
    names: sharedTables,
    merges,
    merging,
    station: stationRights,
    derived: derivedTables,
    activityWritten: activity.written,
    refuseRestart: () => refuseRestart({ enrollments, runs, keys, keyHost }),
    restart: () => void setTimeout(() => services.restart?.(practice), ANSWERED).unref(),
  };
}

function watchDataFolder({ folder }: Foundation): Changes {
  return openChanges({
    record: join(folder, 'keydesk.db'),
    directory: directoryFile(folder),
    settings: join(folder, 'settings.json'),
    secrets: join(folder, 'secrets'),
  });
}

function openConnectionList(
  { store, imported, settings, signIns, connectedTenant, activity, log }: Foundation,
  { enrollments }: SharedFeatures,
  { changes, ended }: { changes: Changes; ended: AbortSignal },
): Connections {
  // Entries about connections get the tenant that is connected when they are written.
  const connected = {
    get id() {
      return connectedTenant.bind().id;
    },
    signedIn: () => connectedTenant.bind().signedIn(),
  };
  return createConnections({
    store,
    imported,
    settings,
    signIns,
    connectedTenant,
    activity: activity.of(connected),
    busy: enrollments.busy,
    ended,
    onFileChange: changes.subscribe,
    log,
  });
}

/**
 * Reads who is signed in, so that the activity log has the account from the start. Reads the name of a tenant without
 * one in the background.
 */
async function knowWhoIsSignedIn(
  { services }: CoreOptions,
  { connectedTenant, signIns, log }: Foundation,
  connections: Connections,
): Promise<void> {
  const { saved } = connectedTenant.bind();
  if (saved === null) return;
  await signIns.account(saved).catch(error => log(`sign-in: ${String(error)}`));
  if (saved.tenantName !== undefined || services.kind === 'cli') return;
  // The name is only for display, and the next start reads it again.
  void connections.learnName().catch(() => undefined);
}
