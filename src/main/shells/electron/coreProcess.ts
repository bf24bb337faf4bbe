import { join } from 'node:path';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { childEnvironment, takeKeydeskVariables } from '../../base/childEnvironment.ts';
import type { FromHost, ToHost } from '../../services/keys/protocol.ts';
import type { Mode } from '../restartableCore.ts';
import type { CoreStart, FromCore, ToCore } from './coreProtocol.ts';
import { doHostTask } from './hostTasks.ts';

/** The wait before a core that died is restarted, in ms. */
const RESTART_DELAY = 1000;
/** Timeout for an orderly end of a core, in ms. */
const END_TIMEOUT = 5000;
/** How long a key host may take to cancel requests that wait on keys, in ms. */
const KEY_HOST_TIMEOUT = 3000;

/** The core in a process of its own, with its key hosts as sibling processes. */
export interface CoreProcess {
  /** Returns a new pipe to the core. It belongs to a window. */
  connect(): MessagePortMain;
  end(): Promise<void>;
}

/** Starts the core process, and restarts it when it dies. Windows then request a new pipe themselves. */
export function startCoreProcess(start: CoreStart): CoreProcess {
  let mode: Mode = start;
  let ending = false;
  /** The key hosts of all cores so far. */
  const living = new Set<UtilityProcess>();
  const secrets = takeKeydeskVariables();
  let core = fork();

  function fork(): UtilityProcess {
    const child = utilityProcess.fork(join(import.meta.dirname, 'core.js'), [], {
      serviceName: 'Keydesk core',
      env: { ...process.env, ...secrets },
    });
    const keyHosts = new Map<number, UtilityProcess>();
    const post = (message: ToCore) => child.postMessage(message);
    const spawnKeyHost = (host: number) => {
      const keyHost = startKeyHost(host, keyHosts, post);
      if (keyHost === undefined) return;
      living.add(keyHost);
      keyHost.once('exit', () => living.delete(keyHost));
    };
    child.on('message', (message: FromCore) => {
      if (message.type === 'mode') mode = message.mode;
      else receive(message, keyHosts, spawnKeyHost, post);
    });
    child.once('exit', () => {
      for (const keyHost of keyHosts.values()) endKeyHost(keyHost);
      if (!ending) setTimeout(() => (core = fork()), RESTART_DELAY);
    });
    post({ type: 'start', start: { ...start, practice: mode.practice, undecided: mode.undecided } });
    return child;
  }

  return {
    connect: () => {
      const { port1, port2 } = new MessageChannelMain();
      core.postMessage({ type: 'window' } satisfies ToCore, [port1]);
      return port2;
    },
    end: () => {
      ending = true;
      const ended = new Promise<void>(resolve => core.once('exit', () => resolve()));
      core.postMessage({ type: 'end' } satisfies ToCore);
      setTimeout(() => core.kill(), END_TIMEOUT).unref();
      // When this process ends, its children end too, and a key host may still have to cancel requests.
      return ended.then(() => allGone(living));
    },
  };
}

function receive(
  message: Exclude<FromCore, { type: 'mode' }>,
  keyHosts: ReadonlyMap<number, UtilityProcess>,
  spawnKeyHost: (host: number) => void,
  post: (message: ToCore) => void,
): void {
  switch (message.type) {
    case 'spawn-key-host':
      return spawnKeyHost(message.host);
    case 'to-key-host':
      keyHosts.get(message.host)?.postMessage(message.message);
      return;
    case 'kill-key-host':
      keyHosts.get(message.host)?.kill();
      return;
    case 'task':
      doHostTask(message.task).then(
        value => post({ type: 'done', id: message.id, value }),
        (error: unknown) => post({ type: 'refused', id: message.id, reason: String(error) }),
      );
  }
}

/** Starts a key host. Only the main process can fork, so it passes the messages between core and key host on. */
function startKeyHost(
  host: number,
  keyHosts: Map<number, UtilityProcess>,
  post: (message: ToCore) => void,
): UtilityProcess | undefined {
  try {
    const child = utilityProcess.fork(join(import.meta.dirname, 'keyHost.js'), [], {
      serviceName: 'Keydesk key host',
      env: childEnvironment('node'),
    });
    keyHosts.set(host, child);
    child.on('message', message => post({ type: 'from-key-host', host, message }));
    child.once('exit', code => {
      keyHosts.delete(host);
      post({ type: 'key-host-exit', host, detail: `exit code ${code}` });
    });
    return child;
  } catch (error) {
    // The core treats a key host that cannot be started like one that died, and retries.
    post({ type: 'key-host-exit', host, detail: String(error) });
    return undefined;
  }
}

/** Ends a key host whose core has died: it cancels requests that wait on keys, and exits. */
function endKeyHost(keyHost: UtilityProcess): void {
  keyHost.postMessage({ type: 'end' } satisfies ToHost);
  setTimeout(() => keyHost.kill(), KEY_HOST_TIMEOUT).unref();
  keyHost.on('message', (message: FromHost) => message.type === 'ended' && keyHost.kill());
}

async function allGone(keyHosts: ReadonlySet<UtilityProcess>): Promise<void> {
  await Promise.all([...keyHosts].map(keyHost => new Promise(resolve => keyHost.once('exit', resolve))));
}
