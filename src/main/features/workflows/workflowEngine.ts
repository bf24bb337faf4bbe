import { existsSync } from 'node:fs';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { ActivityLog } from '../../services/activity/activity.ts';
import { openLeader } from '../../services/record/leader.ts';
import { directoryFile } from '../directory/database/open.ts';
import type { ImportedDirectories } from '../directory/imported.ts';
import type { Actors } from './engine/calls.ts';
import { createEngineHost } from './engineHost.ts';
import { workflowsOf } from './ofTenant.ts';
import type { WorkflowEngine } from './workflows.ts';

export interface WorkflowParts {
  folder: string;
  store: Store;
  instance: Instance;
  activity: Pick<ActivityLog, 'note'>;
  /** Binds the actors for one round of the engine. */
  bind: () => Actors;
  imported: Pick<ImportedDirectories, 'onImported'>;
  /** Whether to announce users of earlier imports. A short-lived command does not. */
  announce: boolean;
  threadModule?: URL | undefined;
  log: (message: string) => void;
}

/** The fitness of a desk that has imported users. Without them, a desk knows nobody's groups. */
const WITH_DIRECTORY = 1;

export function startWorkflows(parts: WorkflowParts): WorkflowEngine {
  const { database } = parts.store;
  const fitness = () => (existsSync(directoryFile(parts.folder)) ? WITH_DIRECTORY : 0);
  const leader = openLeader('workflows', { database, instance: parts.instance, fitness });
  const engineHost = createEngineHost({ ...parts, leader, onDone: parts.activity.note });
  const stopListening = parts.imported.onImported(() => {
    engineHost.workImported().catch(error => parts.log(`workflows: ${String(error)}`));
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
