import { createSocket } from 'node:dgram';
import { equal, fromHex } from '../../ctap/bytes.ts';
import { REPORT_SIZE, type ReportTransport } from '../../ctap/hid/transport.ts';
import type { SoftwareKey } from './softwareKey.ts';

/** The report with which test suites of open-source key simulators request a power cycle. */
const POWER_CYCLE = fromHex(
  'ac1052ca95e569de69e02ebff333485f13f9b2da34c5a8a340526697a9ab2e0b' +
    '394d8d04973c134005be1a0140bff6045bb26eb77a73eaa47813f6b49a7250dc',
);

/**
 * Serves a software key over loopback UDP by the convention of open-source key simulators: reports arrive at `port`,
 * responses go to the fixed `replyPort`, one raw 64-byte report per datagram. While the key is off it does not answer.
 */
export async function serveUdp(
  key: Pick<SoftwareKey, 'connect' | 'powered' | 'powerCycle'>,
  ports: { port: number; replyPort: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  let connection: ReportTransport | undefined;

  const connect = () => {
    const opened = key.connect();
    opened.onReport(report => socket.send(report, ports.replyPort, '127.0.0.1'));
    opened.onClosed(() => {
      connection = undefined;
    });
    connection = opened;
  };
  socket.on('message', datagram => {
    if (datagram.length !== REPORT_SIZE) return;
    const report = new Uint8Array(datagram);
    if (equal(report, POWER_CYCLE)) {
      key.powerCycle();
      return;
    }
    if (!key.powered) return;
    if (connection === undefined) connect();
    // The key may have been turned off in the same turn, and then cannot answer.
    connection?.send(report).catch(() => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    // SECURITY: loopback only.
    socket.bind(ports.port, '127.0.0.1', resolve);
  });
  return {
    port: socket.address().port,
    close: async () => {
      await connection?.close();
      await new Promise<void>(resolve => socket.close(resolve));
    },
  };
}
