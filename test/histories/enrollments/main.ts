import { parseArgs } from 'node:util';
import { startPostgres } from '../../postgres.ts';
import { Tally } from '../tally.ts';
import { runEnrollments } from './history.ts';
import { enrollmentPlan } from './plan.ts';

/** npm run histories -- enrollments (docs/testing.md): whole enrollments, and ends with 1 if one history left something wrong. */
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { count: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
});
const [count, first] = [Number(values.count), Number(values.seed)];
const postgres = await startPostgres({ fsync: 'off' });
const tally = new Tally();
let failures = 0;
for (let seed = first; seed < first + count; seed++) {
  const { wrong, answers } = await runEnrollments(enrollmentPlan(seed), postgres);
  for (const [answer, times] of Object.entries(answers)) for (let n = 0; n < times; n++) tally.add(answer, true);
  if (wrong.length === 0) continue;
  failures++;
  process.stdout.write(`seed ${seed}:\n  ${wrong.join('\n  ')}\n`);
}
await postgres.close();
process.stdout.write(`${tally.lines.map(line => `  ${line}`).join('\n')}\n`);
process.stdout.write(`${count} histories with enrollments; ${failures} left something wrong\n`);
process.exit(failures === 0 ? 0 : 1);
