import { RPCLink } from '@orpc/client/message-port';
import { nameLoss } from './lostCalls.ts';
import type { Transport } from './transport.ts';

/** A core that starts answers within this time; the caller then asks again. In ms. */
const PATIENCE = 30_000;

/**
 * Asks the preload for a port to the core, and waits for it. Every call makes a new pipe.
 * @throws Error after half a minute without one
 */
export async function connectMessagePort(): Promise<Transport> {
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const receive = (event: MessageEvent) => {
      // SECURITY: a port is taken from this very window (its preload) alone.
      if (event.source !== window || event.data !== 'keydesk:port') return;
      window.removeEventListener('message', receive);
      const [received] = event.ports;
      clearTimeout(timer);
      if (received !== undefined) resolve(received);
      else reject(new Error('the core sent no port'));
    };
    const timer = setTimeout(() => {
      window.removeEventListener('message', receive);
      reject(new Error('the core sent no port in time'));
    }, PATIENCE);
    window.addEventListener('message', receive);
    window.postMessage('keydesk:connect', window.location.origin);
  });
  port.start();
  return {
    link: new RPCLink({ port, interceptors: [nameLoss] }),
    onClose: listener => port.addEventListener('close', listener, { once: true }),
  };
}
