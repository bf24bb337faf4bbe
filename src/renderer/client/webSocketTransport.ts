import { RPCLink } from '@orpc/client/websocket';
import { WINDOW_SUBPROTOCOL } from '../../contract/system/windowProof.ts';
import { proveBothWays } from './handshake.ts';
import { nameLoss } from './lostCalls.ts';
import { forgetToken, keepSession, type WindowKey, windowKeys } from './session.ts';
import { ConnectionRefused, type Transport } from './transport.ts';
import { showHiddenTexts } from './visibleOutput.ts';

/** Timeout for the server's proof, in ms. */
const DEADLINE = 5000;

/** Connects to the loopback server. @throws ConnectionRefused if the server knows none of this window's keys */
export async function connectWebSocket(): Promise<Transport> {
  const keys = windowKeys();
  for (;;) {
    const key = keys.shift() as WindowKey;
    try {
      const transport = await connectWith(key);
      forgetToken();
      return transport;
    } catch (error) {
      if (keys.length === 0 || !(error instanceof ConnectionRefused)) throw error;
    }
  }
}

/** SECURITY: sends only random bytes to the server until it has proven itself. */
async function connectWith({ kind, key }: WindowKey): Promise<Transport> {
  const { host, origin } = window.location;
  const websocket = new WebSocket(`ws://${host}/rpc`, [WINDOW_SUBPROTOCOL]);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('the server does not answer')), DEADLINE);
  const proven = opened(websocket).then(() => proveBothWays({ websocket, origin, kind, key, keep: keepSession }));
  try {
    await Promise.race([proven, late.promise]);
  } catch (error) {
    // The promise rejects a second time when the socket closes.
    proven.catch(() => undefined);
    websocket.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    link: new RPCLink({ websocket, interceptors: [nameLoss, showHiddenTexts] }),
    onClose: listener => websocket.addEventListener('close', listener, { once: true }),
  };
}

function opened(websocket: WebSocket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    websocket.addEventListener('open', resolve, { once: true });
    websocket.addEventListener('error', reject, { once: true });
    websocket.addEventListener('close', reject, { once: true });
  });
}
