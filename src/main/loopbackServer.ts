import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Connections at one time, far more than a browser opens. SECURITY: they must not use up the files that the process may open. */
const MAX_CONNECTIONS = 128;
/** How long a request may take to arrive, in ms. */
const REQUEST_TIMEOUT = 10_000;

/**
 * Starts an HTTP server that any program on this computer can reach and none can stop: late requests and surplus
 * connections are cut, and errors of the listening socket do not end the process.
 * SECURITY: this computer's loopback interface only, at a port that the system chooses.
 * @param patience longest time for a request to arrive, in ms
 * @throws the system's error where no port can be had
 */
export async function listenOnLoopback(patience = REQUEST_TIMEOUT): Promise<{ http: Server; port: number }> {
  const http = createServer({
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: patience / 5,
  });
  http.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', () => {
      http.off('error', reject);
      resolve();
    });
  });
  // A connection that cannot be accepted is the client's loss.
  http.on('error', () => undefined);
  return { http, port: (http.address() as AddressInfo).port };
}
