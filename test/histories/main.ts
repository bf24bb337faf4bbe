import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { noPostgres } from '../postgres.ts';
import { makeGround } from './ground.ts';
import { diskKinds, type Kind, kindNames } from './plan.ts';
import { runApart } from './runApart.ts';
import type { Ran } from './runMany.ts';
import { noDisks } from './smallDisk.ts';
import { Tally } from './tally.ts';

/** npm run histories (docs/testing.md): runs random histories, and ends with 1 if one left something wrong. */
const usage = `usage: npm run histories -- [--count N] [--seed S] [--kinds A,B] [--minutes M] [--again]\nkinds: ${kindNames.join(' ')}`;
const { values } = readArguments();
const [count, seed, minutes] = [values.count, values.seed, values.minutes].map(Number) as [number, number, number];
if (values.help) {
  say(usage);
  process.exit(0);
}
let kinds = values.kinds.split(',').filter((name): name is Kind => kindNames.some(kind => kind === name));
if (
  ![count, seed, minutes].every(n => Number.isSafeInteger(n) && n > 0) ||
  kinds.length !== values.kinds.split(',').length
) {
  tellError(usage);
  process.exit(2);
}
if (noPostgres !== null) {
  tellError(`keydesk: the histories cannot run: ${noPostgres}`);
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
  say(`skipped: ${diskKinds.join(', ')} (${noDisks})`);
  kinds = kinds.filter(kind => !diskKinds.includes(kind));
  if (kinds.length === 0) process.exit(0);
}
say(`${count} histories from seed ${seed}: ${kinds.join(' ')}`);
const ground = await makeGround();
await Promise.all(Array.from({ length: availableParallelism() }, work));
await ground.close();
say(tally.lines.map(line => `  ${line}`).join('\n'));
say(`${summary()}; ${failures} left something wrong`);
process.exit(failures === 0 ? 0 : 1);

/** Ends with 2 and the usage for an unknown option. */
function readArguments() {
  try {
    return parseArgs({
      options: {
        count: { type: 'string', default: '200' },
        seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e9)) },
        kinds: { type: 'string', default: kindNames.join(',') },
        minutes: { type: 'string', default: '10000' },
        again: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    tellError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}

async function work(): Promise<void> {
  while (seeds.length > 0 && performance.now() - started < minutes * 60_000) {
    const piece = seeds.splice(0, PIECE);
    try {
      tell(await runApart(ground, { histories: piece.map(one => ({ seed: one, kinds })), together: TOGETHER }));
    } catch (error) {
      failures++;
      say(`seeds from ${piece[0]}: ${String(error)}`);
    }
  }
}

function tell(result: Ran): void {
  tally.merge(result.counts);
  ran += result.ran;
  for (const { seed: of, kind, wrong } of result.failed) {
    failures++;
    say(`seed ${of} (${kind}):\n  ${wrong.join('\n  ')}`);
    const only = kinds.length === kindNames.length ? '' : ` --kinds ${kinds.join(',')}`;
    say(`  to repeat: npm run histories -- --count 20 --seed ${of} --again${only}`);
  }
  if (ran - told < 500) return;
  told = ran;
  say(summary());
}

function summary(): string {
  return `${ran} histories in ${((performance.now() - started) / 1000).toFixed(0)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function tellError(text: string): void {
  process.stderr.write(`${text}\n`);
}
