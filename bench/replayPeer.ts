/** The floor's key: answers every request with recorded reports and thinks about nothing. */
import { createSocket } from 'node:dgram';
import { parsePacket } from '../src/ctap/hid/packets.ts';
import { answerQuestions } from './peer.ts';
import { answerTo } from './reports.ts';

export type ReplayQuestion = { readonly replyPort: number; readonly answers: readonly Uint8Array[][] } | 'rewind';

let turn = 0;

answerQuestions<ReplayQuestion, number>(async question => {
  turn = 0;
  return question === 'rewind' ? 0 : serve(question.replyPort, question.answers);
});

async function serve(replyPort: number, answers: readonly Uint8Array[][]): Promise<number> {
  const socket = createSocket('udp4');
  let missing = 0;
  socket.on('message', datagram => {
    const packet = parsePacket(datagram);
    if (packet === undefined) return;
    if (packet.kind === 'init') missing = packet.length - packet.data.length;
    else missing -= packet.data.length;
    if (missing > 0) return;
    for (const report of answers[turn] ?? []) socket.send(answerTo(datagram, report), replyPort, '127.0.0.1');
    turn++;
  });
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}
