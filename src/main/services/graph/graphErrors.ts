import { z } from 'zod';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { parseWellFormed } from '../../../contract/text/wellFormed.ts';
import { claimsChallenge } from './claimsChallenge.ts';
import { purposeOf } from './purpose.ts';
import { waitToldBy } from './retry.ts';

/** Graph's form of an error; `innerError` is spelt in both ways by its services. */
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
 * What a refusal is about. `delta` is the first request of a round, `delta-link` one by a link that Graph gave: where such a
 * link is refused, only a new round can help.
 */
export type Subject = 'user' | 'method' | 'delta' | 'delta-link' | 'other';

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
  'delta-link': 'graph-delta-expired',
  other: 'graph-not-found',
};

/**
 * The codes and messages by which Graph says that it no longer knows where a link stands (graph.md, 6). Its services spell
 * them differently, so capitals do not matter, nor does the status, unless it says something of its own (`NOT_ABOUT_LINKS`).
 */
const LINK_EXPIRED_CODE = /^_?(syncState|resync|\w*(expired|invalid|bad)\w*(delta|page|skip|sync)\w*token)/i;
const LINK_EXPIRED_MESSAGE =
  /\b(delta|sync|page|skip)[ -]?(token|state|link)\b.*\b(expired|invalid|malformed|not found|older than|too old)|\bolder than \d+ days\b|\bsynchroni[sz]ed again\b|\bresync/i;
/** Who asks, and how often, comes before what is asked for. */
const NOT_ABOUT_LINKS: readonly number[] = [401, 403, 429];
/** Parts of Microsoft Entra ID that need a license of their own say so with this code, or in words. */
const LICENSE_CODE = /NonPremiumTenant/i;
const LICENSE_MESSAGE =
  /\bpremium licen[sc]e\b|\blicen[sc]e\b.*\b(required|missing|not have)|\brequires? .*\blicen[sc]e\b/i;

/**
 * A refusal of Graph's as the app's error (graph.md, 8). Params: status; graphCode, graphMessage and requestId as Graph
 * gave them; retryAfter in seconds where Graph says when to come again; user where a user was named; needs, of a 403, what to grant.
 */
export function graphError(
  response: Response,
  body: string,
  { subject, user, path }: { subject: Subject; user: string | undefined; path: string },
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

function codeOf(status: number, codes: readonly string[], message: string, subject: Subject): ErrorCode {
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
    // Elsewhere an unusual status may be about what was to be written, and words alone prove nothing.
    const told = (inRound && status < 500) || unknownLink ? LINK_EXPIRED_MESSAGE.test(message) : false;
    if (told || codes.some(code => LINK_EXPIRED_CODE.test(code))) {
      return inRound ? 'graph-delta-expired' : 'graph-page-expired';
    }
  }
  if (status === 404) return notFound[subject];
  if (status === 400) return refusalOf(message);
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
    return errorBody.parse(parseWellFormed(body)).error;
  } catch {
    // A body in no form of Graph's: the status tells what is wrong.
    return undefined;
  }
}
