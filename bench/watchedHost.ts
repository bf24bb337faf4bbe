/**
 * The key host with a watch on its event loop. The watch begins when the file (delayFile.ts) is there, since loading and compiling
 * its own code keeps every program busy once; from then on the longest delays so far stand in it as JSON.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { delayFile } from './delayFile.ts';
import { watchLoop } from './loopWatch.ts';

const OFTEN = 50;

if (process.send !== undefined) await watch(delayFile(process.ppid));

async function watch(file: string): Promise<void> {
  await import('../src/main/services/keys/host.ts');
  const begin = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(begin);
    const loop = watchLoop();
    setInterval(() => writeFileSync(file, JSON.stringify(loop.read())), OFTEN);
  }, OFTEN);
}
