import { KeydeskError } from '../../../contract/errors/errors.ts';
import { createHostConnections } from './hostConnections.ts';
import { toHostFailure } from './hostFailure.ts';
import { createHostSources, type SourceMakers } from './hostSources.ts';
import { type KeyLocks, openKeyLocks } from './keyLock.ts';
import type { FromHost, HostConfiguration, HostPipe, ToHost } from './protocol.ts';

/** A running key host. */
export interface HostServer {
  /** Returns whether any key is open. */
  busy(): boolean;
  /** Cancels requests that wait on keys. Connections stay open. */
  cancelAll(): Promise<void>;
  /** Cancels requests that wait on keys, and closes all connections. Never rejects. Takes at most two seconds. */
  end(): Promise<void>;
}

/**
 * Serves the protocol of protocol.ts over a pipe until the process at its other end exits. The key host owns the HID
 * handles and the CTAPHID framing. CTAP2 stays in the core, so a crash of the host ends only the running operation.
 */
export function serveKeyHost(pipe: HostPipe<FromHost, ToHost>, makers?: SourceMakers): HostServer {
  const sources = createHostSources(
    {
      keys: (keys, problems) => pipe.post({ type: 'keys', keys, problems }),
      practice: state => pipe.post({ type: 'practice', state }),
    },
    makers,
  );
  /**
   * Requests may arrive while the sources are still being set up. Requests that need a source wait for this promise.
   */
  let configured: Promise<KeyLocks> = Promise.resolve(openKeyLocks(undefined));
  const connections = createHostConnections(sources, () => configured);

  const configure = async (configuration: HostConfiguration): Promise<KeyLocks> => {
    await sources.configure(configuration);
    return openKeyLocks(configuration.locks);
  };

  const answer = (id: number, work: () => Promise<Omit<Extract<FromHost, { type: 'reply' }>, 'type' | 'id'>>) => {
    work().then(
      reply => pipe.post({ type: 'reply', id, ...reply }),
      (error: unknown) => pipe.post({ type: 'failed', id, failure: toHostFailure(error) }),
    );
  };

  pipe.onMessage(message => {
    switch (message.type) {
      case 'configure':
        configured = configure(message.configuration);
        void configured.then(connections.cancelAbandoned).finally(() => pipe.post({ type: 'settled' }));
        return;
      case 'open':
        return answer(message.id, () => connections.open(message));
      case 'transact':
        return answer(message.id, () =>
          connections.transact(message, status => pipe.post({ type: 'keepAlive', id: message.id, status })),
        );
      case 'cancel':
        return connections.cancel(message.id);
      case 'close':
        return connections.close(message.connection);
      case 'practice':
        return answer(message.id, async () => {
          await configured;
          const practice = sources.practice();
          if (practice === undefined) throw new KeydeskError('invalid-input', { detail: 'no-practice-key' });
          await practice.act(message.action);
          return {};
        });
      case 'look':
        return answer(message.id, async () => {
          await configured;
          await sources.look();
          return {};
        });
      case 'end':
        return void connections.end().then(() => pipe.post({ type: 'ended' }));
    }
  });

  return { busy: connections.busy, cancelAll: connections.cancelAll, end: connections.end };
}
