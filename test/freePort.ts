import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Linux gives the ports from 32768 on to connections and to programs that ask for any port. Below, nobody takes a port between two uses of a test.
 */
const [LOWEST, HIGHEST] = [12_000, 32_767];

/** Returns a port of this computer that is not in use, neither for TCP nor for UDP. It may be closed and opened again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  const isFree = await hears(once(socket, 'listening'));
  if (isFree) await new Promise<void>(resolve => socket.close(resolve));
  return isFree;
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const isFree = await hears(once(server, 'listening'));
  if (isFree) await new Promise<void>(resolve => server.close(() => resolve()));
  return isFree;
}

const hears = (listening: Promise<unknown>) =>
  listening.then(
    () => true,
    () => false,
  );
