import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphSimulator } from '../../src/simulator/graph/server.ts';
import type { IdentitySimulator } from '../../src/simulator/identity/server.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { programs } from '../programs.ts';
import { type Block, root } from './markdown.ts';

/** A simulated tenant and its sign-in, used as the real tenant in the commands of the pages. */
export interface Cloud {
  readonly graph: GraphSimulator;
  readonly identity: IdentitySimulator;
  /** The address of an empty database; missing if PostgreSQL is not there. */
  readonly postgresUrl?: string;
}

/** Timeout for the commands of one page, in ms. */
const PAGE_LIMIT = 120_000;

/**
 * Runs the command blocks of a page in one shell, in a separate folder, and stops at the first command that fails. The
 * data folder has a connection to `cloud`. $GRAPH is the address of its Microsoft Graph. $UDP_KEY is a blank software
 * key that is touched immediately. $POSTGRES_URL is an empty database. A page plugs it in with `export KEYDESK_UDP_KEYS=$UDP_KEY`.
 * @param blocks the blocks to run, in order
 * @returns null, or the failure: the line of the page and the last lines of the output
 */
export async function runPage(page: string, blocks: readonly Block[], cloud: Cloud) {
  const home = mkdtempSync(join(tmpdir(), 'keydesk-docs-'));
  const replyPort = await freePort();
  const key = await createSoftwareKey({ profile: 'full', touch: 'auto' });
  const udp = await serveUdp(key, { port: 0, replyPort });
  try {
    const env = prepareHome(home, cloud, `${udp.port}:${replyPort}`);
    const script = join(home, 'page.sh');
    writeFileSync(script, await scriptOf(page, blocks));
    const work = join(home, 'work');
    mkdirSync(work);
    const [out, err] = ['out', 'err'].map(name => openSync(join(home, name), 'w', 0o600));
    // A separate process group, so that processes that a page leaves running end with the page.
    const shell = spawn('bash', [script], { cwd: work, env, stdio: ['ignore', out, err], detached: true });
    const timer = setTimeout(() => endGroup(shell.pid), PAGE_LIMIT);
    const [code] = await once(shell, 'exit');
    clearTimeout(timer);
    endGroup(shell.pid);
    return code === 0 ? null : ['out', 'err'].map(name => lastLines(join(home, name))).join('\n');
  } finally {
    await udp.close();
    await key.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Writes the data folder, the programs and the certificate that a page needs. Returns its environment. */
function prepareHome(home: string, { graph, identity, postgresUrl = '' }: Cloud, udpKey: string): NodeJS.ProcessEnv {
  const data = { linux: join(home, 'share/keydesk'), darwin: join(home, 'Library/Application Support/Keydesk') };
  const connection = { id: 'docs', name: 'Contoso', tenantId: graph.tenantId, graphUrl: graph.url, version: 'v1.0' };
  const signIn = { signIn: 'secret', clientId: identity.clientId, authority: identity.authority };
  for (const folder of Object.values(data)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const settings = { connections: [{ ...connection, ...signIn }], currentConnection: connection.id };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  }
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'keydesk'),
    `#!/bin/sh\nexec "$NODE" --disable-warning=ExperimentalWarning "${programs.keydesk}" "$@"\n`,
  );
  chmodSync(join(bin, 'keydesk'), 0o700);
  const ca = join(home, 'login-ca.pem');
  writeFileSync(ca, identity.ca);
  return {
    ...process.env,
    NODE: process.execPath,
    // The same as in npm run keydesk: the program is compiled once, not by each command.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/keydesk'),
    PATH: `${bin}:${process.env.PATH}`,
    HOME: home,
    XDG_DATA_HOME: join(home, 'share'),
    TMPDIR: home,
    KEYDESK_LOGIN_CA: ca,
    KEYDESK_CLIENT_SECRET: identity.state.app.secrets[0]?.value ?? '',
    UDP_KEY: udpKey,
    GRAPH: graph.url,
    POSTGRES_URL: postgresUrl,
  };
}

/** Returns the script of a page. A background block runs until the page ends; the page continues when the block has printed its first line. */
async function scriptOf(page: string, blocks: readonly Block[]): Promise<string> {
  const parts = blocks.map(({ line, code, marker = '' }) => {
    const [kind, ...preparation] = marker.split('\n');
    const before = kind === 'prepare' ? preparation.join('\n') : '';
    // Names in capitals are placeholders for values of the reader. The preparation sets them.
    const names = [...before.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const filled = names.reduce<string>(
      (text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `$${name}`),
      code,
    );
    // npm runs the scripts of the folder in which it is started.
    if (kind === 'in the repository') return `(cd "${root}"\n${code}\n)`;
    const place = `echo "${page}, the block in line ${line}" >&2`;
    if (kind !== 'background') return [place, before, filled].join('\n');
    return [
      place,
      `{\n${filled}\n} > background-${line} &`,
      `until [ -s background-${line} ]; do sleep 0.1; done`,
    ].join('\n');
  });
  const text = ['set -eEuo pipefail', `trap 'echo "failed: $BASH_COMMAND" >&2' ERR`, ...parts].join('\n\n');
  return withFreePorts(text);
}

/** A port in a page, such as `8111`. Digits of an id do not match. */
const PORT = /(?<![-\w])(?:71|81)\d\d(?![-\w])/g;

/** Replaces the ports in pages, which may be in use on this computer. */
async function withFreePorts(text: string): Promise<string> {
  const free = new Map<string, string>();
  for (const port of text.match(PORT) ?? []) if (!free.has(port)) free.set(port, String(await freePort()));
  return text.replaceAll(PORT, port => free.get(port) ?? port);
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The process group has already ended.
  }
}

function lastLines(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15);
  return lines.map(line => line.slice(0, 300)).join('\n');
}
