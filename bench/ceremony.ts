/**
 * Measures the ceremony's own time. Included: preflight to result, the journal on the disk, cryptography, verification,
 * IPC to the key host, UDP. Excluded: the time inside the software key, which runs in a process of its own like a real
 * key, and Graph, whose answers are immediate. What the ceremony does while the key computes takes no extra time, so it
 * is not counted.
 *
 * The floor sends the same seven recorded transactions, byte for byte, through the same key host over the same kind of
 * UDP pipe. A process returns the recorded answers, each after the time that the key needed for it. Both measurements
 * subtract that time, so that both include the cost of waking a process that slept meanwhile. For comparison, the same
 * enrollment also runs with the simulated tenant over HTTP.
 */
import { forkKeyHost } from '../src/main/services/keys/childHost.ts';
import { startKeyHost } from '../src/main/services/keys/keyHost.ts';
import { freePort } from '../test/freePort.ts';
import { openBenchDesk, type Timed } from './desk.ts';
import { type Figure, median } from './figure.ts';
import { startPeer } from './peer.ts';
import type { ReplayQuestion } from './replayPeer.ts';
import { answersOf, type RecordedReport, requestsOf } from './reports.ts';

/** Number of rounds until the compiler has settled, for both the ceremony and the floor. */
const WARM_UP = 1000;
const HTTP_WARM_UP = 100;
/**
 * The ceremony and the floor alternate, so that other load on the machine affects both. Fewer rounds cannot separate
 * them from that load.
 */
const ROUNDS = 800;
const HTTP_ROUNDS = 20;
/** Number of enrollments from which the floor's key learns its delay for each answer. */
const RECORDED = 21;

export async function ceremonyFigures(): Promise<Figure[]> {
  const desk = await openBenchDesk();
  await times(WARM_UP, () => desk.enroll('atOnce'));
  const sample: Timed[] = [];
  await times(RECORDED, async () => sample.push(await desk.enroll('atOnce')));
  const { result, recorded } = await desk.enroll('atOnce');
  const floor = await openFloor(recorded, typicalTimes(sample));
  await times(WARM_UP, floor.run);
  const own: number[] = [];
  const overHttp: number[] = [];
  const floors: number[] = [];
  await times(ROUNDS, async () => {
    own.push(ownTime(await desk.enroll('atOnce')));
    floors.push(await floor.run());
  });
  await times(HTTP_WARM_UP, () => desk.enroll('http'));
  await times(HTTP_ROUNDS, async () => overHttp.push(ownTime(await desk.enroll('http'))));
  floor.close();
  await desk.close();
  const transactions = sum(Object.values(result.transactions));
  const replayed = { name: 'the same seven replayed', value: median(floors) };
  return [
    {
      name: 'ceremony, own time',
      value: median(own),
      unit: 'ms',
      floor: replayed,
      note: `${transactions} transactions`,
    },
    { name: 'ceremony with the tenant over HTTP', value: median(overHttp), unit: 'ms', floor: replayed },
  ];
}

function ownTime({ whole, key }: Timed): number {
  return whole - sum(key);
}

/** Returns one time per transaction, in ms. */
function typicalTimes(sample: readonly Timed[]): number[] {
  return (sample[0]?.key ?? []).map((_, transaction) => median(sample.map(({ key }) => key[transaction] ?? 0)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}

/** Opens a key that only gets the recorded requests. */
async function openFloor(
  recorded: readonly RecordedReport[],
  times: readonly number[],
): Promise<{ run(): Promise<number>; close(): void }> {
  const requests = requestsOf(recorded);
  const replyPort = await freePort();
  const peer = startPeer<ReplayQuestion, number>('replayPeer.ts');
  const port = await peer.ask({ replyPort, answers: answersOf(recorded, times) });
  const host = startKeyHost(() => forkKeyHost(), { hid: false, udp: [`${port}:${replyPort}`], practice: null });
  await host.ready();
  return {
    run: async () => {
      await peer.ask('rewind');
      const began = performance.now();
      const connection = await host.open(`udp:${port}:${replyPort}`);
      for (const payload of requests) await connection.transact({ name: 'cbor', payload });
      const took = performance.now() - began;
      connection.close();
      return took - sum(times);
    },
    close: () => {
      host.close();
      peer.close();
    },
  };
}
