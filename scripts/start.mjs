// npm start: builds what is out of date, then opens Keydesk: in Electron where its binary is there, else in a browser
// window on this computer. Says which, and why.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, handOver, installPackages, root } from './node24.mjs';

/** What the build is made of. */
const sources = ['src', 'package-lock.json', 'electron.vite.config.ts'];
const built = ['main/index.js', 'preload/index.cjs', 'renderer/index.html'].map(file => join(root, 'out', file));
const stamp = join(root, 'out', '.sources');

installPackages();
buildIfStale();
const electron = electronBinary();
const args = process.argv.slice(2);
if (electron === null) {
  const reason = "Electron's binary is not installed; npx install-electron brings it";
  console.log(`Keydesk opens in a browser window: ${reason}.`);
  handOver('src/main/shells/loopback/main.ts', ['--reason', reason, ...args]);
} else {
  console.log('Keydesk opens in its own window (Electron).');
  const child = spawn(electron, [root, ...args], { stdio: 'inherit', env: { ...process.env } });
  child.on('exit', code => process.exit(code ?? 1));
}

/** The Electron that is already here. Asking the package itself would start a download. */
function electronBinary() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  const binary = join(folder, name);
  return existsSync(binary) ? binary : null;
}

function buildIfStale() {
  const now = fingerprint();
  if (built.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('Building Keydesk …');
  const shell = process.platform === 'win32';
  const result = spawnSync('electron-vite', ['build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    shell,
  });
  if (result.status !== 0) {
    console.error('keydesk: the build failed; what it said stands above.');
    process.exit(1);
  }
  writeFileSync(stamp, now);
}

/** A digest over every source file. */
function fingerprint() {
  const hash = createHash('sha256');
  const read = path => {
    const full = join(root, path);
    hash.update(path).update(readFileSync(full));
  };
  for (const source of sources) {
    if (source !== 'src') read(source);
    else {
      const entries = readdirSync(join(root, source), { recursive: true, withFileTypes: true });
      const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
      for (const file of files.sort()) read(file.slice(root.length + 1));
    }
  }
  return hash.digest('hex');
}
