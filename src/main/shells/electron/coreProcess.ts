import { join } from 'node:path';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { childEnvironment, takeKeydeskVariables } from '../../base/childEnvironment.ts';
import type { FromHost, ToHost } from '../../services/keys/protocol.ts';
import type { Mode } from '../restartableCore.ts';
import type { CoreStart, FromCore, ToCore } from './coreProtocol.ts';
import { doHostTask } from './hostTasks.ts';

/** Wait before a core that died is started again, in ms. */
const RESTART_DELAY = 1000;
/** How long a core may take for its clean end, in ms. */
const END_TIMEOUT = 5000;
/** How long a key host may take to cancel what waits on its keys, in ms. */
const KEY_HOST_TIMEOUT = 3000;

/** The core in its own process, with its key hosts beside it. */
export interface CoreProcess {
  /** A new pipe to the core; the other end belongs to a window. */
  connect(): MessagePortMain;
  end(): Promise<void>;
}

/** Starts the core process, and again whenever it dies: windows then ask for a new pipe by themselves. */
export function startCoreProcess(start: CoreStart): CoreProcess {
  let mode: Mode = start;
  let ending = false;
  /** Of every core there was. */
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
      // This process takes its children with it, and a key host may still have something to cancel.
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

/** Only the main process can fork; the core sees this child by the messages that are passed on. */
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
    // One that cannot be started is tried again by the core, as one that died.
    post({ type: 'key-host-exit', host, detail: String(error) });
    return undefined;
  }
}

/** Nobody speaks for this key host any more: it cancels what waits on its keys, and goes. */
function endKeyHost(keyHost: UtilityProcess): void {
  keyHost.postMessage({ type: 'end' } satisfies ToHost);
  setTimeout(() => keyHost.kill(), KEY_HOST_TIMEOUT).unref();
  keyHost.on('message', (message: FromHost) => message.type === 'ended' && keyHost.kill());
}

async function allGone(keyHosts: ReadonlySet<UtilityProcess>): Promise<void> {
  await Promise.all([...keyHosts].map(keyHost => new Promise(resolve => keyHost.once('exit', resolve))));
}
