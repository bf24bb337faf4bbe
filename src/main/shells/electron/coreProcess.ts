import { join } from 'node:path';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import type { CoreStart, FromCore, ToCore } from './coreProtocol.ts';
import { doHostTask } from './hostTasks.ts';

/** Wait before a core that died is started again, in ms. */
const RESTART_DELAY = 1000;
/** How long a core may take for its clean end, in ms. */
const END_TIMEOUT = 5000;

/** The core in its own process, with its key hosts beside it. */
export interface CoreProcess {
  /** A new pipe to the core; the other end belongs to a window. */
  connect(): MessagePortMain;
  end(): Promise<void>;
}

/** Starts the core process, and again whenever it dies: windows then ask for a new pipe by themselves. */
export function startCoreProcess(start: CoreStart): CoreProcess {
  let ending = false;
  let core = fork();

  function fork(): UtilityProcess {
    const child = utilityProcess.fork(join(import.meta.dirname, 'core.js'), [], { serviceName: 'Keydesk core' });
    const keyHosts = new Map<number, UtilityProcess>();
    const post = (message: ToCore) => child.postMessage(message);
    child.on('message', (message: FromCore) => receive(message, keyHosts, post));
    child.once('exit', () => {
      for (const keyHost of keyHosts.values()) keyHost.kill();
      if (!ending) setTimeout(() => (core = fork()), RESTART_DELAY);
    });
    post({ type: 'start', start });
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
      return ended;
    },
  };
}

function receive(message: FromCore, keyHosts: Map<number, UtilityProcess>, post: (message: ToCore) => void): void {
  switch (message.type) {
    case 'spawn-key-host':
      keyHosts.set(message.host, forkKeyHost(message.host, keyHosts, post));
      return;
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
function forkKeyHost(host: number, keyHosts: Map<number, UtilityProcess>, post: (message: ToCore) => void) {
  const child = utilityProcess.fork(join(import.meta.dirname, 'keyHost.js'), [], { serviceName: 'Keydesk key host' });
  child.on('message', message => post({ type: 'from-key-host', host, message }));
  child.once('exit', code => {
    keyHosts.delete(host);
    post({ type: 'key-host-exit', host, detail: `exit code ${code}` });
  });
  return child;
}
