import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isLoopback } from '../graph/graphTarget.ts';
import { isTooLarge, sizeOf } from '../network/fault.ts';
import { parseJson } from '../network/json.ts';
import { type Network, sharedNetwork } from '../network/network.ts';

/** A refusal of the sign-in in its original form (RFC 6749, 5.2), with Entra's own members. */
export interface StsRefusal {
  readonly error: string;
  readonly error_description?: string;
  readonly correlation_id?: string;
}

/** The network of MSAL. It also remembers errors that MSAL does not pass on. */
export interface LoginNetwork extends INetworkModule {
  /** The last error since `forget`: MSAL drops the causes of some of its errors. */
  readonly trouble: { refusal?: StsRefusal; fault?: unknown };
  /**
   * How far this computer's clock is ahead of the sign-in's, in ms. Negative if it is behind; null before the first
   * response.
   */
  readonly skew: number | null;
  forget(): void;
}

/** Timeout for one response, in ms. */
const TIMEOUT = 30_000;
/** Maximum size of a response, in bytes. Real responses are far smaller. */
const MAX_ANSWER = 1_000_000;

/** @param extraCa PEM of an additional trusted root, only for a sign-in on this computer */
export function loginNetwork(
  authority: string,
  extraCa: string | undefined,
  network: Network = sharedNetwork(),
): LoginNetwork {
  const { host } = new URL(authority);
  // SECURITY: the extra root applies only to a simulator on this computer; no setting weakens TLS to Microsoft.
  const trusted = isLoopback(authority) ? extraCa : undefined;
  let trouble: { refusal?: StsRefusal; fault?: unknown } = {};
  let skew: number | null = null;

  const send = async <T>(method: 'GET' | 'POST', address: string, options: NetworkRequestOptions | undefined) => {
    const url = new URL(address);
    // SECURITY: codes, secrets and refresh tokens are sent only to the connection's own sign-in over https, whatever
    // address a document contains.
    if (url.protocol !== 'https:' || url.host !== host) throw new Error(`${url.origin} is not the sign-in at ${host}`);
    try {
      const {
        status,
        headers,
        body: bytes,
      } = await network.exchange({
        url,
        method,
        headers: options?.headers,
        body: options?.body,
        extraCa: trusted,
        timeout: TIMEOUT,
        most: MAX_ANSWER,
      });
      const date = Date.parse(headers.get('date') ?? '');
      if (!Number.isNaN(date)) skew = Date.now() - date;
      const body = parseJson(bytes.toString('utf8'));
      if (status >= 400 && isRefusal(body)) trouble = { refusal: body };
      return { status, headers: Object.fromEntries(headers), body } as NetworkResponse<T>;
    } catch (thrown) {
      const fault = isTooLarge(thrown)
        ? new KeydeskError('answer-too-large', { host, ...sizeOf(thrown, MAX_ANSWER) }, { cause: thrown })
        : thrown;
      trouble = { fault };
      throw fault;
    }
  };

  return {
    get trouble() {
      return trouble;
    },
    get skew() {
      return skew;
    },
    forget: () => {
      trouble = {};
    },
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

function isRefusal(body: unknown): body is StsRefusal {
  return typeof body === 'object' && body !== null && 'error' in body && body.error !== 'authorization_pending';
}
