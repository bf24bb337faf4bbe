import { randomUUID } from 'node:crypto';

/** An answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal, in the words Graph has for it. */
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

/** An error in Graph's own form. Its ids are filled in by `identified`. */
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

/** Every answer has an id, and echoes the client's; an error tells both in its body too. */
export function identified(answer: Answer, clientRequestId: string | undefined, now: number): Answer {
  const requestId = randomUUID();
  const ids = { 'request-id': requestId, 'client-request-id': clientRequestId ?? requestId };
  const headers = { date: new Date(now).toUTCString(), ...ids, ...answer.headers };
  if (answer.status < 400) return { ...answer, headers };
  const { error } = answer.body as { error: object };
  const innerError = { date: new Date(now).toISOString().slice(0, 19), ...ids };
  return { status: answer.status, body: { error: { ...error, innerError } }, headers };
}
