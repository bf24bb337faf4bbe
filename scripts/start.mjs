// npm start: builds what is out of date, then opens Keydesk: in Electron where its binary is there, else in a browser
// window on this computer. Says which, and why.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, follow, handOver, installPackages, root, toolEnvironment } from './node24.mjs';

/** What shows that there is a build, and the digest of what it was made from. */
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
  follow(spawn(electron, [root, ...args], { stdio: 'inherit', env: { ...process.env } }));
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
    env: toolEnvironment(environment()),
    shell,
  });
  if (result.status !== 0) {
    console.error('keydesk: the build failed; what it said stands above.');
    process.exit(1);
  }
  writeFileSync(stamp, now);
}

/** A digest over everything that the build is made of. */
function fingerprint() {
  const entries = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  const settings = ['package-lock.json', 'electron.vite.config.ts'].map(file => join(root, file));
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...settings]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}
