import { commands, fragment, parsePacket } from '../../../ctap/hid/packets.ts';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';

/** Wraps a transport, and calls `sends` with the CTAPHID channel before each CTAP2 request. */
export function tellingChannel(transport: ReportTransport, sends: (channel: number) => void): ReportTransport {
  return {
    ...transport,
    send: report => {
      const packet = parsePacket(report);
      if (packet?.kind === 'init' && packet.command === commands.CBOR) sends(packet.channel);
      return transport.send(report);
    },
  };
}

/**
 * Cancels a request that waits for a touch on the channel of an earlier connection. The key accepts a cancel from any
 * process (CTAP 2.3, 11.2.9.1.5). On an idle channel it has no effect.
 */
export async function cancelOn(transport: ReportTransport, channel: number): Promise<void> {
  for (const report of fragment(channel, commands.CANCEL, new Uint8Array())) await transport.send(report);
}
