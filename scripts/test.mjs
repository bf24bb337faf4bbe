// npm test: installs missing packages, then runs the checks, the build and all lanes, and ends with one line of counts.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { refuseArguments } from './arguments.mjs';
import { environment, installPackages, root } from './node24.mjs';

/** What the lanes need from Debian: a file that shows that it is installed, and its package. */
const debian = [
  ['/usr/bin/chromium', 'chromium'],
  ['/usr/bin/fido2-token', 'fido2-tools'],
  ['/usr/include/fido.h', 'libfido2-dev'],
  ['/usr/lib/python3/dist-packages/fido2/__init__.py', 'python3-fido2'],
  ['/usr/bin/gcc', 'gcc'],
  ['/usr/lib/postgresql', 'postgresql'],
  ['/usr/bin/zsh', 'zsh'],
  ['/usr/bin/jq', 'jq'],
  ['/usr/bin/curl', 'curl'],
  ['/usr/bin/openssl', 'openssl'],
  ['/usr/bin/qemu-system-x86_64', 'qemu-system-x86'],
  ['/usr/bin/busybox', 'busybox-static'],
  ['/usr/sbin/modprobe', 'kmod'],
  ['/usr/sbin/cupsd', 'cups-daemon'],
  ['/usr/bin/lp', 'cups-client'],
  ['/usr/bin/cpio', 'cpio'],
  ['/usr/lib/systemd/systemd-udevd', 'udev'],
];

/**
 * What runs, in two rows at the same time, because most lanes leave a part of two cores idle: they wait for a browser, for
 * processes, or for a machine that has one core. A lane is a vitest project. `boot` is the program that boots a machine for
 * it.
 */
const rows = [
  [{ name: 'check', command: ['node', join('scripts', 'check.mjs')] }, { name: 'unit' }],
  [
    { name: 'build', command: ['electron-vite', 'build', '--logLevel', 'warn'] },
    { name: 'contract' },
    { name: 'browser', needs: '/usr/bin/chromium' },
    { name: 'oracles' },
    { name: 'hid', boot: join('test', 'hid', 'boot.ts') },
  ],
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
/** The failures, repeated at the end of the output, because other lanes print thousands of lines. */
const failures = [];
/** What runs now: the name and the time of its start. */
const running = new Map();

/**
 * Timeout of a step, in ms. A failed browser test can leave a server running, and vitest would wait for it forever. Its
 * report is written by then.
 */
const LIMIT = 45 * 60_000;

/**
 * Runs a command, and prints its output when it ends, because two run at the same time.
 * @returns whether it succeeded
 */
async function run(name, [command, ...args], folder) {
  const file = join(folder, `${name}.log`);
  const output = openSync(file, 'w');
  running.set(name, Date.now());
  console.log(`${name} has started`);
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
    env: { ...environment(), CI: process.env.CI ?? '' },
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  });
  const code = await new Promise(resolve => child.on('exit', resolve).on('error', resolve));
  closeSync(output);
  console.log(`\n──── ${name}, ${secondsOf(name)} s\n${readFileSync(file, 'utf8')}`);
  return code === 0;
}

function secondsOf(name) {
  return Math.round((Date.now() - running.get(name)) / 1000);
}

function installDebianPackages() {
  const missing = debian.filter(([file]) => !existsSync(file)).map(([, name]) => name);
  if (missing.length === 0 || process.platform !== 'linux') return;
  if (process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Some lanes need packages that are missing. To have them: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  console.log(`Installing ${missing.join(', ')} …`);
  const apt = args =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
}

function skip(name, why) {
  totals.skipped++;
  notes.push(`${name}: skipped, ${why}`);
}

/** Runs one row. After a build that failed, its lanes are skipped. */
async function runRow(row) {
  let built = true;
  for (const { command, ...lane } of row) {
    const { name } = lane;
    if (!built) skip(name, 'the build failed');
    else if (command === undefined) await runLane(lane);
    else built = (await runStep(name, command)) || name !== 'build';
    running.delete(name);
  }
}

async function runStep(name, command) {
  const ok = await run(name, command, folder);
  totals[ok ? 'passed' : 'failed']++;
  notes.push(`${name}: ${ok ? 'passed' : 'FAILED'} (${secondsOf(name)} s)`);
  return ok;
}

async function runLane({ name, needs, boot }) {
  if (needs !== undefined && !existsSync(needs)) return skip(name, `${needs} is not there`);
  const report = join(folder, `${name}.json`);
  const output = ['--reporter=json', `--outputFile.json=${report}`];
  const command =
    boot === undefined
      ? ['vitest', 'run', '--project', name, '--reporter=default', ...output]
      : ['node', boot, '--share', folder, '--reporter=verbose', ...output];
  const ok = await run(name, command, folder);
  const cannot = join(folder, 'cannot');
  if (existsSync(cannot)) return skip(name, readFileSync(cannot, 'utf8'));
  if (!existsSync(report)) {
    totals.failed++;
    return notes.push(`${name}: FAILED to run`);
  }
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    testResults,
  } = JSON.parse(readFileSync(report, 'utf8'));
  failures.push(...testResults.flatMap(failuresOf));
  // A file that fails before its first test has no failed test to count, but the lane has failed.
  const broken = !ok && failed === 0 ? 1 : 0;
  if (broken) failures.push(`FAILED ${name}, although no test did:\n${outsideOfTests(name)}`);
  totals.passed += passed;
  totals.failed += failed + broken;
  totals.skipped += pending;
  notes.push(`${name}: ${passed} passed, ${failed + broken} failed, ${pending} skipped (${secondsOf(name)} s)`);
}

/** What a lane printed about errors outside of tests, which vitest's JSON report does not have. */
function outsideOfTests(name) {
  const lines = stripVTControlCharacters(readFileSync(join(folder, `${name}.log`), 'utf8')).split('\n');
  const start = lines.findIndex(line => line.includes('Unhandled Error'));
  return (start < 0 ? lines.slice(-60) : lines.slice(start, start + 60)).join('\n');
}

/**
 * Returns the failed tests of one file in vitest's JSON report. Returns the file itself if it failed before its first
 * test.
 */
function failuresOf({ name: file, status, message, assertionResults }) {
  const failed = assertionResults.filter(result => result.status === 'failed');
  const broken = failed.length === 0 && status === 'failed' ? [{ fullName: '', failureMessages: [message] }] : failed;
  return broken.map(({ fullName, failureMessages }) => {
    const why = stripVTControlCharacters(failureMessages.join('\n')).split('\n');
    const ours = why.filter(line => !line.includes('node_modules')).slice(0, 12);
    return [`FAILED ${relative(root, file)} ${fullName}`, ...ours].join('\n    ');
  });
}

refuseArguments('It runs everything. One file: npx vitest run --project unit FILE');
installPackages();
installDebianPackages();
const folder = mkdtempSync(join(tmpdir(), 'keydesk-test-'));
// Some CI services end a job that prints nothing for minutes.
const alive = setInterval(() => {
  console.log(`running: ${[...running.keys()].map(name => `${name} for ${secondsOf(name)} s`).join(', ')}`);
}, 60_000);
await Promise.all(rows.map(runRow));
clearInterval(alive);
rmSync(folder, { recursive: true, force: true });

for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${notes.join('\n')}\n`);
console.log(`${totals.skipped} skipped`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
