import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A proxy on this computer that can do what a firewall does: drop what is sent, without a word to anybody. */
export interface SilentProxy {
  readonly port: number;
  /** From now on, connections that exist carry nothing. New ones work. */
  dropExisting(): void;
  /** From now on, no connection carries anything, new ones included. */
  dropAll(): void;
  /** New connections work again. */
  mend(): void;
  close(): Promise<void>;
}

/** @param change Changes what the server sends, byte for byte */
export async function startSilentProxy(
  port: number,
  change: (data: Buffer) => Buffer = data => data,
): Promise<SilentProxy> {
  interface Pair {
    readonly sockets: readonly Socket[];
    isDropped: boolean;
  }
  const pairs = new Set<Pair>();
  let isDropping = false;
  const server = createServer(client => {
    const upstream = createConnection(port, '127.0.0.1');
    const pair: Pair = { sockets: [client, upstream], isDropped: isDropping };
    pairs.add(pair);
    client.on('data', data => !pair.isDropped && upstream.write(data));
    upstream.on('data', data => !pair.isDropped && client.write(change(data)));
    // A dropped connection does not learn that the other side has ended.
    const end = () => !pair.isDropped && pair.sockets.forEach(each => void each.destroy());
    for (const socket of pair.sockets) socket.setNoDelay(true).on('error', end).on('close', end);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const pair of pairs) pair.isDropped = true;
  };
  return {
    port: (server.address() as AddressInfo).port,
    dropExisting: drop,
    dropAll: () => {
      isDropping = true;
      drop();
    },
    mend: () => {
      isDropping = false;
    },
    close: async () => {
      for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
