import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connections at one time, far more than a browser opens. SECURITY: they must not use up the files that the process may open. */
const MAX_CONNECTIONS = 128;
/** How long a request may take to arrive, in ms. */
const REQUEST_TIMEOUT = 10_000;

export interface LoopbackListener {
  readonly http: Server;
  readonly port: number;
  /** Never cuts a connection to make room: call it for one that has proven whose it is. */
  keep(socket: Duplex): void;
}

/**
 * Starts an HTTP server that any program on this computer can reach and none can stop: late requests are cut, and errors of the
 * listening socket do not end the process. SECURITY: of too many connections the oldest is cut, so that a program that holds
 * connections cannot keep the owner's window out.
 * SECURITY: this computer's loopback interface only, at a port that the system chooses.
 * @param patience longest time for a request to arrive, in ms
 * @throws the system's error where no port can be had
 */
export async function listenOnLoopback(patience = REQUEST_TIMEOUT): Promise<LoopbackListener> {
  const http = createServer({
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: patience / 5,
  });
  /** Connections that may be cut, the oldest first. */
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
  // A connection that cannot be accepted is the client's loss.
  http.on('error', () => undefined);
  return { http, port: (http.address() as AddressInfo).port, keep: socket => void open.delete(socket) };
}
