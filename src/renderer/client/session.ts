import type { KeyKind } from '../../contract/system/windowProof.ts';
import { ConnectionRefused } from './transport.ts';

const SESSION = 'keydesk.session';
const TOKEN = 'keydesk.token';
const FRAGMENT = /^#token=([\w-]+)$/;

takeToken();

/**
 * SECURITY: the token leaves the address bar before anything else runs, so that neither history nor a screenshot keeps it. Until the
 * server has admitted this window the tab keeps it, so that a reload in between does not lose the way in.
 */
function takeToken(): void {
  const token = FRAGMENT.exec(window.location.hash)?.[1];
  if (token === undefined) return;
  window.sessionStorage.setItem(TOKEN, token);
  window.history.replaceState(null, '', window.location.pathname);
}

/** What this window proves itself with, and expects of the server. */
export interface WindowKey {
  readonly kind: KeyKind;
  readonly key: string;
}

/**
 * Returns the keys by which the loopback server may know this window, in the order in which to try them. There are two only where
 * the window was reloaded in the middle of coming in: then it does not know whether the server has opened the session.
 * @throws ConnectionRefused unauthorized where there is none
 */
export function windowKeys(): WindowKey[] {
  const kinds = [
    ['session', SESSION],
    ['token', TOKEN],
  ] as const;
  const keys = kinds.flatMap(([kind, name]) => {
    const key = window.sessionStorage.getItem(name);
    return key === null ? [] : [{ kind, key }];
  });
  if (keys.length === 0) throw new ConnectionRefused('unauthorized');
  return keys;
}

/** Keeps the key of the session that the token opens. */
export function keepSession(key: string): void {
  window.sessionStorage.setItem(SESSION, key);
}

/** Call when the server has admitted this window: the token is worth nothing any more. */
export function forgetToken(): void {
  window.sessionStorage.removeItem(TOKEN);
}
