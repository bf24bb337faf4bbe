// The HID lane: boots a machine with USB security keys and runs vitest inside.
// node test/hid/boot.ts [--share FOLDER] [vitest's own arguments …]
// The machine may write to FOLDER, at the same path. Exits with vitest's code. If the machine cannot run, exits with 1
// and writes the reason to stderr and to the file `cannot` in FOLDER.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { programs } from '../programs.ts';
import { Missing } from './machine/kernel.ts';
import { runInMachine } from './machine/machine.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'keydesk-hid-'));

const args = process.argv.slice(2);
const share = (args[0] === '--share' ? args.splice(0, 2)[1] : undefined) ?? folder;
const environment = {
  PATH: `${dirname(process.execPath)}:${join(root, 'node_modules/.bin')}:/usr/bin:/usr/sbin:/bin:/sbin`,
  HOME: '/root',
  CI: '1',
  NODE_COMPILE_CACHE: join(folder, 'compiled'),
  ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
};

/** Runs the command here once, to compile what it loads. Compiling in the machine takes ten times as long. */
function compileAhead(): void {
  const args = ['keys', 'list', '--data', join(folder, 'data')];
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', programs.keydesk, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE },
  });
  if (status !== 0) throw new Error(`keydesk ${args.join(' ')} ended with ${status}`);
}

/**
 * Lets vitest transform the test files here, because the machine takes minutes for it. The machine reads vitest's cache. No test
 * runs: socket.ts fails when it is loaded, after all else.
 */
function transformAhead(): void {
  const args = ['run', '--config', 'test/hid/vitest.config.ts', '--silent', '-t', 'no test has this name'];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  spawnSync(process.execPath, [vitest, ...args], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, KEYDESK_HID_AHEAD: '1' },
  });
}

function script(): string {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${quote(value)}`);
  const vitest = ['exec', 'vitest', 'run', '--config', 'test/hid/vitest.config.ts', ...args].map(quote).join(' ');
  return [`cd ${quote(root)}`, ...exports, '/lib/systemd/systemd-udevd --daemon', vitest, ''].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

try {
  compileAhead();
  transformAhead();
  process.exitCode = await runInMachine(script(), share);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  writeFileSync(join(share, 'cannot'), error.message);
  process.stderr.write(`The HID lane cannot run here: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
