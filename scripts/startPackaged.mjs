// node scripts/startPackaged.mjs [SWITCH]: starts the app that electron-builder --dir has left in dist/, in practice
// mode, and waits until it works: the core has created its database and, if the system can list window titles, the
// window shows the core's answer. SWITCH is passed to Chromium. For continuous integration on a computer with a
// display.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './node24.mjs';

/** Timeout for opening the app, in ms. */
const LIMIT = 90_000;

/** The executable of each platform, in a folder of dist/ whose name has this prefix. */
const places = {
  linux: ['linux', 'keydesk'],
  win32: ['win', 'Keydesk.exe'],
  darwin: ['mac', join('Keydesk.app', 'Contents', 'MacOS', 'Keydesk')],
};

const executable = findExecutable();
const data = mkdtempSync(join(tmpdir(), 'keydesk-packaged-'));
const app = spawn(executable, ['--practice', '--data', data, ...process.argv.slice(2)], { stdio: 'inherit' });
const problem = await Promise.race([works(), ended()]);
await end();
rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
if (problem !== null) {
  console.error(`${executable} does not work: ${problem}`);
  process.exit(1);
}
console.log(`${executable} works.`);

function findExecutable() {
  const [prefix, file] = places[process.platform];
  const dist = join(root, 'dist');
  const folders = (existsSync(dist) ? readdirSync(dist) : []).filter(name => name.startsWith(prefix));
  const found = folders.map(folder => join(dist, folder, file)).find(path => existsSync(path));
  if (found !== undefined) return found;
  console.error(`There is no packaged app in dist/. Run: npx electron-builder --dir --publish never`);
  process.exit(1);
}

/** Asks the app to end, and kills it after a timeout. */
async function end() {
  if (app.exitCode !== null || app.signalCode !== null || app.pid === undefined) return;
  const exited = new Promise(resolve => app.once('exit', resolve));
  const timer = setTimeout(() => app.kill('SIGKILL'), 20_000);
  app.kill();
  await exited;
  clearTimeout(timer);
}

/** Resolves with null if the app works, or after the timeout with what is missing. */
async function works() {
  const end = Date.now() + LIMIT;
  let missing = '';
  while (Date.now() < end) {
    missing = whatIsMissing();
    if (missing === '') return null;
    await delay(1000);
  }
  return missing;
}

function whatIsMissing() {
  const files = readdirSync(data, { recursive: true }).map(String);
  if (!files.some(file => file.endsWith('keydesk.db'))) return 'the core has created no database';
  const titles = windowTitles();
  if (titles !== null && !/practice/i.test(titles)) return `no window shows practice mode, but: ${titles.trim()}`;
  return '';
}

/**
 * Returns the titles of the app's windows, one per line, or null if the system cannot list them. The title contains the
 * mode after the core has answered.
 */
function windowTitles() {
  const commands = {
    linux: ['xdotool', ['search', '--onlyvisible', '--name', 'Keydesk', 'getwindowname', '%@']],
    win32: ['powershell', ['-NoProfile', '-Command', '(Get-Process Keydesk).MainWindowTitle']],
  };
  const command = commands[process.platform];
  if (command === undefined) return null;
  return spawnSync(command[0], command[1], { encoding: 'utf8' }).stdout ?? '';
}

function ended() {
  return new Promise(resolve => {
    app.once('error', error => resolve(error.message));
    app.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
}
