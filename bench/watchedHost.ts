/**
 * Runs the key host and watches its event loop. The watch begins when the file (delayFile.ts) exists, because loading
 * and compiling keeps every program busy at its start. From then on, the file contains the longest delays so far as
 * JSON.
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
