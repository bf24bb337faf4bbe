import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A proxy on this computer that a test cuts: at once, or after a number of packets in one direction. */
export interface TcpProxy {
  readonly port: number;
  /** How many packets were lost with their connection because of `cutAt`. */
  readonly lost: number;
  /** From now on, new connections go to another port. */
  aim(port: number): void;
  /** Cuts all connections, and refuses new ones until `mend`. */
  cut(): void;
  mend(): void;
  /** Cuts the connection that carries the n-th packet from now, without passing it on. */
  cutAt(direction: 'to-server' | 'to-client', n: number): void;
  close(): Promise<void>;
}

/** @param target The port of the server */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let port = target;
  let lost = 0;
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  const left = { 'to-server': Number.POSITIVE_INFINITY, 'to-client': Number.POSITIVE_INFINITY };
  const end = (pair: readonly [Socket, Socket]) => {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  };
  const server = createServer(client => {
    if (isCut) return void client.destroy();
    const upstream = createConnection(port, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const pass = (direction: keyof typeof left, to: Socket) => (data: Buffer) => {
      left[direction]--;
      if (left[direction] > 0) return void to.write(data);
      left[direction] = Number.POSITIVE_INFINITY;
      lost++;
      end(pair);
    };
    client.on('data', pass('to-server', upstream));
    upstream.on('data', pass('to-client', client));
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get lost() {
      return lost;
    },
    aim: to => {
      port = to;
    },
    cut: () => {
      isCut = true;
      for (const pair of [...pairs]) end(pair);
    },
    mend: () => {
      isCut = false;
    },
    cutAt: (direction, n) => {
      left[direction] = n;
    },
    close: async () => {
      for (const pair of [...pairs]) end(pair);
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
