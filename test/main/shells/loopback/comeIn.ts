import { once } from 'node:events';
import { WebSocket } from 'ws';
import { WINDOW_SUBPROTOCOL } from '../../../../src/contract/system/windowProof.ts';
import { proveBothWays } from '../../../../src/renderer/client/handshake.ts';

/** Opens a WebSocket to a loopback server, as its own page does. */
export async function openSocket(origin: string): Promise<WebSocket> {
  const websocket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, [WINDOW_SUBPROTOCOL], { origin });
  await once(websocket, 'open');
  return websocket;
}

/**
 * Connects with the one-time token of an address, by the window's own code.
 * @param keep called with the session's key
 */
export async function comeIn(url: string, keep: (key: string) => void = () => undefined): Promise<WebSocket> {
  const { origin, hash } = new URL(url);
  const websocket = await openSocket(origin);
  const key = hash.slice('#token='.length);
  await proveBothWays({ websocket: websocket as never, origin, kind: 'token', key, keep });
  return websocket;
}
