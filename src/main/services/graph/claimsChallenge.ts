/**
 * Returns the claims, as JSON, that a response requires in a new token, or undefined if there are none. Graph sends
 * them in WWW-Authenticate: with 401 if a session was revoked or its risk changed (continuous access evaluation), and
 * with 401 or 403 if Conditional Access requires an authentication context (graph.md, 9).
 */
export function claimsChallenge(headers: Headers): string | undefined {
  const encoded = /\bclaims\s*=\s*"([^"]+)"/i.exec(headers.get('www-authenticate') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  // The documentation says base64, real responses use base64url. This decodes both.
  const claims = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(claims);
    return typeof value === 'object' && value !== null ? claims : undefined;
  } catch {
    // The challenge is not readable, so Keydesk reports the refusal itself.
    return undefined;
  }
}
