import type { IncomingMessage, ServerResponse } from 'node:http';
import { deviceCode } from './deviceCode.ts';
import { instanceDiscovery, openidConfiguration } from './discovery.ts';
import { endPage } from './pages.ts';
import { StsRefusal } from './refusals.ts';
import type { SignInPages } from './signInPages.ts';
import { checkTenant, type Sts } from './sts.ts';
import { token } from './tokenEndpoint.ts';

const MAX_BODY = 100_000;

export interface AnswerContext {
  readonly sts: Sts;
  readonly pages: SignInPages;
  /** Pauses the next response of the token endpoint: calls `made` once it is ready, then waits for `released`. */
  held: { made(): void; readonly released: Promise<void> } | undefined;
}

type Form = ReadonlyMap<string, string>;

/** Answers a request. Shows an error to a browser as a page, and to an app as JSON. */
export async function answer(
  context: AnswerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { sts } = context;
  const { pathname, searchParams } = new URL(request.url ?? '/', sts.origin);
  const form = new Map([...searchParams, ...(await readForm(request))]);
  try {
    await route(context, `${request.method}`, pathname, form, response);
  } catch (error) {
    if (!(error instanceof StsRefusal)) throw error;
    const [, ...path] = pathPartsOf(pathname);
    const forBrowser = path.length === 0 || path.join('/') === 'oauth2/v2.0/authorize';
    if (forBrowser) sendPage(response, endPage('Sorry, but we’re having trouble signing you in', error.message));
    else sendJson(response, error.status, error.body(sts.clock()));
  }
}

async function route(
  context: AnswerContext,
  method: string,
  pathname: string,
  form: Form,
  response: ServerResponse,
): Promise<void> {
  const { sts, pages } = context;
  if (pathname === '/login') return sendPage(response, pages.next(form));
  if (pathname === '/devicelogin') return sendPage(response, pages.enterCode(form));
  if (pathname === '/common/discovery/instance') return sendJson(response, 200, instanceDiscovery(sts));
  const [tenant = '', ...path] = pathPartsOf(pathname);
  checkTenant(sts, tenant);
  switch (`${method} ${path.join('/')}`) {
    case 'GET v2.0/.well-known/openid-configuration':
      return sendJson(response, 200, openidConfiguration(sts));
    case 'GET discovery/v2.0/keys':
      return sendJson(response, 200, sts.signer.jwks);
    case 'GET oauth2/v2.0/authorize':
    case 'POST oauth2/v2.0/authorize':
      return sendPage(response, pages.authorize(form));
    case 'POST oauth2/v2.0/devicecode':
      return sendJson(response, 200, deviceCode(sts, form));
    case 'POST oauth2/v2.0/token':
      return sendToken(context, response, form);
    default:
      response.writeHead(404).end();
  }
}

function pathPartsOf(pathname: string): string[] {
  return pathname.slice(1).split('/').map(decodeURIComponent);
}

async function sendToken(context: AnswerContext, response: ServerResponse, form: Form): Promise<void> {
  const hold = context.held;
  context.held = undefined;
  const body = await token(context.sts, form);
  hold?.made();
  await hold?.released;
  sendJson(response, 200, body);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request) {
    text += part;
    if (text.length > MAX_BODY) throw new Error('the body is too long');
  }
  return new URLSearchParams(text);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function sendPage(response: ServerResponse, page: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page);
}
