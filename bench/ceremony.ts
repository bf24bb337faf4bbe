/**
 * The ceremony's own time. In: preflight to result, the journal on the disk, cryptography, verification, IPC to the key host,
 * UDP. Out: the time inside the software key, which has a process of its own like any key, and Graph, whose answers are there
 * at once. What the ceremony does while the key computes costs nobody time and so is not counted. The floor: the same seven
 * transactions, recorded byte for byte, sent through the same key host over the same kind of UDP pipe to a process that gives
 * the recorded answers, each after as long as the key computed over it. That time is taken out on both sides, so that both
 * meet processes that went to sleep meanwhile. Beside it the same enrollment with the simulated tenant over HTTP.
 */
import { forkKeyHost } from '../src/main/services/keys/childHost.ts';
import { startKeyHost } from '../src/main/services/keys/keyHost.ts';
import { freePort } from '../test/freePort.ts';
import { openBenchDesk, type Timed } from './desk.ts';
import { type Figure, median } from './figure.ts';
import { startPeer } from './peer.ts';
import type { ReplayQuestion } from './replayPeer.ts';
import { answersOf, type RecordedReport, requestsOf } from './reports.ts';

/** Rounds until the compiler has settled, for the ceremony and the floor alike. */
const WARM_UP = 1000;
const HTTP_WARM_UP = 100;
/** Ceremony and floor by turns, so that whatever else the machine does meets both; fewer rounds than these tell it from neither. */
const ROUNDS = 800;
const HTTP_ROUNDS = 20;
/** Enrollments of which the floor's key learns how long to take over each answer. */
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
      goal: 2,
      note: `${transactions} transactions`,
    },
    { name: 'ceremony with the tenant over HTTP', value: median(overHttp), unit: 'ms', floor: replayed },
  ];
}

function ownTime({ whole, key }: Timed): number {
  return whole - sum(key);
}

/** One entry a transaction, in ms. */
function typicalTimes(sample: readonly Timed[]): number[] {
  return (sample[0]?.key ?? []).map((_, transaction) => median(sample.map(({ key }) => key[transaction] ?? 0)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i++) await work();
}

/** Sends the recorded requests and nothing else. */
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
