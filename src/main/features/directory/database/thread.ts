import { startThread, type Thread } from '../../../base/threads/thread.ts';
import type { DirectoryCalls } from './calls.ts';

/** A thread with the imported directory open. */
export type DirectoryThread = Thread<DirectoryCalls>;

/** `module` is the thread's code: worker.ts, or what it was built into. */
export function directoryThread(folder: string, module: URL): DirectoryThread {
  return startThread<DirectoryCalls>(folder, module);
}
