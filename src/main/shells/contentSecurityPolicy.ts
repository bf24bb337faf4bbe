import { randomBytes } from 'node:crypto';

/** What in the page's HTML stands for the nonce of one delivery. */
const PLACEHOLDER = '__CSP_NONCE__';

/**
 * A page and its policy with a nonce of their own. SECURITY: nothing from elsewhere, no inline script; styles only with
 * the nonce, which Fluent's renderer is given through a meta element.
 */
export function withNonce(html: string, connect: string): { html: string; policy: string } {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { html: html.replaceAll(PLACEHOLDER, nonce), policy };
}
