import { z } from 'zod';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { parseWellFormed } from '../../../contract/text/wellFormed.ts';
import { claimsChallenge } from './claimsChallenge.ts';
import { purposeOf } from './purpose.ts';
import { waitToldBy } from './retry.ts';

/** Graph's error format. Its services use both spellings of `innerError`. */
const inner = z.object({ 'request-id': z.string().nullish(), code: z.string().nullish() }).nullish().catch(undefined);
const errorBody = z.object({
  error: z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    innerError: inner,
    innererror: inner,
  }),
});

/**
 * The subject of a refused request. `delta` is the first request of a round. `delta-link` is a request with a link from
 * Graph: if Graph refuses such a link, only a new round can help.
 */
export type RequestSubject = 'user' | 'method' | 'delta' | 'delta-link' | 'other';

/** Maximum length of foreign text that a person sees, in characters. */
const MAX_MESSAGE = 500;

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'graph-unauthorized',
  403: 'graph-forbidden',
  405: 'graph-method-not-allowed',
  409: 'graph-conflict',
  429: 'graph-throttled',
};
const notFound: Readonly<Record<RequestSubject, ErrorCode>> = {
  user: 'user-not-found',
  method: 'passkey-not-found',
  delta: 'graph-not-found',
  'delta-link': 'graph-delta-expired',
  other: 'graph-not-found',
};

/**
 * Graph's codes and messages for an expired link (graph.md, 6). Its services spell them differently, so upper and lower
 * case do not matter. The status does not matter either, unless it has a meaning of its own (`NOT_ABOUT_LINKS`).
 */
const LINK_EXPIRED_CODE = /^_?(syncState|resync|\w*(expired|invalid|bad)\w*(delta|page|skip|sync)\w*token)/i;
const LINK_EXPIRED_MESSAGE =
  /\b(delta|sync|page|skip)[ -]?(token|state|link)\b.*\b(expired|invalid|malformed|not found|older than|too old)|\bolder than \d+ days\b|\bsynchroni[sz]ed again\b|\bresync/i;
/** Statuses about permissions and throttling, which come before the link. */
const NOT_ABOUT_LINKS: readonly number[] = [401, 403, 429];
/** Services of Microsoft Entra ID that need a license return this code, or a message about it. */
const LICENSE_CODE = /NonPremiumTenant/i;
const LICENSE_MESSAGE =
  /\bpremium licen[sc]e\b|\blicen[sc]e\b.*\b(required|missing|not have)|\brequires? .*\blicen[sc]e\b/i;

/**
 * Converts a refusal of Graph to a KeydeskError (graph.md, 8). Params: status; graphCode, graphMessage and requestId
 * from Graph; retryAfter in seconds, if Graph sends it; user, if the request named one; needs, for a 403, the
 * permission to grant.
 */
export function graphError(
  response: Response,
  body: string,
  { subject, user, path }: { subject: RequestSubject; user: string | undefined; path: string },
): KeydeskError {
  const purpose = response.status === 403 ? purposeOf(path) : undefined;
  const error = parseBody(body);
  const message = error?.message?.slice(0, MAX_MESSAGE);
  const requestId =
    error?.innerError?.['request-id'] ?? error?.innererror?.['request-id'] ?? response.headers.get('request-id');
  const wait = waitToldBy(response.headers, Date.now());
  const demanded = claimsChallenge(response.headers) !== undefined;
  const codes = [error?.code, error?.innerError?.code, error?.innererror?.code].filter(code => code != null);
  const answered = codeOf(response.status, codes, message ?? '', subject);
  return new KeydeskError(demanded ? 'sign-in-stronger' : answered, {
    status: response.status,
    ...(user === undefined ? {} : { user }),
    ...(purpose === undefined ? {} : { needs: purpose }),
    ...(error?.code ? { graphCode: error.code } : {}),
    ...(message === undefined ? {} : { graphMessage: message }),
    ...(requestId === null ? {} : { requestId }),
    ...(wait === undefined ? {} : { retryAfter: Math.ceil(wait / 1000) }),
  });
}

function codeOf(status: number, codes: readonly string[], message: string, subject: RequestSubject): ErrorCode {
  if (status < 400) return 'graph-malformed';
  if (
    status < 500 &&
    (codes.some(code => LICENSE_CODE.test(code)) || (status === 403 && LICENSE_MESSAGE.test(message)))
  ) {
    return 'graph-license-missing';
  }
  const inRound = subject === 'delta' || subject === 'delta-link';
  const unknownLink = status === 400 || status === 404 || status === 410;
  if (unknownLink && (subject === 'delta-link' || (inRound && status === 410))) return 'graph-delta-expired';
  if (!NOT_ABOUT_LINKS.includes(status)) {
    // In other requests, an unusual status may be about the data to write, and words alone prove nothing.
    const told = (inRound && status < 500) || unknownLink ? LINK_EXPIRED_MESSAGE.test(message) : false;
    if (told || codes.some(code => LINK_EXPIRED_CODE.test(code))) {
      return inRound ? 'graph-delta-expired' : 'graph-page-expired';
    }
  }
  if (status === 404) return notFound[subject];
  if (status === 400) return refusalOf(message);
  return byStatus[status] ?? (status >= 500 ? 'graph-unavailable' : 'graph-refused');
}

/**
 * No public source documents codes for these refusals. So only an unmistakable message is recognized; all others get
 * the general code.
 */
function refusalOf(message: string): ErrorCode {
  if (/challenge[^.]*\bexpired|\bexpired[^.]*challenge/i.test(message)) return 'challenge-expired';
  if (/\baaguid\b[^.]*\b(not allowed|blocked|restrict)/i.test(message)) return 'aaguid-refused';
  if (/\battestation\b[^.]*\b(not trusted|failed|invalid|required|enforced)/i.test(message))
    return 'attestation-refused';
  return 'graph-refused';
}

function parseBody(body: string): z.infer<typeof errorBody>['error'] | undefined {
  try {
    return errorBody.parse(parseWellFormed(body)).error;
  } catch {
    // The body is not in Graph's error format: the status decides.
    return undefined;
  }
}
