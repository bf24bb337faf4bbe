import type { ShellServices } from '../../app/shellServices.ts';
import type { Sealer } from '../../base/sealer.ts';
import type { FromHost, KeyHostProcess } from '../../services/keys/protocol.ts';
import type { FromCore, HostTask, ToCore } from './coreProtocol.ts';

type Answer = Extract<ToCore, { type: 'done' | 'refused' | 'from-key-host' | 'key-host-exit' }>;

export interface HostServices {
  services(canSeal: boolean): Pick<ShellServices, 'openUrl' | 'resolveProxy' | 'sealer' | 'spawnKeyHost'>;
  receive(message: Answer): void;
}

interface RemoteKeyHost {
  onMessage(message: FromHost): void;
  onExit(detail: string): void;
}

/** Creates the shell's services for the core process. Each call is sent to the main process. */
export function createHostServices(post: (message: FromCore) => void): HostServices {
  const tasks = new Map<number, PromiseWithResolvers<string | Uint8Array | null>>();
  const keyHosts = new Map<number, RemoteKeyHost>();
  let nextId = 1;

  const ask = (task: HostTask) => {
    const id = nextId++;
    const answer = Promise.withResolvers<string | Uint8Array | null>();
    tasks.set(id, answer);
    post({ type: 'task', id, task });
    return answer.promise;
  };

  const sealer: Sealer = {
    name: 'system',
    seal: async text => (await ask({ kind: 'seal', text })) as Uint8Array,
    unseal: async sealed => (await ask({ kind: 'unseal', sealed })) as string,
  };

  const spawnKeyHost = (): KeyHostProcess => {
    const host = nextId++;
    const remote: RemoteKeyHost = { onMessage: () => undefined, onExit: () => undefined };
    keyHosts.set(host, remote);
    post({ type: 'spawn-key-host', host });
    return {
      post: message => post({ type: 'to-key-host', host, message }),
      onMessage: listener => {
        remote.onMessage = listener;
      },
      onExit: listener => {
        remote.onExit = listener;
      },
      kill: () => post({ type: 'kill-key-host', host }),
    };
  };

  return {
    services: canSeal => ({
      openUrl: async url => void (await ask({ kind: 'open-url', url })),
      resolveProxy: async url => String(await ask({ kind: 'resolve-proxy', url })),
      sealer: canSeal ? sealer : null,
      spawnKeyHost,
    }),
    receive: message => {
      if (message.type === 'from-key-host') return keyHosts.get(message.host)?.onMessage(message.message);
      if (message.type === 'key-host-exit') {
        const remote = keyHosts.get(message.host);
        keyHosts.delete(message.host);
        return remote?.onExit(message.detail);
      }
      const task = tasks.get(message.id);
      tasks.delete(message.id);
      if (message.type === 'done') task?.resolve(message.value);
      else task?.reject(new Error(message.reason));
    },
  };
}
