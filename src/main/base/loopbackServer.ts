import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Maximum number of connections, far more than a browser opens. SECURITY: connections must not use up the files that
 * the process may open.
 */
const MAX_CONNECTIONS = 128;
/** How long a request may take to arrive, in ms. */
const REQUEST_TIMEOUT = 10_000;

export interface LoopbackListener {
  readonly http: Server;
  readonly port: number;
  /** Never closes this connection to make room. Call it for a connection that has proven its owner. */
  keep(socket: Duplex): void;
}

/**
 * Starts an HTTP server that every program on this computer can reach and none can stop: slow requests time out, and
 * errors of the listening socket do not end the process. SECURITY: with too many connections, the oldest is closed, so
 * that a program that holds connections cannot lock out the owner's window. SECURITY: only on this computer's loopback
 * interface, at a port that the system chooses.
 * @param patience How long a request may take to arrive, in ms
 * @throws the system's error if no port is available
 */
export async function listenOnLoopback(patience = REQUEST_TIMEOUT): Promise<LoopbackListener> {
  const http = createServer({
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: patience / 5,
  });
  /** Connections that may be closed, the oldest first. */
  const open = new Set<Duplex>();
  http.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (oldest === undefined || open.size <= MAX_CONNECTIONS) return;
    open.delete(oldest);
    oldest.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', () => {
      http.off('error', reject);
      resolve();
    });
  });
  // A connection that cannot be accepted matters only to the client.
  http.on('error', () => undefined);
  return { http, port: (http.address() as AddressInfo).port, keep: socket => void open.delete(socket) };
}
