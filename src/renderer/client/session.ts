import type { KeyKind } from '../../contract/system/windowProof.ts';
import { ConnectionRefused } from './transport.ts';

const SESSION = 'keydesk.session';
const TOKEN = 'keydesk.token';
const FRAGMENT = /^#token=([\w-]+)$/;

takeToken();

/**
 * SECURITY: removes the token from the address bar before anything else runs, so that neither history nor a screenshot
 * contains it. The tab stores it until the server has admitted this window, so that a reload before that still works.
 */
function takeToken(): void {
  const token = FRAGMENT.exec(window.location.hash)?.[1];
  if (token === undefined) return;
  window.sessionStorage.setItem(TOKEN, token);
  window.history.replaceState(null, '', window.location.pathname);
}

/** The key by which this window and the server prove themselves to each other. */
export interface WindowKey {
  readonly kind: KeyKind;
  readonly key: string;
}

/**
 * Returns the keys by which the loopback server may know this window, in the order in which to try them. There are two
 * only if the window was reloaded during the handshake, because it then does not know whether the server has opened the
 * session.
 * @throws ConnectionRefused unauthorized if there is none
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

/** Stores the key of the session that the token opens. */
export function keepSession(key: string): void {
  window.sessionStorage.setItem(SESSION, key);
}

/** Call when the server has admitted this window. The token is invalid from then on. */
export function forgetToken(): void {
  window.sessionStorage.removeItem(TOKEN);
}
