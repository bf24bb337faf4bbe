// Every script of package.json starts here on whatever Node the machine has (20 or later): it makes sure that the
// packages are installed, then hands over to the Node 24 that comes with them. Plain JavaScript on purpose.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

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

/** The path of a Node 24 or later: this one, or the one among the packages. Ends the process with advice where there is none. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const bundled = join(modules, `node-linux-${process.arch}`, 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  console.error(
    `keydesk: Node 24 or later is needed; this is ${process.version}. Install it from your package manager.`,
  );
  process.exit(1);
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

/**
 * An environment without Keydesk's own variables. SECURITY: package scripts and build tools are other people's code, and
 * client secrets come by these variables.
 */
export function toolEnvironment(env = process.env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^KEYDESK_/i.test(name)));
}

/** Runs a module with Node 24 in this terminal, and ends as it ends. */
export function handOver(module, args) {
  const command = ['--disable-warning=ExperimentalWarning', join(root, module), ...args];
  follow(spawn(findNode(), command, { stdio: 'inherit', env: environment() }));
}

/**
 * Passes signals on to a child and ends when it ends, never before: it may have something to say or to clean up. At Ctrl-C a
 * terminal has told the child already; the child takes what comes in one moment for one request (shells/endSignals.ts).
 */
export function follow(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
}
