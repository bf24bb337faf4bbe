// @ts-check
// Finds Electron's binary, and reads the state of its download. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolEnvironment } from './toolEnvironment.mjs';

/** @typedef {NodeJS.ProcessEnv} Env */
/**
 * The state of a version's download. `pid` is the process that downloads it.
 * @typedef {{ version: string, pid: number, state: 'running' | 'done' | 'failed', bytes: number, reason?: string }}
 * Download
 */
/**
 * Why Keydesk opens in a browser: a code, and a fact from outside for some codes. The page Settings has words for each.
 * @typedef {{ code: keyof typeof reasons, fact?: string }} Reason
 */
/**
 * The window to open: Electron; Electron after its download has ended; or a browser, with the reason. In the last case,
 * a download may continue for a later start.
 * @typedef {{ window: 'electron' } | { window: 'download' } | { window: 'browser', reason: Reason, download: boolean }}
 * Plan
 */

/** The reasons in English, because scripts/start.mjs prints them before the catalogs of src/words can be loaded. */
export const reasons = {
  'no-open': () => '--no-open was given',
  'no-display': () =>
    'there is no graphical display here (DISPLAY and WAYLAND_DISPLAY are empty), so Electron was not tried',
  'other-folder-empty': () => 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron',
  'download-forbidden': () => 'ELECTRON_SKIP_BINARY_DOWNLOAD forbids the download of Electron',
  'download-running': (/** @type {string} */ fact) => `the download of Electron is still going on (${fact} so far)`,
  'download-slow': () => 'the download of Electron takes long; it goes on in the background, for the next start',
  'download-not-started': () => 'the download of Electron did not start',
  'download-interrupted': () => 'the download of Electron was interrupted',
  'download-failed': (/** @type {string} */ fact) =>
    `Electron could not be downloaded: ${fact}. Keydesk tries again in the background, for the next start`,
  'electron-not-started': (/** @type {string} */ fact) => `Electron could not be started (${fact})`,
  'electron-ended': (/** @type {string} */ fact) => `Electron could not open its window (${fact})`,
};

/** @param {Reason} reason */
export function reasonText({ code, fact = '' }) {
  return reasons[code](fact);
}

/**
 * Returns the option that tells the window the reason. The facts of a failed download are English sentences of the
 * scripts, which only the terminal shows.
 * @param {Reason} reason
 */
export function reasonOption({ code, fact }) {
  return `--reason=${code}${fact === undefined || code === 'download-failed' ? '' : `: ${fact}`}`;
}

const scripts = dirname(fileURLToPath(import.meta.url));
export const electronFolder = join(scripts, '..', 'node_modules', 'electron');
export const downloadFile = join(scripts, '..', 'node_modules', '.cache', 'keydesk-electron', 'download.json');

/**
 * Returns the path of the installed binary, or null. Importing the package itself would start a download.
 * @param {{ folder?: string, env?: Env, platform?: string }} [where]
 */
export function electronBinary({ folder = electronFolder, env = process.env, platform = process.platform } = {}) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = platform === 'darwin' || platform === 'win32' ? names[platform] : 'electron';
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const binary = join(override || join(folder, 'dist'), name);
  // The installer writes path.txt last: it is missing after an interrupted extraction.
  const whole =
    Boolean(override) || (read(join(folder, 'path.txt')) !== null && extracted(folder) === electronVersion(folder));
  return whole && existsSync(binary) ? binary : null;
}

/** @param {string} folder */
export function electronVersion(folder = electronFolder) {
  return String(JSON.parse(read(join(folder, 'package.json')) ?? '{}').version);
}

/** @param {string} folder */
function extracted(folder) {
  return read(join(folder, 'dist', 'version'))
    ?.trim()
    .replace(/^v/, '');
}

/**
 * Decides which window to open.
 * @param {{ env: Env, platform: string, binary: string | null, version: string, download: Download | null, noOpen: boolean }} facts
 * @returns {Plan}
 */
export function planWindow({ env, platform, binary, version, download, noOpen }) {
  const browser = (/** @type {Reason} */ reason, again = false) => ({
    window: /** @type {const} */ ('browser'),
    reason,
    download: again,
  });
  if (noOpen) return browser({ code: 'no-open' });
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return browser({ code: 'no-display' });
  }
  if (binary !== null) return { window: 'electron' };
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return browser({ code: 'other-folder-empty' });
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return browser({ code: 'download-forbidden' });
  if (download === null || download.version !== version) return { window: 'download' };
  if (download.state === 'running' && isAlive(download.pid)) {
    return browser({ code: 'download-running', fact: megabytes(download.bytes) });
  }
  return browser({ code: 'download-failed', fact: download.reason ?? 'its download was interrupted' }, true);
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** @returns {Download | null} */
export function readDownload(file = downloadFile) {
  try {
    return JSON.parse(read(file) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {Download} download */
export function writeDownload(download, file = downloadFile) {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(download));
  renameSync(fresh, file);
}

/** Starts the download in a process of its own, which continues after this one ends. @param {string} node a Node 24 */
export function startDownload(node) {
  const options = {
    detached: true,
    stdio: /** @type {const} */ ('ignore'),
    windowsHide: true,
    env: toolEnvironment(),
  };
  spawn(node, [join(scripts, 'fetchElectron.mjs')], options).unref();
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process also exists if it belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
