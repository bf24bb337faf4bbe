/** Measures CTAPHID framing in both directions, compared with a plain copy of the same reports. */
import { Assembly, commands, fragment, parsePacket } from '../src/ctap/hid/packets.ts';
import { type Figure, median } from './figure.ts';

const ROUNDS = 15;
const BYTES_A_ROUND = 4_000_000;

export function framingFigures(): Figure[] {
  return [1024, 7609].map(size => {
    const payload = Uint8Array.from({ length: size }, (_, i) => i & 0xff);
    const reports = fragment(1, commands.PING, payload);
    const messages = Math.ceil(BYTES_A_ROUND / size);
    const [framed, copied]: [number[], number[]] = [[], []];
    for (let i = 0; i < ROUNDS; i++) {
      framed.push(megabytes(messages * size, () => repeat(messages, () => roundTrip(payload))));
      copied.push(megabytes(messages * size, () => repeat(messages, () => copy(reports))));
    }
    const [value, floor] = [median(framed), median(copied)];
    return {
      name: `CTAPHID framing, ${size} bytes`,
      value,
      unit: 'MB/s',
      floor: { name: 'copy of the same reports', value: floor },
    };
  });
}

function roundTrip(payload: Uint8Array): number {
  let assembly: Assembly | undefined;
  for (const report of fragment(1, commands.PING, payload)) {
    const packet = parsePacket(report);
    if (packet?.kind === 'init') assembly = new Assembly(packet);
    else if (packet !== undefined) assembly?.add(packet);
  }
  return assembly?.payload()?.length ?? 0;
}

function copy(reports: readonly Uint8Array[]): number {
  let length = 0;
  for (const report of reports) length += report.slice().length;
  return length;
}

function repeat(times: number, work: () => number): void {
  let sum = 0;
  for (let i = 0; i < times; i++) sum += work();
  if (sum === 0) throw new Error('nothing was framed');
}

function megabytes(bytes: number, work: () => void): number {
  const began = performance.now();
  work();
  return bytes / 1e3 / (performance.now() - began);
}
