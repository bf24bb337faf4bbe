// npm start: builds what is out of date, then opens Keydesk in Electron, whose binary is downloaded at the first start,
// or in a browser window on this computer. Prints which one, and why.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseWindowArguments, WindowUsageError, windowHelp } from '../src/main/shells/windowArguments.mjs';
import { refuseSwallowedOptions, refuseUsage } from './arguments.mjs';
import {
  electronBinary,
  electronVersion,
  isAlive,
  megabytes,
  planWindow,
  readDownload,
  reasonOption,
  reasonText,
  startDownload,
} from './electron.mjs';
import { environment, findNode, follow, handOver, installPackages, root } from './node24.mjs';
import { toolEnvironment } from './toolEnvironment.mjs';

/** How long the first start waits for Electron, in ms. After that, the download continues for the next start. */
const PATIENCE = 4 * 60_000;
/**
 * If Electron ends with an error within this time, in ms, it could not open its window. A download also begins within
 * this time.
 */
const EARLY = 10_000;

/** The files that show that a build exists, and the digest of its sources. */
const built = ['main/index.js', 'preload/index.cjs', 'renderer/index.html'].map(file => join(root, 'out', file));
const stamp = join(root, 'out', '.sources');

const args = process.argv.slice(2);
const options = readOptions();
if (options.help) {
  console.log(windowHelp());
  process.exit(0);
}
installPackages();
await open();

/** Reads the options. SECURITY: wrong options are refused before anything else happens. */
function readOptions() {
  refuseSwallowedOptions(['practice', 'activate', 'data'], 'npm start');
  try {
    return parseWindowArguments(args);
  } catch (error) {
    if (!(error instanceof WindowUsageError)) throw error;
    return refuseUsage(error.message, windowHelp());
  }
}

async function open() {
  const plan = planWindow({
    env: process.env,
    platform: process.platform,
    binary: electronBinary(),
    version: electronVersion(),
    download: readDownload(),
    noOpen: options['no-open'] === true,
  });
  if (plan.window === 'download' || plan.download) startDownload(findNode());
  buildIfStale();
  if (plan.window === 'browser') return openBrowser(plan.reason);
  const obstacle = plan.window === 'download' ? await downloaded() : null;
  if (obstacle !== null) openBrowser(obstacle);
  else openElectron(electronBinary());
}

function openBrowser(reason) {
  console.log(`Keydesk opens in a browser window: ${reasonText(reason)}.`);
  handOver('src/main/shells/loopback/main.ts', [reasonOption(reason), ...args]);
}

function openElectron(binary) {
  console.log('Keydesk opens in its own window (Electron).');
  const startedAt = Date.now();
  const child = spawn(binary, [root, ...args], { stdio: ['inherit', 'inherit', 'pipe'], env: { ...process.env } });
  let said = '';
  child.stderr.on('data', chunk => {
    process.stderr.write(chunk);
    said = `${said}${chunk}`.slice(-2000);
  });
  let failed = false;
  child.on('error', error => {
    failed = true;
    openBrowser({ code: 'electron-not-started', fact: error.message });
  });
  follow(child, (code, signal, asked) => {
    if (failed || asked || code === 0 || code === 2 || Date.now() - startedAt > EARLY) return false;
    // Its last output may not have arrived yet.
    setTimeout(
      () => openBrowser({ code: 'electron-ended', fact: lastLine(said) ?? signal ?? `exit code ${code}` }),
      200,
    );
    return true;
  });
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) || undefined;
}

/** Waits for the download. @returns why Electron cannot be opened now, or null */
async function downloaded() {
  const version = electronVersion();
  console.log(`Downloading Electron ${version}, once, about 120 MB …`);
  const startedAt = Date.now();
  while (Date.now() - startedAt < PATIENCE) {
    await delay(300);
    const download = readDownload();
    if (download === null || download.version !== version) {
      if (Date.now() - startedAt > EARLY) return { code: 'download-not-started' };
      continue;
    }
    showProgress(download);
    if (download.state === 'running' && !isAlive(download.pid)) return { code: 'download-interrupted' };
    if (download.state === 'done' && electronBinary() !== null) return null;
    if (download.state === 'failed') {
      return { code: 'download-failed', fact: download.reason };
    }
  }
  return { code: 'download-slow' };
}

/** Shows progress on one line of a terminal. Without a terminal it prints nothing, because that would fill a log. */
function showProgress({ bytes, state }) {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001b[K${state === 'running' ? `Electron: ${megabytes(bytes)} …` : ''}`);
}

function buildIfStale() {
  const now = fingerprint();
  if (built.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('Building Keydesk …');
  const shell = process.platform === 'win32';
  const result = spawnSync('electron-vite', ['build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    env: toolEnvironment(environment()),
    shell,
  });
  if (result.status !== 0) {
    console.error('keydesk: the build failed. See its output above.');
    process.exit(1);
  }
  writeFileSync(stamp, now);
}

/** Returns a digest of all sources of the build. */
function fingerprint() {
  const entries = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));
  const settings = ['package-lock.json', 'electron.vite.config.ts'].map(file => join(root, file));
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...settings]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}
