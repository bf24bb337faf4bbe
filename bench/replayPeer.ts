/**
 * The key of the floor. Over the same kind of pipe as the software key it returns the recorded answers, each after the
 * time that the key needed for it.
 */
import { parsePacket } from '../src/ctap/hid/packets.ts';
import { pipe } from '../src/simulator/key/pipe.ts';
import { serveUdp } from '../src/simulator/key/udp.ts';
import { answerQuestions } from './peer.ts';
import { answerTo, type RecordedAnswer } from './reports.ts';

export type ReplayQuestion = { readonly replyPort: number; readonly answers: readonly RecordedAnswer[] } | 'rewind';

let turn = 0;

answerQuestions<ReplayQuestion, number>(async question => {
  turn = 0;
  return question === 'rewind' ? 0 : serve(question.replyPort, question.answers);
});

async function serve(replyPort: number, answers: readonly RecordedAnswer[]): Promise<number> {
  let missing = 0;
  const { transport, end } = pipe(
    request => {
      const packet = parsePacket(request);
      if (packet === undefined) return;
      if (packet.kind === 'init') missing = packet.length - packet.data.length;
      else missing -= packet.data.length;
      if (missing > 0) return;
      const { ms, reports } = answers[turn] ?? { ms: 0, reports: [] };
      busyFor(ms);
      for (const report of reports) end.deliver(answerTo(request, report));
      turn++;
    },
    () => undefined,
  );
  const key = { connect: () => transport, powered: true, powerCycle: () => undefined };
  const { port } = await serveUdp(key, { port: 0, replyPort });
  return port;
}

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
