import type { Store } from '../../base/store/database.ts';
import type { ActivityLog } from '../../services/activity/activity.ts';
import type { ImportedDirectories } from '../directory/imported.ts';
import type { Actors } from './engine/calls.ts';
import { createEngineHost } from './engineHost.ts';
import { workflowsOf } from './ofTenant.ts';
import type { WorkflowEngine } from './workflows.ts';

export interface WorkflowParts {
  folder: string;
  store: Store;
  activity: Pick<ActivityLog, 'note'>;
  /** Binds who is signed in where, for one round of the engine. */
  bind: () => Actors;
  imported: Pick<ImportedDirectories, 'onImported'>;
  /** A command that runs for a moment does not look for what an earlier one left. */
  announce: boolean;
  threadModule?: URL | undefined;
  log: (message: string) => void;
}

export function startWorkflows(parts: WorkflowParts): WorkflowEngine {
  const { database } = parts.store;
  const engineHost = createEngineHost({ ...parts, onDone: parts.activity.note });
  const stopListening = parts.imported.onImported(() => {
    engineHost.work().catch(error => parts.log(`workflows: ${String(error)}`));
  });
  engineHost.start(parts.announce);
  return {
    of: scope => workflowsOf({ scope, engineHost, database, log: parts.log }),
    close: async () => {
      stopListening();
      await engineHost.close();
    },
  };
}
