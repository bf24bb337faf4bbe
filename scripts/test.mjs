// npm test: installs missing packages, then runs all lanes, and ends with one line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

/** The lanes: the vitest project, what it needs beyond npm, and the program that boots a machine for it. */
const lanes = [
  { name: 'unit' },
  { name: 'oracles' },
  { name: 'contract' },
  { name: 'browser', needs: '/usr/bin/chromium' },
  { name: 'hid', boot: join('test', 'hid', 'boot.ts') },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
/** The failures, repeated at the end of the output, because other lanes print thousands of lines. */
const failures = [];
const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };

/**
 * Timeout of a lane, in ms. A failed browser test can leave a server running, and vitest would wait for it forever. Its
 * report is written by then.
 */
const LANE_LIMIT = 30 * 60_000;

function run(command, args) {
  const env = { ...environment(), CI: process.env.CI ?? '' };
  return spawnSync(command, args, { ...options, env, timeout: LANE_LIMIT, killSignal: 'SIGKILL' }).status === 0;
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

function step(name, command, args) {
  const ok = run(command, args);
  totals[ok ? 'passed' : 'failed']++;
  notes.push(`${name}: ${ok ? 'passed' : 'FAILED'}`);
  return ok;
}

function skip(name, why) {
  totals.skipped++;
  notes.push(`${name}: skipped, ${why}`);
}

function runLane({ name, needs, boot }, folder) {
  if (needs !== undefined && !existsSync(needs)) return skip(name, `${needs} is not there`);
  const report = join(folder, `${name}.json`);
  const output = ['--reporter=json', `--outputFile.json=${report}`];
  const ok =
    boot === undefined
      ? run('vitest', ['run', '--project', name, '--reporter=default', ...output])
      : run('node', [boot, '--share', folder, '--reporter=verbose', ...output]);
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
  totals.passed += passed;
  totals.failed += failed + broken;
  totals.skipped += pending;
  notes.push(`${name}: ${passed} passed, ${failed + broken} failed, ${pending} skipped`);
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
step('check', 'node', [join('scripts', 'check.mjs')]);
const built = step('build', 'electron-vite', ['build', '--logLevel', 'warn']);
const folder = mkdtempSync(join(tmpdir(), 'keydesk-test-'));
for (const lane of lanes) {
  if (!built && lane.name !== 'unit') skip(lane.name, 'the build failed');
  else runLane(lane, folder);
}
rmSync(folder, { recursive: true, force: true });

for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${notes.join('\n')}\n`);
console.log(`${totals.skipped} skipped`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
