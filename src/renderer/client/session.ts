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

/**
 * The bearer of this window's session with the loopback server: kept for this tab, so that a reload works, or got in
 * exchange for the one-time token.
 * @throws ConnectionRefused where there is neither
 */
export async function openSession(): Promise<string> {
  const stored = window.sessionStorage.getItem(STORED);
  if (stored !== null) return stored;
  if (oneTimeToken === null) throw new ConnectionRefused('no token');
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: oneTimeToken }),
  });
  if (!response.ok) throw new ConnectionRefused(`status ${response.status}`);
  const { session } = (await response.json()) as { session: string };
  window.sessionStorage.setItem(STORED, session);
  return session;
}

/** Whether the server still knows the session; throws where it cannot be reached. Forgets a session that ended. */
export async function isSessionAlive(session: string): Promise<boolean> {
  const response = await fetch('/session', { headers: { authorization: `Bearer ${session}` } });
  if (!response.ok) window.sessionStorage.removeItem(STORED);
  return response.ok;
}
