import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A message as it arrived. */
export interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly at: number;
}

type Answer = (message: Received, response: ServerResponse) => void;

/** A receiver on this computer, over real HTTP. */
export interface Receiver {
  readonly url: string;
  readonly messages: Received[];
  /** Its response from now on. Default: status 200. */
  answer: Answer;
  close(): Promise<void>;
}

export async function openReceiver(tls?: { key: string; cert: string }): Promise<Receiver> {
  const messages: Received[] = [];
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    const headers = request.headers as Record<string, string>;
    const message = { headers, body: await text(request), at: Date.now() };
    messages.push(message);
    receiver.answer(message, response);
  };
  const server = tls === undefined ? createServer(listen) : createSecureServer(tls, listen);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hook`,
    messages,
    answer: (_message, response) => response.end('ok'),
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
  return receiver;
}

/** Returns a response with a status alone. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_message, response) => response.writeHead(code, headers).end();
}
