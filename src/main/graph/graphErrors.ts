import { z } from 'zod';
import { type ErrorCode, KeydeskError } from '../../contract/errors.ts';

const errorBody = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string().optional(),
    innerError: z.object({ 'request-id': z.string().optional() }).optional(),
  }),
});

/** What a 404 means depends on what was asked for. */
export type Subject = 'user' | 'method' | 'other';

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
  other: 'graph-not-found',
};

/** A refusal of Graph's as the app's error, with Graph's own code, message and request-id (graph.md, 8). */
export function graphError(response: Response, body: string, subject: Subject, name: string): KeydeskError {
  const parsed = parseBody(body);
  const message = parsed?.message ?? '';
  return new KeydeskError(codeOf(response.status, message, subject), {
    status: response.status,
    ...(subject === 'user' ? { user: name } : {}),
    ...(parsed?.code === undefined ? {} : { graphCode: parsed.code }),
    ...(message === '' ? {} : { graphMessage: message }),
    requestId: parsed?.innerError?.['request-id'] ?? response.headers.get('request-id') ?? '',
  });
}

function codeOf(status: number, message: string, subject: Subject): ErrorCode {
  if (status === 404) return notFound[subject];
  if (status === 400) return refusalOf(message);
  return byStatus[status] ?? (status >= 500 ? 'graph-unavailable' : 'graph-refused');
}

/** No public source gives codes for these refusals, so only an unmistakable message is read; the rest stays general. */
function refusalOf(message: string): ErrorCode {
  if (/challenge.*expired|expired.*challenge/i.test(message)) return 'challenge-expired';
  if (/aaguid/i.test(message)) return 'aaguid-refused';
  if (/attestation.*(not|fail|invalid|enforce|trust)/i.test(message)) return 'attestation-refused';
  return 'graph-refused';
}

function parseBody(body: string): z.infer<typeof errorBody>['error'] | undefined {
  try {
    return errorBody.parse(JSON.parse(body)).error;
  } catch {
    return undefined;
  }
}
