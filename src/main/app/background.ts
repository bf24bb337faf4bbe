import type { Closing } from '../base/closing.ts';
import { createIntegrityWatch, type IntegrityWatch } from '../base/store/integrity/watch.ts';
import { scheduleImports } from '../features/directory/import/schedule.ts';
import { notePluggedKeys } from '../features/inventory/pluggedKeys.ts';
import { isReachable } from '../services/graph/reachable.ts';
import type { CoreOptions } from './coreOptions.ts';
import { entryPlace } from './entryPlace.ts';
import type { Foundation } from './foundation.ts';
import { createPruner } from './pruner.ts';
import { keyReferences } from './record/keyReferences.ts';
import type { TenantScope } from './tenantScope.ts';

export interface Background {
  readonly integrity: Pick<IntegrityWatch, 'damage'>;
  /** Checks now whether an import is due. */
  readonly importSchedule: Pick<ReturnType<typeof scheduleImports>, 'look'>;
  readonly closing: { readonly imports: Closing; readonly inventory: Closing; readonly rest: readonly Closing[] };
}

/** Starts the background work: pruning, the check of the record, scheduled imports, and recording plugged-in keys. */
export function startBackground(options: CoreOptions, foundation: Foundation, scope: () => TenantScope): Background {
  const { store, folder, keyHost, settings, network, station, log } = foundation;
  const isCommand = options.services.kind === 'cli';
  const references = keyReferences({
    recordIn: (...entries) => foundation.activity.of(entryPlace(foundation)).recordIn(...entries),
    note: foundation.activity.note,
  });
  const stopNoting = notePluggedKeys({ store, references, keyHost, log });
  const pruner = createPruner({ database: store.database, log });
  pruner.start();
  const integrity = createIntegrityWatch({ folder, threadModule: options.integrityThread, log });
  // A command runs only for a moment. The window of the data folder checks the record.
  if (!isCommand) integrity.start();
  // A command imports only on request. At an activation station, no person would see the result.
  const scheduled = !isCommand && station === 'desk';
  const importSchedule = scheduleImports({
    every: () => (scheduled ? settings.get().importEvery : null),
    bind: () => {
      const { tenant, imported } = scope();
      return {
        lastAt: async () => (await imported.state()).usersAt,
        reachable: async () => tenant.connection !== null && isReachable(tenant.connection, network),
        run: async () => {
          store.database.refuseOutdated();
          await imported.importUnasked();
        },
      };
    },
    log,
  });
  return {
    integrity,
    importSchedule,
    closing: {
      imports: ['scheduled imports', importSchedule.close],
      inventory: ['inventory', async () => stopNoting()],
      rest: [
        ['pruning', pruner.close],
        ['check of the record', integrity.close],
      ],
    },
  };
}
