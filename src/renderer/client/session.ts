import type { KeyKind } from '../../contract/windowProof.ts';
import { ConnectionRefused } from './transport.ts';

const STORED = 'keydesk.session';
const FRAGMENT = /^#token=([\w-]+)$/;

const oneTimeToken = takeToken();

/** SECURITY: the token leaves the address bar before anything else runs, so that neither history nor a screenshot keeps it. */
function takeToken(): string | null {
  const token = FRAGMENT.exec(window.location.hash)?.[1] ?? null;
  if (token !== null) window.history.replaceState(null, '', window.location.pathname);
  return token;
}

/** What this window proves itself with, and expects of the server. */
export interface WindowKey {
  readonly kind: KeyKind;
  readonly key: string;
}

/**
 * Returns the key of this window's session with the loopback server: kept for this tab, so that a reload works; before
 * there is a session, the one-time token of the address.
 * @throws ConnectionRefused unauthorized where there is neither
 */
export function windowKey(): WindowKey {
  const session = window.sessionStorage.getItem(STORED);
  if (session !== null) return { kind: 'session', key: session };
  if (oneTimeToken === null) throw new ConnectionRefused('unauthorized');
  return { kind: 'token', key: oneTimeToken };
}

/** Keeps the key of the session that the token opens. */
export function keepSession(key: string): void {
  window.sessionStorage.setItem(STORED, key);
}
