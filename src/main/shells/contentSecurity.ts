import { randomBytes } from 'node:crypto';

/** Returns a new nonce. Use it for one document only. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * Returns the headers of everything that the window loads. SECURITY: scripts come only from the app. The nonce allows
 * only the styles that Fluent UI creates at run time.
 */
export function securityHeaders(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), clipboard-write=(self)',
    'cache-control': 'no-store',
  };
}
