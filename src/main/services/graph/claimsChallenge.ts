/**
 * Returns the claims, as JSON, that an answer demands in a new token; undefined where it demands none. Graph sends them in
 * WWW-Authenticate with 401 when a session was revoked or its risk changed (continuous access evaluation), and with 401 or 403
 * when Conditional Access wants an authentication context (graph.md, 9).
 */
export function claimsChallenge(headers: Headers): string | undefined {
  const encoded = /\bclaims\s*=\s*"([^"]+)"/i.exec(headers.get('www-authenticate') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  // Base64 by the documentation, base64url in the field; both decode here.
  const claims = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(claims);
    return typeof value === 'object' && value !== null ? claims : undefined;
  } catch {
    // No challenge that anybody could answer: the refusal itself is reported.
    return undefined;
  }
}
