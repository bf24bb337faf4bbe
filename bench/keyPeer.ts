/**
 * The key of the bench. It reports how long it computed, from the last report of a request to the first one of the
 * answer.
 */
import { createSoftwareKey, type SoftwareKey } from '../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../src/simulator/key/udp.ts';
import { answerQuestions } from './peer.ts';
import { isKeepAlive, type RecordedReport } from './reports.ts';

/** `slow`: how much longer each command takes, in ms. */
export type KeyQuestion = { readonly replyPort: number; readonly slow?: number } | 'forget' | 'tell';

export interface KeyAnswer {
  readonly port: number;
  /** The time inside the key in ms, one entry per transaction since the last reset of this list. */
  readonly times: readonly number[];
  readonly recorded: readonly RecordedReport[];
}

let times: number[] = [];
let recorded: RecordedReport[] = [];
let port = 0;

answerQuestions<KeyQuestion, KeyAnswer>(async question => {
  if (question === 'forget') {
    times = [];
    recorded = [];
  } else if (question !== 'tell') {
    const key = timed(await createSoftwareKey({ profile: 'full' }));
    if (question.slow !== undefined) key.faults.slow = question.slow;
    ({ port } = await serveUdp(key, { port: 0, replyPort: question.replyPort }));
  }
  return { port, times, recorded };
});

function timed(key: SoftwareKey): SoftwareKey {
  let askedAt: number | undefined;
  const connect: SoftwareKey['connect'] = () => {
    const transport = key.connect();
    return {
      ...transport,
      send: report => {
        askedAt = performance.now();
        recorded.push({ direction: 'out', report });
        return transport.send(report);
      },
      onReport: listener =>
        transport.onReport(report => {
          if (askedAt !== undefined && !isKeepAlive(report)) {
            times.push(performance.now() - askedAt);
            askedAt = undefined;
          }
          recorded.push({ direction: 'in', report });
          listener(report);
        }),
    };
  };
  return new Proxy(key, { get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name, target)) });
}
