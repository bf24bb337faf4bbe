// npm run check: types, lint and formatting, import directions, dead code. Runs all of them, and fails if one failed.
import { spawnSync } from 'node:child_process';
import { refuseArguments } from './arguments.mjs';
import { withoutEchoes } from './importErrors.mjs';
import { environment, installPackages, root } from './node24.mjs';

const checks = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'lint and formatting', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'import directions', command: ['depcruise', 'src'], shown: withoutEchoes },
  { name: 'dead code', command: ['knip'] },
];

refuseArguments('It takes none.');
installPackages();
const failed = checks.filter(({ name, command: [command, ...args], shown }) => {
  const { status, stdout } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', shown === undefined ? 'inherit' : 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: environment(),
    shell: process.platform === 'win32',
  });
  if (shown !== undefined) process.stdout.write(shown(stdout ?? ''));
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  return status !== 0;
});
process.exit(failed.length > 0 ? 1 : 0);
