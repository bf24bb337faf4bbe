/** The key host with a watch on its event loop: the longest delay so far, in ms, stands in the file of KEYDESK_BENCH_DELAY. */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loading its own code keeps every program busy once; the watch begins so many ms later. */
export const LOADED = 1000;
const TOLD_EVERY = 50;

if (process.send !== undefined && process.env.KEYDESK_BENCH_DELAY !== undefined)
  await watch(process.env.KEYDESK_BENCH_DELAY);

async function watch(file: string): Promise<void> {
  await import('../src/main/keys/host.ts');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  setTimeout(() => {
    delay.enable();
    setInterval(() => writeFileSync(file, String(delay.max / 1e6)), TOLD_EVERY);
  }, LOADED);
}
