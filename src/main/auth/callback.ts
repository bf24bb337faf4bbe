/**
 * Ends a sign-in that waits for the browser: MSAL's listener at the loopback address is told, in the browser's place, that
 * nobody signs in (RFC 6749, 4.1.2.1). It has no other way to be stopped, and closes its port with this.
 * @param authorizeUrl the address that the browser was sent to; it names the listener and the state that it expects
 */
export async function endBrowserSignIn(authorizeUrl: string): Promise<void> {
  const { searchParams } = new URL(authorizeUrl);
  const { port } = new URL(searchParams.get('redirect_uri') ?? 'http://localhost');
  const body = new URLSearchParams({ error: 'access_denied', state: searchParams.get('state') ?? '' });
  // It may have been answered in this very moment; then there is nobody to tell.
  await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body }).catch(() => undefined);
}
