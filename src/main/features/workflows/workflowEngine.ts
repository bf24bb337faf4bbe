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
  /** Binds the actors for one round of the engine. */
  bind: () => Actors;
  imported: Pick<ImportedDirectories, 'onImported'>;
  /** Whether to announce users of earlier imports. A short-lived command does not. */
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
