import { type Spoken, wordsOf } from '../../words/say.ts';
import type { Values } from '../../words/types.ts';
import type { ErrorCode } from './errors.ts';
import { each, type Words } from './wording.ts';

/** What is added to the words of a code: the answer of Graph or Entra, or the reason why a server cannot be reached. */
type Addition = 'graph' | 'sign-in' | 'network';

const additions: Partial<Record<ErrorCode, Addition>> = {
  ...each(['graph-forbidden', 'graph-not-found', 'graph-method-not-allowed', 'graph-conflict'], 'graph'),
  ...each(['graph-unavailable', 'graph-license-missing', 'graph-refused', 'aaguid-refused'], 'graph'),
  ...each(['attestation-refused', 'policy-unreadable', 'policy-groups-unreadable'], 'graph'),
  ...each(['tenant-unknown', 'client-unknown', 'public-client-off', 'redirect-missing'], 'sign-in'),
  ...each(['consent-missing', 'mfa-required', 'sign-in-expired', 'sign-in-refused'], 'sign-in'),
  ...each(['client-secret-refused', 'client-secret-expired'], 'sign-in'),
  ...each(['certificate-refused', 'certificate-expired'], 'sign-in'),
  ...each(['graph-unreachable', 'server-unreachable', 'login-unreachable'], 'network'),
  ...each(['metadata-unreachable', 'webhook-unreachable'], 'network'),
};

/** Returns the words of a failure with the server's answer, or the network problem. */
export function extended(words: Words, code: ErrorCode, facts: Values, language?: Spoken): Words {
  switch (additions[code]) {
    case 'graph':
      return { ...words, message: withAnswer(words.message, facts, facts.graphMessage, language) };
    case 'sign-in':
      return { ...words, message: withAnswer(words.message, facts, facts.stsMessage, language) };
    case 'network':
      return withReason(words, facts, language);
    default:
      return words;
  }
}

/**
 * Adds Microsoft's message, and the id by which an administrator finds the request or the sign-in in the tenant's log.
 */
function withAnswer(message: string, facts: Values, said: Values[string], language: Spoken | undefined): string {
  const words = wordsOf('graphAnswer', language);
  const { requestId, correlationId } = facts;
  const whole = said ? words.said({ message, graphMessage: said }) : message;
  if (requestId) return words.request({ message: whole, requestId });
  return correlationId ? words.correlation({ message: whole, correlationId }) : whole;
}

/** Adds why a server cannot be reached, if a proxy or a certificate is the reason. */
function withReason(words: Words, facts: Values, language: Spoken | undefined): Words {
  const { proxy, proxyStatus, untrusted } = facts;
  const reasons = wordsOf('networkReasons', language);
  const reason = (own: { message: (values: Values) => string; next: string }) => ({
    message: `${words.message} ${own.message(facts)}`,
    next: own.next,
  });
  if (untrusted !== undefined) return reason(reasons.untrusted);
  if (proxy === undefined) return words;
  if (proxyStatus === 407) return reason(reasons.password);
  return reason(proxyStatus === undefined ? reasons.silent : reasons.refused);
}
