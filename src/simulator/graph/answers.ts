import { randomUUID } from 'node:crypto';

/** A response before it is sent. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error response of Graph. */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Creates an error in Graph's form. `identified` adds the ids. */
export function errorAnswer({
  status,
  code,
  message,
  headers,
}: Pick<GraphRefusal, 'status' | 'code' | 'message'> & Partial<Pick<GraphRefusal, 'headers'>>): Answer {
  const own: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'Bearer realm="", error="invalid_token"' } : {};
  return { status, body: { error: { code, message } }, headers: { ...own, ...headers } };
}

/** Adds an id and the client's request id to a response. An error has both in its body, too. */
export function identified(answer: Answer, clientRequestId: string | undefined, now: number): Answer {
  const requestId = randomUUID();
  const ids = { 'request-id': requestId, 'client-request-id': clientRequestId ?? requestId };
  const headers = { date: new Date(now).toUTCString(), ...ids, ...answer.headers };
  if (answer.status < 400) return { ...answer, headers };
  const { error } = answer.body as { error: object };
  const innerError = { date: new Date(now).toISOString().slice(0, 19), ...ids };
  return { status: answer.status, body: { error: { ...error, innerError } }, headers };
}
