/**
 * Measures the time from starting a process to the first answered procedure, each time in a new process, compared with
 * an empty Node program.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, median } from './figure.ts';

const ROUNDS = 7;
const program = join(import.meta.dirname, 'firstAnswer.ts');
const QUIET = '--disable-warning=ExperimentalWarning';

export function coldStartFigures(): Figure[] {
  const used = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const times: Record<'bare' | 'empty' | 'used', number[]> = { bare: [], empty: [], used: [] };
  run([program, used]);
  for (let i = 0; i < ROUNDS; i++) {
    const fresh = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
    times.bare.push(run(['-e', '0']));
    times.empty.push(run([program, fresh]));
    times.used.push(run([program, used]));
    rmSync(fresh, { recursive: true, force: true });
  }
  rmSync(used, { recursive: true, force: true });
  const floor = { name: 'a bare Node', value: median(times.bare) };
  return [
    { name: 'cold start, empty data folder', value: median(times.empty), unit: 'ms', floor },
    { name: 'cold start, used data folder', value: median(times.used), unit: 'ms', floor },
  ];
}

function run(args: string[]): number {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, [QUIET, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
  return performance.now() - began;
}
