/**
 * A receiver of webhooks in a process of its own. It fails one message in ten, and remembers the ones that it accepted.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { answerQuestions } from './peer.ts';

export type ReceiverQuestion = 'start' | 'end';
export interface ReceiverAnswer {
  readonly url: string;
  readonly messages: number;
  /** The number of accepted messages. Each id counts once. */
  readonly taken: number;
  /** The number of users of whom it accepted an event before an earlier one. */
  readonly outOfOrder: number;
}

const taken = new Set<string>();
const newest = new Map<string, number>();
const late = new Set<string>();
let messages = 0;
let url = '';

const server = createServer(async (request, response) => {
  const { id, data } = (await json(request)) as { id: string; data: { userId: string } };
  messages++;
  if (messages % 10 === 0) return void response.writeHead(500).end();
  response.end();
  if (taken.has(id)) return;
  taken.add(id);
  const n = Number(id.slice('event '.length));
  if (n < (newest.get(data.userId) ?? -1)) late.add(data.userId);
  newest.set(data.userId, n);
});

answerQuestions<ReceiverQuestion, ReceiverAnswer>(async question => {
  if (question === 'start') {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }
  return { url, messages, taken: taken.size, outOfOrder: late.size };
});
