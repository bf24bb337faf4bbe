import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A server that speaks bytes, for what no HTTP library would send. */
export interface RawServer {
  readonly port: number;
  /** Connections that the other side has not ended. */
  readonly open: ReadonlySet<Socket>;
  /** How many connections there were. */
  readonly count: () => number;
  close(): Promise<void>;
}

/** @param greet is called with each connection; @param onRequest once the blank line after a request's head was seen */
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

/** Writes `first`, then `text` again and again, every few ms, until the other side is gone. */
export function drip(socket: Socket, text: string, every = 10, first = ''): void {
  socket.write(first);
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(text);
  }, every);
  socket.on('close', () => clearInterval(timer));
}
