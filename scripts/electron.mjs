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
 * The window to open: Electron; Electron after its download has ended; or a browser, with the reason. In the last case,
 * a download may continue for a later start.
 * @typedef {{ window: 'electron' } | { window: 'download' } | { window: 'browser', reason: string, download: boolean }}
 * Plan
 */

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
  const browser = (/** @type {string} */ reason, again = false) => ({
    window: /** @type {const} */ ('browser'),
    reason,
    download: again,
  });
  if (noOpen) return browser('--no-open asks for the address alone');
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return browser(
      'there is no graphical display here (DISPLAY and WAYLAND_DISPLAY are empty), so Electron was not tried',
    );
  }
  if (binary !== null) return { window: 'electron' };
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return browser('ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron');
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD)
    return browser('ELECTRON_SKIP_BINARY_DOWNLOAD forbids the download of Electron');
  if (download === null || download.version !== version) return { window: 'download' };
  if (download.state === 'running' && isAlive(download.pid)) {
    return browser(`the download of Electron is still going on (${megabytes(download.bytes)} so far)`);
  }
  const reason = download.reason ?? 'its download was interrupted';
  return browser(
    `Electron could not be downloaded: ${reason}. Keydesk tries again in the background, for the next start`,
    true,
  );
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
