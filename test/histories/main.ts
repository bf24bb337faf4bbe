import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noPostgres } from '../postgres.ts';
import { type Ground, makeGround } from './ground.ts';
import { diskKinds, type Kind, kindNames } from './plan.ts';
import type { Ran, Wanted } from './runMany.ts';
import { noDisks } from './smallDisk.ts';
import { Tally } from './tally.ts';

/** npm run histories (docs/testing.md): runs random histories, and ends with 1 if one left something wrong. */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e9)) },
    kinds: { type: 'string', default: kindNames.join(',') },
    again: { type: 'boolean', default: false },
  },
});
const [count, seed] = [values.count, values.seed].map(Number) as [number, number];
let kinds = values.kinds.split(',').filter((name): name is Kind => kindNames.some(kind => kind === name));
if (![count, seed].every(n => Number.isSafeInteger(n) && n > 0) || kinds.length !== values.kinds.split(',').length) {
  console.error(
    `usage: npm run histories -- [--count N] [--seed S] [--kinds A,B] [--again]\nkinds: ${kindNames.join(' ')}`,
  );
  process.exit(2);
}
if (noPostgres !== null) {
  console.error(`keydesk: the histories cannot run: ${noPostgres}`);
  process.exit(1);
}

/** How many histories a process runs before another takes its place: what killed desks leave in its memory adds up. */
const PIECE = 50;
/** How many histories a process runs at the same time. They often wait. */
const TOGETHER = 3;

const started = performance.now();
const tally = new Tally();
const seeds = Array.from({ length: count }, (_, n) => (values.again ? seed : seed + n));
let [ran, failures, told] = [0, 0, 0];
if (noDisks !== null && kinds.some(kind => diskKinds.includes(kind))) {
  console.log(`skipped: ${diskKinds.join(', ')} (${noDisks})`);
  kinds = kinds.filter(kind => !diskKinds.includes(kind));
  if (kinds.length === 0) process.exit(0);
}
console.log(`${count} histories from seed ${seed}: ${kinds.join(' ')}`);
const made = await makeGround();
const ground: Ground = { folder: made.folder, port: made.port };
await Promise.all(Array.from({ length: availableParallelism() }, work));
await made.close();
console.log(tally.lines.map(line => `  ${line}`).join('\n'));
console.log(`${summary()}; ${failures} left something wrong`);
process.exit(failures === 0 && ran === count ? 0 : 1);

async function work(): Promise<void> {
  while (seeds.length > 0) {
    const wanted: Wanted = { seeds: seeds.splice(0, PIECE), kinds, together: TOGETHER };
    const result = await runPiece(wanted);
    if (result === undefined) {
      failures++;
      console.log(`a process that ran the seeds from ${wanted.seeds[0]} ended too early`);
      continue;
    }
    tell(result);
  }
}

function runPiece(wanted: Wanted): Promise<Ran | undefined> {
  const child = fork(join(import.meta.dirname, 'runner.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  child.send({ ground, wanted });
  return new Promise(resolve => {
    child.on('message', (result: Ran) => resolve(result));
    child.on('close', () => resolve(undefined));
  });
}

function tell(result: Ran): void {
  tally.merge(result.counts);
  ran += result.ran;
  for (const { seed: of, kind, wrong } of result.failed) {
    failures++;
    console.log(`seed ${of} (${kind}):\n  ${wrong.join('\n  ')}`);
    const only = kinds.length === kindNames.length ? '' : ` --kinds ${kinds.join(',')}`;
    console.log(`  to repeat: npm run histories -- --count 20 --seed ${of} --again${only}`);
  }
  if (ran - told < 500) return;
  told = ran;
  console.log(summary());
}

function summary(): string {
  return `${ran} histories in ${((performance.now() - started) / 1000).toFixed(0)} s`;
}
