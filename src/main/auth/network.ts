import { request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { parseWellFormed } from '../../contract/wellFormed.ts';
import { isLoopback } from '../graph/connection.ts';

/** A refusal of the sign-in's as it came (RFC 6749, 5.2), with Entra's own members. */
export interface StsRefusal {
  readonly error: string;
  readonly error_description?: string;
  readonly correlation_id?: string;
}

/** What MSAL reaches the sign-in by; it also remembers what MSAL keeps to itself. */
export interface LoginNetwork extends INetworkModule {
  /** What went wrong last, since `forget`: MSAL drops the causes of some of its errors. */
  readonly trouble: { refusal?: StsRefusal; fault?: unknown };
  /** How far this computer's clock is from the sign-in's, in ms, positive where it is ahead; null before the first answer. */
  readonly skew: number | null;
  forget(): void;
}

/** Longest wait for one answer, in ms. */
const TIMEOUT = 30_000;
/** Far more than any answer of the sign-in's, in bytes. */
const MAX_ANSWER = 1_000_000;

/** @param extraCa PEM of a root that is trusted too, for a sign-in on this computer only */
export function loginNetwork(authority: string, extraCa: string | undefined): LoginNetwork {
  const { host } = new URL(authority);
  // SECURITY: the extra root counts for a simulator on this computer; no setting weakens TLS to Microsoft.
  const ca = extraCa !== undefined && isLoopback(authority) ? [...rootCertificates, extraCa] : undefined;
  let trouble: { refusal?: StsRefusal; fault?: unknown } = {};
  let skew: number | null = null;

  const send = async <T>(method: 'GET' | 'POST', address: string, options: NetworkRequestOptions | undefined) => {
    const url = new URL(address);
    // SECURITY: codes, secrets and refresh tokens go to the connection's own sign-in over https, wherever a document points.
    if (url.protocol !== 'https:' || url.host !== host) throw new Error(`${url.origin} is not the sign-in at ${host}`);
    try {
      const answer = await exchange(url, { method, ca, headers: options?.headers, body: options?.body });
      const date = Date.parse(answer.headers.date ?? '');
      if (!Number.isNaN(date)) skew = Date.now() - date;
      const body = parse(answer.text);
      if (answer.status >= 400 && isRefusal(body)) trouble = { refusal: body };
      return { status: answer.status, headers: answer.headers, body } as NetworkResponse<T>;
    } catch (fault) {
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

interface Exchange {
  method: 'GET' | 'POST';
  ca: string[] | undefined;
  headers: Record<string, string> | undefined;
  body: string | undefined;
}

/** One request over https: fetch cannot be told of another root. */
function exchange(url: URL, { method, ca, headers, body }: Exchange) {
  return new Promise<{ status: number; headers: Record<string, string>; text: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT);
    const request = httpsRequest(url, { method, signal, ...(ca && { ca }), ...(headers && { headers }) }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MAX_ANSWER) request.destroy(new Error('the answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () => {
        const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** SECURITY: the parser's own error quotes the text, which may hold tokens. */
function parse(text: string): unknown {
  try {
    return parseWellFormed(text);
  } catch {
    throw new Error('the answer is no JSON');
  }
}

function isRefusal(body: unknown): body is StsRefusal {
  return typeof body === 'object' && body !== null && 'error' in body && body.error !== 'authorization_pending';
}
