import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { noPostgres } from '../postgres.ts';
import { type Kind, kindNames } from './plan.ts';
import { runMany } from './runMany.ts';

/** npm run histories (docs/testing.md): runs random histories, and ends with 1 if one left something wrong. */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e9)) },
    kinds: { type: 'string', default: kindNames.join(',') },
    together: { type: 'string', default: String(3 * availableParallelism()) },
    again: { type: 'boolean', default: false },
  },
});
const [count, seed, together] = [values.count, values.seed, values.together].map(Number) as [number, number, number];
const kinds = values.kinds.split(',').filter((name): name is Kind => kindNames.some(kind => kind === name));
const isRight = [count, seed, together].every(n => Number.isSafeInteger(n) && n > 0);
if (!isRight || kinds.length !== values.kinds.split(',').length) {
  console.error(
    `usage: npm run histories -- [--count N] [--seed S] [--kinds A,B] [--together N] [--again]\nkinds: ${kindNames.join(' ')}`,
  );
  process.exit(2);
}
if (noPostgres !== null) {
  console.error(`keydesk: the histories cannot run: ${noPostgres}`);
  process.exit(1);
}

console.log(`${count} histories from seed ${seed}, ${together} at a time: ${kinds.join(' ')}`);
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const { ran, failed, lines } = await runMany(
  { count, seed, kinds, together, again: values.again },
  {
    failed: (plan, wrong) => {
      console.log(`seed ${plan.seed} (${plan.kind}):\n  ${wrong.join('\n  ')}`);
      const only = kinds.length === kindNames.length ? '' : ` --kinds ${kinds.join(',')}`;
      console.log(`  to repeat: npm run histories -- --count 20 --seed ${plan.seed} --again${only}`);
    },
    ran: n => {
      if (n % 100 === 0) console.log(`${n} histories in ${seconds().toFixed(0)} s`);
    },
  },
);
console.log(lines.map(line => `  ${line}`).join('\n'));
console.log(`${ran} histories in ${seconds().toFixed(0)} s; ${failed.length} left something wrong`);
process.exit(failed.length === 0 ? 0 : 1);
