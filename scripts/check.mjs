// npm run check: types, lint and formatting, import directions, dead code. Runs all of them, and fails if one failed.
import { spawnSync } from 'node:child_process';
import { refuseArguments } from './arguments.mjs';
import { environment, installPackages, root } from './node24.mjs';

const checks = [
  ['types', 'tsc', '-p', '.'],
  ['lint and formatting', 'biome', 'check', '--error-on-warnings', '.'],
  ['import directions', 'depcruise', 'src'],
  ['dead code', 'knip'],
];

refuseArguments('It takes none.');
installPackages();
const failed = checks.filter(([name, command, ...args]) => {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    shell: process.platform === 'win32',
  });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  return status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);
