/**
 * The ceremony's own time. In: preflight to result, the journal on the disk, cryptography, verification, IPC to the key host,
 * UDP. Out: the time inside the software key, and Graph, whose answers are there at once. The floor: the same seven transactions,
 * recorded byte for byte, sent through the same key host over the same kind of UDP pipe to a peer that answers with the recorded
 * reports and thinks about nothing. Beside it the same enrolment with the simulated tenant over HTTP.
 */
import { createSocket } from 'node:dgram';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BROADCAST, parsePacket } from '../src/ctap/hid/packets.ts';
import { forkKeyHost } from '../src/main/keys/childHost.ts';
import { startKeyHost } from '../src/main/keys/keyHost.ts';
import { freePort } from '../test/freePort.ts';
import { type BenchDesk, isKeepAlive, openBenchDesk } from './desk.ts';
import { type Figure, median } from './figure.ts';

/** Rounds until the compiler has settled, for the ceremony and the floor alike. */
const WARM_UP = 200;
const ROUNDS = 60;

export async function ceremonyFigures(): Promise<Figure[]> {
  const desk = await openBenchDesk();
  for (let i = 0; i < WARM_UP; i++) {
    await desk.enroll('http');
    await desk.enroll('atOnce');
  }
  const floor = await openFloor(desk);
  const own: number[] = [];
  const overHttp: number[] = [];
  const floors: number[] = [];
  let transactions = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const { result, whole, key } = await desk.enroll('atOnce');
    transactions = Object.values(result.transactions).reduce((sum, count) => sum + count, 0);
    own.push(whole - key);
    floors.push(await floor.run());
    const http = await desk.enroll('http');
    overHttp.push(http.whole - http.key);
  }
  const delay = await longestDelay(desk);
  await floor.close();
  await desk.close();
  const replayed = { name: 'the same seven replayed', value: median(floors) };
  return [
    {
      name: 'ceremony, own time',
      value: median(own),
      unit: 'ms',
      floor: replayed,
      goal: 2,
      note: `${transactions} transactions`,
    },
    { name: 'ceremony with the tenant over HTTP', value: median(overHttp), unit: 'ms', floor: replayed },
    {
      name: 'event loop, longest delay',
      value: delay,
      unit: 'ms',
      note: 'the key computes in the same process here',
    },
  ];
}

/** How long the event loop was ever busy during an enrolment, in ms; on rounds of its own, since the watch costs time too. */
async function longestDelay(desk: BenchDesk): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let i = 0; i < ROUNDS; i++) await desk.enroll('http');
  delay.disable();
  return delay.max / 1e6;
}

/** The recorded transactions: what the host sends as CTAP2 requests, and the reports that answer each. */
async function openFloor({ recorded }: BenchDesk): Promise<{ run(): Promise<number>; close(): Promise<void> }> {
  const answers = answersOf(recorded);
  const requests = requestsOf(recorded);
  const [port, replyPort] = [await freePort(), await freePort()];
  const peer = createSocket('udp4');
  let turn = 0;
  let missing = 0;
  peer.on('message', datagram => {
    const packet = parsePacket(datagram);
    if (packet === undefined) return;
    if (packet.kind === 'init') missing = packet.length - packet.data.length;
    else missing -= packet.data.length;
    if (missing > 0) return;
    for (const report of answers[turn] ?? [])
      peer.send(packet.channel === BROADCAST ? renonced(report, datagram) : report, replyPort, '127.0.0.1');
    turn++;
  });
  await new Promise<void>(resolve => peer.bind(port, '127.0.0.1', resolve));
  const host = startKeyHost(() => forkKeyHost(), { hid: false, udp: [`${port}:${replyPort}`], practice: null });
  await host.ready();
  const run = async () => {
    turn = 0;
    const began = performance.now();
    const connection = await host.open(`udp:${port}:${replyPort}`);
    for (const payload of requests) await connection.transact({ name: 'cbor', payload });
    const took = performance.now() - began;
    connection.close();
    return took;
  };
  for (let i = 0; i < WARM_UP; i++) await run();
  return {
    run,
    close: async () => {
      host.close();
      await new Promise<void>(resolve => peer.close(resolve));
    },
  };
}

/** An INIT answer must repeat the nonce it was asked with. */
function renonced(report: Uint8Array, request: Uint8Array): Uint8Array {
  const copy = report.slice();
  copy.set(request.subarray(7, 15), 7);
  return copy;
}

/** Reports in, grouped by the transaction they answer; keep-alives left out. */
function answersOf(recorded: BenchDesk['recorded']): Uint8Array[][] {
  const groups: Uint8Array[][] = [];
  let answering = true;
  for (const { direction, report } of recorded) {
    if (isKeepAlive(report)) continue;
    if (direction === 'out') answering = false;
    else {
      if (!answering) groups.push([]);
      answering = true;
      groups.at(-1)?.push(report);
    }
  }
  return groups;
}

function requestsOf(recorded: BenchDesk['recorded']): Uint8Array[] {
  const requests: { length: number; parts: Uint8Array[] }[] = [];
  for (const { direction, report } of recorded) {
    const packet = parsePacket(report);
    if (direction === 'in' || packet === undefined) continue;
    if (packet.kind === 'init') requests.push({ length: packet.length, parts: [packet.data] });
    else requests.at(-1)?.parts.push(packet.data);
  }
  return requests.slice(1).map(({ length, parts }) => new Uint8Array(Buffer.concat(parts).subarray(0, length)));
}
