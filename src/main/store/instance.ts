import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from '../folder/privateFiles.ts';
import { takeFileLock } from './fileLock.ts';

/** This running Keydesk among those that share a data folder. Another one may ask whether it still lives. */
export interface Instance {
  readonly id: string;
  /** Whether the instance of that id is still running. Process ids are no answer: the system gives them out again. */
  isAlive(id: string): boolean;
  close(): void;
}

/** Registers this process. Its sign of life is a lock on a file of its own. */
export function registerInstance(dataFolder: string): Instance {
  const folder = join(dataFolder, 'instances');
  makePrivateFolder(folder);
  const id = randomUUID();
  const fileOf = (instance: string) => join(folder, `${instance}.lock`);
  const release = takeFileLock(fileOf(id));

  return {
    id,
    isAlive: other => {
      if (other === id) return true;
      if (!existsSync(fileOf(other))) return false;
      const letGo = takeFileLock(fileOf(other));
      if (letGo === undefined) return true;
      letGo();
      rmSync(fileOf(other), { force: true });
      return false;
    },
    close: () => {
      release?.();
      rmSync(fileOf(id), { force: true });
    },
  };
}
