import type { AuthenticationResult, InteractiveRequest, PublicClientApplication } from '@azure/msal-node';
import { KeydeskError } from '../../contract/errors.ts';
import { endBrowserSignIn } from './callback.ts';
import type { Opener } from './opener.ts';
import { signInPages } from './pages.ts';

export interface InteractiveOptions {
  request: Pick<InteractiveRequest, 'scopes' | 'prompt' | 'nonce' | 'claims'>;
  open: Opener;
  /** Called when the browser has the address. */
  opened: () => void;
  signal: AbortSignal;
  /** Longest wait for a person, in ms. */
  timeout: number;
  /** BCP 47 tag of the language that the browser shows at the end. */
  language?: string | undefined;
}

/**
 * A sign-in in the system's browser, which MSAL waits for at a loopback address (RFC 8252) for as long as anybody wants.
 * @throws KeydeskError cancelled, sign-in-timeout; what MSAL throws
 */
export async function interactiveAnswer(
  client: PublicClientApplication,
  { request, open, opened, signal, timeout, language }: InteractiveOptions,
): Promise<AuthenticationResult> {
  const pages = signInPages(language);
  let ended: 'cancelled' | 'sign-in-timeout' | undefined;
  const over = new AbortController();
  try {
    return await client.acquireTokenInteractive({
      ...request,
      successTemplate: pages.signedIn,
      errorTemplate: pages.failed,
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
