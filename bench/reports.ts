import { BROADCAST, commands, parsePacket } from '../src/ctap/hid/packets.ts';

export interface RecordedReport {
  readonly direction: 'out' | 'in';
  readonly report: Uint8Array;
}

/** The reports of one answer, and how long the key computed before the first of them, in ms. */
export interface RecordedAnswer {
  readonly ms: number;
  readonly reports: readonly Uint8Array[];
}

export function isKeepAlive(report: Uint8Array): boolean {
  const packet = parsePacket(report);
  return packet?.kind === 'init' && packet.command === commands.KEEPALIVE;
}

/** Groups incoming reports, including keep-alives, by their transaction. `times` has one entry per transaction. */
export function answersOf(recorded: readonly RecordedReport[], times: readonly number[]): RecordedAnswer[] {
  const groups: Uint8Array[][] = [];
  let answering = true;
  for (const { direction, report } of recorded) {
    if (direction === 'out') answering = false;
    else {
      if (!answering) groups.push([]);
      answering = true;
      groups.at(-1)?.push(report);
    }
  }
  return groups.map((reports, i) => ({ reports, ms: times[i] ?? 0 }));
}

/** Returns the complete CTAP2 requests that were sent. INIT is left out, because the channel sends it itself. */
export function requestsOf(recorded: readonly RecordedReport[]): Uint8Array[] {
  const requests: { length: number; parts: Uint8Array[] }[] = [];
  for (const { direction, report } of recorded) {
    const packet = parsePacket(report);
    if (direction === 'in' || packet === undefined) continue;
    if (packet.kind === 'init') requests.push({ length: packet.length, parts: [packet.data] });
    else requests.at(-1)?.parts.push(packet.data);
  }
  return requests.slice(1).map(({ length, parts }) => new Uint8Array(Buffer.concat(parts).subarray(0, length)));
}

/** Returns the answer to a request. An INIT answer must repeat the nonce of its request. */
export function answerTo(request: Uint8Array, recorded: Uint8Array): Uint8Array {
  if (parsePacket(request)?.channel !== BROADCAST) return recorded;
  const copy = recorded.slice();
  copy.set(request.subarray(7, 15), 7);
  return copy;
}
