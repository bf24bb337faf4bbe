import { startThread, type Thread } from '../../../base/threads/thread.ts';
import type { DirectoryCalls } from './calls.ts';

/** A thread with the imported directory open. */
export type DirectoryThread = Thread<DirectoryCalls>;

/** Starts the thread. `module` is the thread's code: worker.ts, or the bundle that contains it. */
export function directoryThread(folder: string, module: URL): DirectoryThread {
  return startThread<DirectoryCalls>(folder, module);
}
