import { createSocket } from 'node:dgram';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { REPORT_SIZE, type ReportTransport } from '../../../ctap/hid/transport.ts';
import type { KeySource } from './sources.ts';

const PREFIX = 'udp:';

/**
 * Creates the source of development keys that use CTAPHID over loopback UDP: reports go to PORT, replies come to
 * REPLYPORT, one raw 64-byte report per datagram (the convention of open-source key simulators). UDP does not show
 * whether a key is plugged in, so a configured key is always listed.
 */
export function udpSource(addresses: readonly string[]): KeySource {
  const keyAt = (address: string) => ({ id: `${PREFIX}${address}`, product: `Development key ${address}` });
  return {
    lockName: keyId => keyId,
    owns: keyId => keyId.startsWith(PREFIX),
    list: async () => addresses.map(keyAt),
    onChange: () => undefined,
    open: async keyId => ({ ...(await openUdp(keyId)), key: keyAt(keyId.slice(PREFIX.length)) }),
    close: async () => undefined,
  };
}

/** Returns the two port numbers of `PORT:REPLYPORT`. @throws KeydeskError key-not-found for anything else */
export function parseUdpAddress(address: string): { port: number; replyPort: number } {
  const match = /^(\d{1,5}):(\d{1,5})$/.exec(address);
  const [port, replyPort] = [Number(match?.[1]), Number(match?.[2])];
  const valid = (n: number) => n > 0 && n < 65_536;
  if (!valid(port) || !valid(replyPort)) throw new KeydeskError('key-not-found', { keyId: `${PREFIX}${address}` });
  return { port, replyPort };
}

async function openUdp(keyId: string): Promise<ReportTransport> {
  const { port, replyPort } = parseUdpAddress(keyId.slice(PREFIX.length));
  // The addresses are numbers. Node's own look-up answers them too, but a turn of the event loop later.
  const socket = createSocket({ type: 'udp4', lookup: (address, _, found) => found(null, address, 4) });
  let onClosed: (cause?: unknown) => void = () => undefined;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', cause => reject(new KeydeskError('key-busy', { keyId }, { cause })));
    // SECURITY: only loopback, in both directions.
    socket.bind(replyPort, '127.0.0.1', resolve);
  });
  socket.removeAllListeners('error');
  socket.on('error', cause => onClosed(cause));
  let open = true;

  return {
    send: report =>
      new Promise((resolve, reject) => {
        socket.send(report, port, '127.0.0.1', error => (error ? reject(error) : resolve()));
      }),
    onReport: listener => {
      socket.removeAllListeners('message');
      socket.on('message', (datagram, from) => {
        if (from.address === '127.0.0.1' && datagram.length === REPORT_SIZE) listener(new Uint8Array(datagram));
      });
    },
    onClosed: listener => {
      onClosed = listener;
    },
    close: async () => {
      if (!open) return;
      open = false;
      await new Promise<void>(resolve => socket.close(resolve));
    },
  };
}
