import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { listenOnLoopback } from '../../base/loopbackServer.ts';
import type { SignInPages } from './pages.ts';

/** Maximum size of the sign-in's answer, in bytes. Real answers are smaller. */
const MAX_BODY = 64 * 1024;

/** The loopback address to which the browser returns after a sign-in (RFC 8252, 7.3). */
export interface RedirectListener {
  /** `http://localhost:PORT`: for a registered `http://localhost` Entra accepts any port. */
  readonly redirectUri: string;
  /** 32 random bytes, base64url. SECURITY: an answer without this value is ignored (RFC 6749, 10.12). */
  readonly state: string;
  /** Resolves with the parameters that the browser brings, among them `code` or `error`. It may never resolve. */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}

/**
 * Listens for a browser's answer. It replaces MSAL's own listener, in which a request for `//` ends the process and a
 * body may have any length.
 * @param pages The pages that the browser shows at the end
 * @throws KeydeskError sign-in-port-unavailable
 */
export async function listenForRedirect(pages: SignInPages): Promise<RedirectListener> {
  const { http, port } = await listenOnLoopback().catch((cause: unknown) => {
    throw new KeydeskError('sign-in-port-unavailable', {}, { cause });
  });
  const state = randomBytes(32).toString('base64url');
  const answer = Promise.withResolvers<URLSearchParams>();
  http.on('request', (request, response) => {
    void receive({ request, response, state, pages }).then(
      parameters => parameters !== undefined && answer.resolve(parameters),
      () => response.destroy(),
    );
  });
  return {
    redirectUri: `http://localhost:${port}`,
    state,
    answer: answer.promise,
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
}

interface Arrival {
  request: IncomingMessage;
  response: ServerResponse;
  state: string;
  pages: SignInPages;
}

/** Answers one request. Returns its parameters if they are the expected ones. */
async function receive({ request, response, state, pages }: Arrival): Promise<URLSearchParams | undefined> {
  const refuse = (status: number) => void response.writeHead(status, { connection: 'close' }).end();
  // A browser may also request an icon. SECURITY: the answer comes by form_post, so that no code is in an address.
  if (request.method !== 'POST' || request.url !== '/') return refuse(404);
  const parameters = await readForm(request);
  if (parameters === undefined) return refuse(400);
  const states = parameters.getAll('state');
  const known = parameters.has('code') || parameters.has('error');
  if (!known || states.length !== 1 || states[0] !== state) return refuse(400);
  const page = parameters.has('error') ? pages.failed : pages.signedIn;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  await new Promise<void>(resolve => response.end(page, resolve));
  return parameters;
}

/** Returns the fields of a form, or undefined for anything else. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/x-www-form-urlencoded') return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
