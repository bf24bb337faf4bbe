// npm run fuzz [-- FACTOR]: runs the property tests of test/fuzz with FACTOR (default 50) times as many cases as npm
// test, and different ones each time. A failure prints its seed.
import { spawnSync } from 'node:child_process';
import { refuseArguments, refuseUsage } from './arguments.mjs';
import { environment, installPackages, root } from './node24.mjs';

const [factor = '50', ...others] = process.argv.slice(2);
if (!/^[1-9]\d{0,6}$/.test(factor))
  refuseUsage(`${JSON.stringify(factor)} is not a factor: give a whole number, such as 50.`);
refuseArguments('It takes one factor.', others);

installPackages();
const { status } = spawnSync('vitest', ['run', '--project', 'unit', '--testTimeout', '0', 'test/fuzz'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...environment(), FUZZ_FACTOR: factor },
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
