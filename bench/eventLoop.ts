/**
 * Measures the longest time for which the core and the key host were busy during enrollments, because a window or a key
 * has to wait for that time.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { delayFile } from './delayFile.ts';
import { openBenchDesk } from './desk.ts';
import type { Figure } from './figure.ts';
import { type LongestDelays, watchLoop } from './loopWatch.ts';

const WARM_UP = 50;
const ROUNDS = 200;
const GOAL = { name: 'the most that is allowed', value: 20 };

export async function eventLoopFigures(): Promise<Figure[]> {
  const file = delayFile(process.pid);
  rmSync(file, { force: true });
  const desk = await openBenchDesk(join(import.meta.dirname, 'watchedHost.ts'));
  for (let i = 0; i < WARM_UP; i++) await desk.enroll('atOnce');
  writeFileSync(file, '');
  const loop = watchLoop();
  for (let i = 0; i < ROUNDS; i++) await desk.enroll('atOnce');
  const inCore = loop.stop();
  const inHost = JSON.parse(readFileSync(file, 'utf8')) as LongestDelays;
  await desk.close();
  rmSync(file, { force: true });
  return [figure('core', inCore), figure('key host', inHost)];
}

function figure(process: string, { own, whole }: LongestDelays): Figure {
  return {
    name: `event loop of the ${process}, longest delay`,
    value: own,
    unit: 'ms',
    floor: GOAL,
    goal: 1,
    note: `${whole.toFixed(1)} ms with the time that the machine gave it no processor`,
  };
}
