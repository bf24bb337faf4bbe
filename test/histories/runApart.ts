import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Ground } from './ground.ts';
import type { Ran, Wanted } from './runMany.ts';

/**
 * Runs histories in a process of their own: desks that are killed there leave something in its memory, and their statements are watched.
 * @throws Error if the process ends too early
 */
export function runApart({ folder, port }: Ground, wanted: Wanted): Promise<Ran> {
  const child = fork(join(import.meta.dirname, 'runner.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  child.send({ ground: { folder, port }, wanted });
  return new Promise((resolve, reject) => {
    child.on('message', (ran: Ran) => resolve(ran));
    child.on('close', () => reject(new Error('the process that ran the histories ended too early')));
  });
}
