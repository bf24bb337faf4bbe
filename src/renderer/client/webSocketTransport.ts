import { RPCLink } from '@orpc/client/websocket';
import { isSessionAlive, openSession } from './session.ts';
import { ConnectionRefused, type Transport } from './transport.ts';

/**
 * Connects to the loopback server. The session travels as a subprotocol: a browser's WebSocket can set no header, and
 * an address would end up in logs.
 */
export async function connectWebSocket(): Promise<Transport> {
  const session = await openSession();
  if (!(await isSessionAlive(session))) throw new ConnectionRefused('session ended');
  const websocket = new WebSocket(`ws://${window.location.host}/rpc`, ['keydesk', `session.${session}`]);
  await new Promise((resolve, reject) => {
    websocket.addEventListener('open', resolve, { once: true });
    websocket.addEventListener('error', reject, { once: true });
  });
  return {
    link: new RPCLink({ websocket }),
    onClose: listener => websocket.addEventListener('close', listener, { once: true }),
  };
}
