import { RPCLink } from '@orpc/client/message-port';
import { nameLoss } from './lostCalls.ts';
import type { Transport } from './transport.ts';
import { showHiddenTexts } from './visibleOutput.ts';

/** Timeout for the core's start, in ms. The caller then retries. */
const PATIENCE = 30_000;

/**
 * Requests a port to the core from the preload script, and waits for it. Every call opens a new transport.
 * @throws Error after half a minute without a port
 */
export async function connectMessagePort(): Promise<Transport> {
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const receive = (event: MessageEvent) => {
      // SECURITY: accepts a port only from this window itself (its preload script).
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
    link: new RPCLink({ port, interceptors: [nameLoss, showHiddenTexts] }),
    onClose: listener => port.addEventListener('close', listener, { once: true }),
  };
}
