import { writeSync } from 'node:fs';
import { watchMoments } from './killPoints.ts';

/** Ends this process with SIGKILL, as a power cut or the system would. */
export interface KillSwitch {
  /** Ends the process at the n-th moment from now (killPoints.ts). */
  at(n: number): void;
  never(): void;
}

/** Watches the moments of this process. Call once. */
export function killSwitch(): KillSwitch {
  let left = Number.POSITIVE_INFINITY;
  const moment = (name: string): undefined => {
    left--;
    if (left !== 0) return;
    writeSync(2, `killed ${name}\n`);
    process.kill(process.pid, 'SIGKILL');
    // Blocks until the signal arrives.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  watchMoments({ sqlite: (_, name) => moment(name), postgres: (_, name) => moment(name) });
  return {
    at: n => {
      left = n;
    },
    never: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}
