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
  /** Timeout for the whole exchange, from DNS to the last byte of the answer, in ms. */
  readonly timeout: number;
  /** Maximum size of the answer in bytes, decompressed. With 0, only the head is read and the body is discarded. */
  readonly most: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Maximum number of interim answers (1xx) before the answer. */
const MOST_INTERIM = 16;
/** How much of an unread answer is discarded so that its connection can be reused, in bytes and ms. */
const REST = { bytes: 64 * 1024, ms: 2000 };

/**
 * Sends one request and returns its answer with any status. It always ends: at the timeout, when the signal aborts, or
 * with the exchange. For this it does not rely on Node's events, because a request that waits for a connection emits
 * none. SECURITY: redirects are returned as answers and never followed.
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

/**
 * Discards the rest of an answer, so that the connection can be reused. SECURITY: closes the connection if the rest is
 * long or endless.
 */
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
