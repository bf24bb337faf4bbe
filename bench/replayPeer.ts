/** The floor's key: gives the recorded answers, each after as long as the key computed over it. */
import { createSocket } from 'node:dgram';
import { parsePacket } from '../src/ctap/hid/packets.ts';
import { answerQuestions } from './peer.ts';
import { answerTo, type RecordedAnswer } from './reports.ts';

export type ReplayQuestion = { readonly replyPort: number; readonly answers: readonly RecordedAnswer[] } | 'rewind';

let turn = 0;

answerQuestions<ReplayQuestion, number>(async question => {
  turn = 0;
  return question === 'rewind' ? 0 : serve(question.replyPort, question.answers);
});

async function serve(replyPort: number, answers: readonly RecordedAnswer[]): Promise<number> {
  const socket = createSocket('udp4');
  let missing = 0;
  socket.on('message', datagram => {
    const packet = parsePacket(datagram);
    if (packet === undefined) return;
    if (packet.kind === 'init') missing = packet.length - packet.data.length;
    else missing -= packet.data.length;
    if (missing > 0) return;
    const { ms, reports } = answers[turn] ?? { ms: 0, reports: [] };
    busyFor(ms);
    for (const report of reports) socket.send(answerTo(datagram, report), replyPort, '127.0.0.1');
    turn++;
  });
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
