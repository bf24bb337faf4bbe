import { z } from 'zod';
import { type ErrorCode, KeydeskError } from '../../contract/errors.ts';
import { claimsChallenge } from './claimsChallenge.ts';
import { waitToldBy } from './retry.ts';

/** Graph's form of an error; `innerError` is spelt in both ways by its services. */
const inner = z.object({ 'request-id': z.string().optional() }).optional();
const errorBody = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string().optional(),
    innerError: inner,
    innererror: inner,
  }),
});

/** What a 404 means depends on what was asked for. */
export type Subject = 'user' | 'method' | 'delta' | 'other';

/** As much of a foreign text as a person may be asked to read. */
const MAX_MESSAGE = 500;

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'graph-unauthorized',
  403: 'graph-forbidden',
  405: 'graph-method-not-allowed',
  409: 'graph-conflict',
  429: 'graph-throttled',
};
const notFound: Readonly<Record<Subject, ErrorCode>> = {
  user: 'user-not-found',
  method: 'passkey-not-found',
  delta: 'graph-not-found',
  other: 'graph-not-found',
};

/**
 * A refusal of Graph's as the app's error (graph.md, 8). Params: status; graphCode, graphMessage and requestId as Graph
 * gave them; user where a user was named; retryAfter in seconds where Graph asks for a wait.
 */
export function graphError(response: Response, body: string, subject: Subject, user?: string): KeydeskError {
  const error = parseBody(body);
  const message = error?.message?.slice(0, MAX_MESSAGE);
  const requestId =
    error?.innerError?.['request-id'] ?? error?.innererror?.['request-id'] ?? response.headers.get('request-id');
  const wait = waitToldBy(response.headers, Date.now());
  const demanded = claimsChallenge(response.headers) !== undefined;
  return new KeydeskError(demanded ? 'sign-in-stronger' : codeOf(response.status, message ?? '', subject), {
    status: response.status,
    ...(user === undefined ? {} : { user }),
    ...(error?.code === undefined ? {} : { graphCode: error.code }),
    ...(message === undefined ? {} : { graphMessage: message }),
    ...(requestId === null ? {} : { requestId }),
    ...(wait === undefined ? {} : { retryAfter: Math.ceil(wait / 1000) }),
  });
}

function codeOf(status: number, message: string, subject: Subject): ErrorCode {
  if (status < 400) return 'graph-malformed';
  if (status === 404) return notFound[subject];
  if (status === 400) return refusalOf(message);
  if (status === 410 && subject === 'delta') return 'graph-delta-expired';
  return byStatus[status] ?? (status >= 500 ? 'graph-unavailable' : 'graph-refused');
}

/** No public source gives codes for these refusals, so only an unmistakable message is read; the rest stays general. */
function refusalOf(message: string): ErrorCode {
  if (/challenge[^.]*\bexpired|\bexpired[^.]*challenge/i.test(message)) return 'challenge-expired';
  if (/\baaguid\b[^.]*\b(not allowed|blocked|restrict)/i.test(message)) return 'aaguid-refused';
  if (/\battestation\b[^.]*\b(not trusted|failed|invalid|required|enforced)/i.test(message))
    return 'attestation-refused';
  return 'graph-refused';
}

function parseBody(body: string): z.infer<typeof errorBody>['error'] | undefined {
  try {
    return errorBody.parse(JSON.parse(body)).error;
  } catch {
    return undefined;
  }
}
