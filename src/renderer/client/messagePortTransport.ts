import { RPCLink } from '@orpc/client/message-port';
import type { Transport } from './transport.ts';

/** Asks the preload for a port to the core, and waits for it. Every call makes a new pipe. */
export async function connectMessagePort(): Promise<Transport> {
  const port = await new Promise<MessagePort>(resolve => {
    const receive = (event: MessageEvent) => {
      // SECURITY: a port is taken from this very window (its preload) alone.
      if (event.source !== window || event.data !== 'keydesk:port') return;
      window.removeEventListener('message', receive);
      const [received] = event.ports;
      if (received !== undefined) resolve(received);
    };
    window.addEventListener('message', receive);
    window.postMessage('keydesk:connect', window.location.origin);
  });
  port.start();
  return {
    link: new RPCLink({ port }),
    onClose: listener => port.addEventListener('close', listener, { once: true }),
  };
}
