import type { AuthenticationResult, InteractiveRequest, PublicClientApplication } from '@azure/msal-node';
import { KeydeskError } from '../../contract/errors.ts';
import { endBrowserSignIn } from './callback.ts';
import type { Opener } from './opener.ts';
import { failedPage, signedInPage } from './pages.ts';

export interface InteractiveOptions {
  request: Pick<InteractiveRequest, 'scopes' | 'prompt' | 'nonce'>;
  open: Opener;
  /** Called when the browser has the address. */
  opened: () => void;
  signal: AbortSignal;
  /** Longest wait for a person, in ms. */
  timeout: number;
}

/**
 * A sign-in in the system's browser, which MSAL waits for at a loopback address (RFC 8252) for as long as anybody wants.
 * @throws KeydeskError cancelled, sign-in-timeout; what MSAL throws
 */
export async function interactiveAnswer(
  client: PublicClientApplication,
  { request, open, opened, signal, timeout }: InteractiveOptions,
): Promise<AuthenticationResult> {
  let ended: 'cancelled' | 'sign-in-timeout' | undefined;
  const over = new AbortController();
  try {
    return await client.acquireTokenInteractive({
      ...request,
      successTemplate: signedInPage,
      errorTemplate: failedPage,
      openBrowser: async address => {
        signal.throwIfAborted();
        const end = (reason: 'cancelled' | 'sign-in-timeout') => {
          ended ??= reason;
          void endBrowserSignIn(address);
        };
        const timer = setTimeout(() => end('sign-in-timeout'), timeout);
        signal.addEventListener('abort', () => end('cancelled'), { signal: over.signal });
        over.signal.addEventListener('abort', () => clearTimeout(timer));
        await open(address);
        opened();
      },
    });
  } catch (error) {
    if (signal.aborted) throw new KeydeskError('cancelled');
    if (ended !== undefined) throw new KeydeskError(ended);
    throw error;
  } finally {
    over.abort();
  }
}
