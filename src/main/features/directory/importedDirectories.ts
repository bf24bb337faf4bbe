import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { directoryFile } from './database/open.ts';
import { directoryThread } from './database/thread.ts';
import { createImports } from './import/imports.ts';
import type { ImportedDirectories } from './imported.ts';
import { importedOf } from './importedOf.ts';

export interface ImportedParts {
  folder: string;
  log?: (message: string) => void;
  /** The code of the directory's thread, if it is not beside this file. */
  threadModule?: URL | undefined;
}

/** How long a stopped import may take to end, in ms. */
const PATIENCE = 3000;

const here = new URL('./database/worker.ts', import.meta.url);

export function openImported({
  folder,
  threadModule = here,
  log = () => undefined,
}: ImportedParts): ImportedDirectories {
  const thread = directoryThread(folder, threadModule);
  // A separate thread for imports, so that a search during an import does not wait for writes.
  const importThread = directoryThread(folder, threadModule);
  // The same for numbers of all users, so that a search does not wait for them. It starts when they are first needed.
  const counts = directoryThread(folder, threadModule);
  const listeners = new Set<() => void>();
  const running = new AbortController();
  const imports = createImports({
    folder,
    thread: importThread,
    ended: running.signal,
    onEnd: () => {
      for (const listener of listeners) listener();
    },
    log,
  });
  return {
    of: (tenant, activity, completed) =>
      importedOf({ folder, thread, counts, imports }, { tenant, activity, completed }),
    rename: async tenant => {
      if (existsSync(directoryFile(folder))) await thread.ask('rename', tenant);
    },
    onImported: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      running.abort(new KeydeskError('cancelled'));
      // The import writes the pages that it has read, unless that takes longer than a person waits for a window to close.
      await Promise.race([imports.shared.idle(), delay(PATIENCE, undefined, { ref: false })]);
      await Promise.all([thread.close(), counts.close(), importThread.close()]);
    },
  };
}
