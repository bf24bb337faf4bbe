import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A server that sends raw bytes, for what no HTTP library would send. */
export interface RawServer {
  readonly port: number;
  /** Connections that the client has not closed. */
  readonly open: ReadonlySet<Socket>;
  /** Returns the number of connections so far. */
  readonly count: () => number;
  close(): Promise<void>;
}

/**
 * Opens the server. @param greet called with each connection @param onRequest called after the blank line at the end of
 * a request's head
 */
export async function openRawServer(
  onRequest: (socket: Socket) => void,
  greet: (socket: Socket) => void = () => undefined,
): Promise<RawServer> {
  const open = new Set<Socket>();
  const all = new Set<Socket>();
  let count = 0;
  const server = createServer({ allowHalfOpen: true }, socket => {
    count++;
    open.add(socket);
    all.add(socket);
    socket.on('end', () => open.delete(socket));
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    greet(socket);
    let head = '';
    socket.on('data', chunk => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      head = '';
      onRequest(socket);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open,
    count: () => count,
    close: () => {
      for (const socket of all) socket.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

/** Writes `first`, then `text` repeatedly, every `every` ms, until the client closes the connection. */
export function drip(socket: Socket, text: string, every = 10, first = ''): void {
  socket.write(first);
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(text);
  }, every);
  socket.on('close', () => clearInterval(timer));
}
