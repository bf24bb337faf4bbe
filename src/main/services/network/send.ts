import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ACCEPTED, readBody } from './body.ts';
import { NetworkFault, toFault } from './fault.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For the whole exchange, from looking the name up to the last byte of the answer, in ms. */
  readonly timeout: number;
  /** Most bytes of the answer, decompressed; 0 ends with the head, and what follows is thrown away. */
  readonly most: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Interim answers (1xx) that a server may send before its answer. */
const MOST_INTERIM = 16;
/** What is left of an answer that nobody reads, so that its connection can serve the next request: bytes and ms. */
const REST = { bytes: 64 * 1024, ms: 2000 };

/**
 * Sends one request and returns its answer, whatever the status. It always ends by itself: at the deadline, at the signal, or with
 * the exchange. It does not rely on Node's events for that, since a request that waits for a connection emits none.
 * SECURITY: redirects are answers like any other and never followed.
 * @throws NetworkFault
 */
export function send(request: HttpRequest, agent: Agent): Promise<HttpAnswer> {
  const { url, method, headers, body, signal, timeout, most } = request;
  const secure = url.protocol === 'https:';
  return new Promise<HttpAnswer>((resolve, reject) => {
    let sent = false;
    let interim = 0;
    const outgoing = (secure ? requestHttps : requestHttp)(url, {
      method,
      agent,
      headers: {
        'accept-encoding': most === 0 ? 'identity' : ACCEPTED,
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      settle();
      reject(toFault(error, sent));
      outgoing.destroy();
    };
    const onAbort = () => fail(new NetworkFault('cancelled', { sent }));
    const timer = setTimeout(() => fail(new NetworkFault('timeout', { sent })), timeout);
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });

    outgoing.on('socket', socket => {
      if (outgoing.reusedSocket) sent = true;
      else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
    });
    outgoing.on('information', () => {
      if (++interim > MOST_INTERIM) fail(new NetworkFault('malformed', { sent, reason: 'INTERIM_ANSWERS' }));
    });
    outgoing.on('error', fail);
    outgoing.on('close', () => fail(new NetworkFault('unreachable', { sent, reason: 'CLOSED' })));
    outgoing.on('response', response => {
      outgoing.removeAllListeners('close');
      const head = { status: response.statusCode ?? 0, headers: headersOf(response) };
      if (most === 0) {
        settle();
        resolve({ ...head, body: Buffer.alloc(0) });
        return discard(response);
      }
      readBody(response, most).then(read => {
        settle();
        resolve({ ...head, body: read });
      }, fail);
    });
    outgoing.end(body);
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return headers;
}

/** Lets the connection be used again after a short rest. SECURITY: ends it where the rest is long, or never ends. */
function discard(response: IncomingMessage): void {
  let length = 0;
  const over = setTimeout(() => response.destroy(), REST.ms).unref();
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > REST.bytes) response.destroy();
  });
  response.on('error', () => undefined);
  response.on('close', () => clearTimeout(over));
}
