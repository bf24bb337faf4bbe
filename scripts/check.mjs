// npm run check: types, lint and formatting, import directions, dead code. Runs all of them, and fails if one failed.
import { spawn } from 'node:child_process';
import { refuseArguments } from './arguments.mjs';
import { withoutEchoes } from './importErrors.mjs';
import { environment, installPackages, root } from './node24.mjs';

const checks = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'lint and formatting', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'import directions', command: ['depcruise', 'src'], shown: withoutEchoes },
  { name: 'dead code', command: ['knip'] },
];

/** Runs a check. All run at the same time, so its output is printed at its end. */
function run({ name, command: [command, ...args], shown = text => text }) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
    shell: process.platform === 'win32',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  child.on('error', error => {
    stderr += error.message;
  });
  return new Promise(resolve => {
    child.on('close', code => {
      process.stdout.write(shown(stdout));
      process.stderr.write(stderr);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
      resolve(code === 0);
    });
  });
}

refuseArguments('It takes none.');
installPackages();
const passed = await Promise.all(checks.map(run));
process.exit(passed.every(Boolean) ? 0 : 1);
