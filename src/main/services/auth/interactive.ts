import { createHash, randomBytes } from 'node:crypto';
import type { AuthenticationResult, InteractiveRequest, PublicClientApplication } from '@azure/msal-node';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Opener } from './opener.ts';
import { signInPages } from './pages.ts';
import { listenForRedirect } from './redirectListener.ts';

export interface InteractiveOptions {
  request: Pick<InteractiveRequest, 'prompt' | 'nonce' | 'claims'> & { scopes: string[] };
  open: Opener;
  /** Called when the browser has been opened with the address. */
  opened: () => void;
  signal: AbortSignal;
  /** How long to wait for a person, in ms. */
  timeout: number;
  /** BCP 47 tag of the language of the last page in the browser. */
  language?: string | undefined;
}

/** A refusal that the browser brings back (RFC 6749, 4.1.2.1), with the members that signInError reads. */
class RefusedInBrowser extends Error {
  readonly errorCode: string;
  readonly errorMessage: string;

  constructor(answer: URLSearchParams) {
    super('refused in the browser');
    this.errorCode = answer.get('error') ?? '';
    this.errorMessage = answer.get('error_description') ?? '';
  }
}

/**
 * Signs in with the system's browser, which returns to a loopback address (RFC 8252), with PKCE (RFC 7636).
 * @throws KeydeskError cancelled, sign-in-timeout, sign-in-port-unavailable; RefusedInBrowser; errors of MSAL
 */
export async function interactiveAnswer(
  client: PublicClientApplication,
  { request, open, opened, signal, timeout, language }: InteractiveOptions,
): Promise<AuthenticationResult> {
  const listener = await listenForRedirect(signInPages(language));
  const verifier = randomBytes(32).toString('base64url');
  const asked = { ...request, redirectUri: listener.redirectUri };
  try {
    const address = await client.getAuthCodeUrl({
      ...asked,
      responseMode: 'form_post',
      codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
      codeChallengeMethod: 'S256',
      state: listener.state,
    });
    if (signal.aborted) throw new KeydeskError('cancelled');
    await open(address);
    opened();
    const answer = await within(listener.answer, timeout, signal);
    if (answer.has('error')) throw new RefusedInBrowser(answer);
    const code = answer.get('code') ?? '';
    return await client.acquireTokenByCode({
      ...asked,
      code,
      codeVerifier: verifier,
      clientInfo: answer.get('client_info') ?? '',
    });
  } catch (error) {
    if (signal.aborted) throw new KeydeskError('cancelled');
    throw error;
  } finally {
    listener.close();
  }
}

/** Waits for a person. @throws KeydeskError cancelled, sign-in-timeout */
async function within<T>(answer: Promise<T>, timeout: number, signal: AbortSignal): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const timer = setTimeout(() => ended.reject(new KeydeskError('sign-in-timeout')), timeout);
  const onAbort = () => ended.reject(new KeydeskError('cancelled'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([answer, ended.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
