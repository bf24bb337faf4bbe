/** The key of the bench. It tells how long it computed, from a request's last report to the answer's first one. */
import { createSoftwareKey, type SoftwareKey } from '../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../src/simulator/key/udp.ts';
import { answerQuestions } from './peer.ts';
import { isKeepAlive, type RecordedReport } from './reports.ts';

export type KeyQuestion = { readonly replyPort: number } | 'forget' | 'tell';

export interface KeyAnswer {
  readonly port: number;
  /** Milliseconds inside the key, one entry a transaction since it was told to forget. */
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
