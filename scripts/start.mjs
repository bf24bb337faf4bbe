// npm start: installs what is missing, builds what is stale, and opens Keydesk: in Electron where its binary is there,
// else in a window of a browser on this computer. Says which and why.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { environment, handOver, installPackages, root } from './node24.mjs';

const sources = ['src', 'electron.vite.config.ts', 'package-lock.json'].map(name => join(root, name));
const built = ['main/index.js', 'preload/index.cjs', 'renderer/index.html'].map(name => join(root, 'out', name));

/** Milliseconds of the newest change below a path. */
function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(path).map(name => newest(join(path, name))));
}

function isStale() {
  if (!built.every(existsSync)) return true;
  return Math.max(...sources.map(newest)) > Math.min(...built.map(file => statSync(file).mtimeMs));
}

/** The path of Electron's binary where it has been downloaded; looking for it must not download it. */
function electronBinary() {
  const folder = join(root, 'node_modules', 'electron', 'dist');
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const binary = join(folder, names[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : null;
}

installPackages();
if (isStale()) {
  console.log('keydesk: building …');
  const build = spawnSync('electron-vite', ['build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    shell: process.platform === 'win32',
  });
  if (build.status !== 0) process.exit(1);
}

const args = process.argv.slice(2);
const binary = electronBinary();
if (binary !== null) {
  console.log('keydesk: starting in Electron');
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...env } = environment();
  process.exit(spawnSync(binary, [root, ...args], { stdio: 'inherit', env }).status ?? 1);
}
const reason = 'the Electron binary is not installed (npx install-electron brings it)';
console.log(`keydesk: starting in a loopback window: ${reason}`);
process.env.KEYDESK_SHELL_REASON = reason;
handOver('src/main/shells/loopback/main.ts', args);
