// npm run fuzz [-- FACTOR]: the property tests of test/fuzz with FACTOR (default 50) times the cases of npm test, others
// each time. A failure prints its seed.
import { spawnSync } from 'node:child_process';
import { environment, installPackages, root } from './node24.mjs';

const factor = process.argv[2] ?? '50';

installPackages();
const { status } = spawnSync('vitest', ['run', '--project', 'unit', '--testTimeout', '0', 'test/fuzz'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...environment(), FUZZ_FACTOR: factor },
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
