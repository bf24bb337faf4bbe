// @ts-check
// Downloads Electron's binary with the electron package's own installer, which verifies it with the checksums in the
// package. Writes the state of the download to a file (electron.mjs). Runs with Node 24, in the background.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  downloadFile,
  electronBinary,
  electronFolder,
  electronVersion,
  isAlive,
  readDownload,
  writeDownload,
} from './electron.mjs';
import { toolEnvironment } from './toolEnvironment.mjs';

/** @typedef {NodeJS.ProcessEnv} Env */

/** The interval of the progress checks, the timeout without new data, and the timeout of the whole download, in ms. */
const TIMES = { look: 500, stall: 30_000, whole: 30 * 60_000 };

/**
 * Downloads the binary, unless another process does.
 * @param {{ folder?: string, file?: string, env?: Env, times?: typeof TIMES }} [options]
 */
export async function fetchElectron({
  folder = electronFolder,
  file = downloadFile,
  env = process.env,
  times = TIMES,
} = {}) {
  const other = readDownload(file);
  const version = electronVersion(folder);
  if (other?.state === 'running' && other.version === version && other.pid !== process.pid && isAlive(other.pid))
    return;
  const note = (/** @type {Partial<import('./electron.mjs').Download>} */ news) =>
    writeDownload({ version, pid: process.pid, state: 'running', bytes: 0, ...news }, file);
  note({});
  const temporary = mkdtempSync(join(tmpdir(), 'keydesk-electron-'));
  try {
    const reason = await runInstaller(folder, temporary, installerEnvironment(env, temporary), times, bytes =>
      note({ bytes }),
    );
    const binary = electronBinary({ folder, env: {} });
    if (reason === null && binary !== null) note({ state: 'done' });
    else note({ state: 'failed', reason: reason ?? 'the archive holds no Electron for this computer' });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Runs the installer. The size of its temporary files shows the progress.
 * @param {string} folder
 * @param {string} temporary
 * @param {Env} env
 * @param {typeof TIMES} times
 * @param {(bytes: number) => void} onBytes
 * @returns {Promise<string | null>} why it failed, or null
 */
function runInstaller(folder, temporary, env, times, onBytes) {
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', chunk => {
    said = `${said}${chunk}`.slice(-8000);
  });
  let [bytes, seen, progressAt] = [0, '', Date.now()];
  /** @type {string | undefined} */
  let stopped;
  const startedAt = Date.now();
  const timer = setInterval(() => {
    bytes = sizeOf(temporary);
    const sight = `${bytes} ${countOf(join(folder, 'dist'))}`;
    if (sight !== seen) {
      [seen, progressAt] = [sight, Date.now()];
      onBytes(bytes);
    }
    if (Date.now() - progressAt > times.stall)
      stopped = `nothing arrived from ${hostOf(env)} for ${times.stall / 1000} s`;
    else if (Date.now() - startedAt > times.whole) stopped = `it took longer than ${times.whole / 60_000} minutes`;
    if (stopped !== undefined) child.kill('SIGKILL');
  }, times.look);
  return new Promise(resolve => {
    const end = (/** @type {string | null} */ reason) => {
      clearInterval(timer);
      resolve(reason);
    };
    child.on('error', error => end(error.message));
    child.on('close', code => end(stopped ?? (code === 0 ? null : reasonOf(said, env))));
  });
}

/**
 * Returns the environment of the installer. It includes npm's settings for proxies and certificates as well as the
 * system's. The installer itself reads ELECTRON_MIRROR and npm_config_electron_mirror.
 * @param {Env} env
 * @param {string} temporary
 * @returns {Env}
 */
export function installerEnvironment(env, temporary) {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...rest } = toolEnvironment(env);
  const of = (/** @type {string[]} */ ...names) => names.map(name => env[name]).find(Boolean);
  const found = {
    HTTPS_PROXY: of('HTTPS_PROXY', 'https_proxy', 'npm_config_https_proxy', 'npm_config_proxy'),
    HTTP_PROXY: of('HTTP_PROXY', 'http_proxy', 'npm_config_proxy', 'npm_config_https_proxy'),
    NO_PROXY: of('NO_PROXY', 'no_proxy', 'npm_config_noproxy'),
    NODE_EXTRA_CA_CERTS: of('NODE_EXTRA_CA_CERTS', 'npm_config_cafile'),
  };
  const set = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  const here = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  return { ...rest, ...set, ...here, NODE_USE_ENV_PROXY: '1', NODE_USE_SYSTEM_CA: '1', ELECTRON_GET_NO_PROGRESS: '1' };
}

/**
 * Returns the reason as text, from the installer's output.
 * @param {string} said
 * @param {Env} env
 */
function reasonOf(said, env) {
  const line = said.split('\n').find(text => /error/i.test(text)) ?? said.trim().split('\n')[0] ?? '';
  const [bare = ''] = line.replace(/^(\w*Error:\s*)+/, '').split(' for http');
  if (/fetch failed/.test(bare)) return `${hostOf(env)} cannot be reached`;
  if (/checksum/i.test(bare)) return `the file from ${hostOf(env)} does not have the right checksum`;
  return bare === '' ? 'the installer ended without a word' : `${hostOf(env)}: ${bare}`;
}

/** @param {Env} env */
function hostOf(env) {
  const names = ['npm_config_electron_mirror', 'NPM_CONFIG_ELECTRON_MIRROR', 'ELECTRON_MIRROR'];
  const mirror = names.map(name => env[name]).find(Boolean) ?? 'https://github.com';
  return URL.canParse(mirror) ? new URL(mirror).host : mirror;
}

/** @param {string} folder */
function sizeOf(folder) {
  let size = 0;
  for (const name of entriesOf(folder)) size += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return size;
}

/** @param {string} folder */
function countOf(folder) {
  return entriesOf(folder).length;
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await fetchElectron();
