import { spawn } from 'node:child_process';
import { REPORT_SIZE, type ReportTransport } from '../../src/ctap/hid/transport.ts';

/**
 * Forwards reports between a gadget's device file and a software key until closed. Each direction is a separate
 * process: reading such a file blocks, and unplugging does not wake the reader, but a kill does.
 */
export function bridge(device: string, key: ReportTransport): { close(): Promise<void> } {
  const size = `bs=${REPORT_SIZE}`;
  const reader = spawn('dd', [`if=${device}`, size], { stdio: ['ignore', 'pipe', 'ignore'] });
  const writer = spawn('dd', [`of=${device}`, size, 'iflag=fullblock'], { stdio: ['pipe', 'ignore', 'ignore'] });
  let received = Buffer.alloc(0);
  reader.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (; received.length >= REPORT_SIZE; received = received.subarray(REPORT_SIZE))
      // A key without power cannot answer.
      key.send(new Uint8Array(received.subarray(0, REPORT_SIZE))).catch(() => undefined);
  });
  writer.stdin.on('error', () => undefined);
  key.onReport(report => writer.stdin.write(report));

  return {
    close: async () => {
      await key.close();
      await Promise.all(
        [reader, writer].map(async child => {
          const closed = new Promise(resolve => child.once('close', resolve));
          child.kill('SIGKILL');
          await closed;
        }),
      );
    },
  };
}
