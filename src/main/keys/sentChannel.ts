import { commands, fragment, parsePacket } from '../../ctap/hid/packets.ts';
import type { ReportTransport } from '../../ctap/hid/transport.ts';

/** A transport that tells, before each CTAP2 request, the CTAPHID channel on which it is sent. */
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
 * Cancels what waits for a touch on a channel of an earlier connection. A key does not know processes: the cancel counts from
 * whoever sends it (CTAP 2.3, 11.2.9.1.5), and on a channel where nothing waits it does nothing.
 */
export async function cancelOn(transport: ReportTransport, channel: number): Promise<void> {
  for (const report of fragment(channel, commands.CANCEL, new Uint8Array())) await transport.send(report);
}
