/** How long core and key host were ever busy during enrolments, so that neither keeps a window or a key waiting. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openBenchDesk } from './desk.ts';
import type { Figure } from './figure.ts';
import { LOADED } from './watchedHost.ts';

const WARM_UP = 20;
const ROUNDS = 100;
const GOAL = { name: 'the most that is allowed', value: 20 };

export async function eventLoopFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const file = join(folder, 'delay');
  process.env.KEYDESK_BENCH_DELAY = file;
  const desk = await openBenchDesk(join(import.meta.dirname, 'watchedHost.ts'));
  await new Promise(resolve => setTimeout(resolve, LOADED));
  for (let i = 0; i < WARM_UP; i++) await desk.enroll('atOnce');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let i = 0; i < ROUNDS; i++) await desk.enroll('atOnce');
  delay.disable();
  const inHost = Number(readFileSync(file, 'utf8'));
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
  return [
    { name: 'event loop of the core, longest delay', value: delay.max / 1e6, unit: 'ms', floor: GOAL, goal: 1 },
    { name: 'event loop of the key host, longest delay', value: inHost, unit: 'ms', floor: GOAL, goal: 1 },
  ];
}
