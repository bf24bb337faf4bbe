import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { GraphSimulator } from '../graph/server.ts';
import { mintServerCertificate } from './certificates.ts';
import { deviceCode } from './deviceCode.ts';
import { instanceDiscovery, openidConfiguration } from './discovery.ts';
import { endPage } from './pages.ts';
import { StsRefusal } from './refusals.ts';
import { createSigner } from './signer.ts';
import { createSignInPages } from './signInPages.ts';
import { type IdentityState, newIdentityState } from './state.ts';
import { checkTenant, type Sts } from './sts.ts';
import { token } from './tokenEndpoint.ts';

export interface IdentitySimulatorOptions {
  /** The tenant whose people sign in; from now on it takes the tokens they get. */
  graph: GraphSimulator;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** An answer that is on its way. */
export interface HeldAnswer {
  /** Resolves when the request has come and the answer is made. */
  readonly made: Promise<void>;
  /** Lets the answer go. */
  release(): void;
}

/** A running sign-in service for a simulated tenant. */
export interface IdentitySimulator {
  /** `https://localhost:PORT`, to which a tenant's id or domain is added. */
  readonly authority: string;
  readonly clientId: string;
  /** PEM of the root that its certificate leads to. */
  readonly ca: string;
  /** base64 SHA-256 of its public key. */
  readonly spki: string;
  /** Changes take effect at once. */
  readonly state: IdentityState;
  /** Ends everybody's sign-in: refresh tokens are worth nothing from now on. */
  revoke(): void;
  /** Holds back the next answer of the token endpoint, which is made before. */
  holdNextToken(): HeldAnswer;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_BODY = 100_000;

/** Starts Microsoft Entra ID's sign-in for a simulated tenant: real TLS, real pages, real tokens. Throws where the port is taken. */
export async function startIdentitySimulator(options: IdentitySimulatorOptions): Promise<IdentitySimulator> {
  const { graph, clock = Date.now } = options;
  const certificate = await mintServerCertificate();
  const signer = await createSigner();
  const state = newIdentityState(graph.state.seed, clock());
  const server = createServer({ key: certificate.key, cert: certificate.certificate });
  // SECURITY: loopback only; this is a test instrument.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, HOST, resolve));
  // A connection that cannot be accepted must not end the process.
  server.on('error', () => undefined);
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const sts: Sts = {
    state,
    tenant: graph.tenant,
    resource: graph.url,
    origin,
    signer,
    clock,
    codes: new Map(),
    refreshTokens: new Map(),
    deviceCodes: new Map(),
  };
  const pages = createSignInPages(sts);
  graph.acceptTokens(bearer => signer.verify(bearer, sts.resource, clock()));

  let held: { made(): void; released: Promise<void> } | undefined;
  const sendToken = async (response: ServerResponse, form: ReadonlyMap<string, string>) => {
    const hold = held;
    held = undefined;
    const body = await token(sts, form);
    hold?.made();
    await hold?.released;
    sendJson(response, 200, body);
  };

  server.on('request', (request, response) => {
    response.setHeader('date', new Date(clock()).toUTCString());
    void answer(request, response).catch(error => response.destroy(error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const form = new Map([...searchParams, ...(await readForm(request))]);
    const [tenant = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent);
    const path = rest.join('/');
    const forBrowser = path === 'oauth2/v2.0/authorize' || rest.length === 0;
    try {
      if (pathname === '/login') return sendPage(response, pages.next(form));
      if (pathname === '/devicelogin') return sendPage(response, pages.enterCode(form));
      if (pathname === '/common/discovery/instance') return sendJson(response, 200, instanceDiscovery(sts));
      checkTenant(sts, tenant);
      switch (`${request.method} ${path}`) {
        case 'GET v2.0/.well-known/openid-configuration':
          return sendJson(response, 200, openidConfiguration(sts));
        case 'GET discovery/v2.0/keys':
          return sendJson(response, 200, signer.jwks);
        case 'GET oauth2/v2.0/authorize':
        case 'POST oauth2/v2.0/authorize':
          return sendPage(response, pages.authorize(form));
        case 'POST oauth2/v2.0/devicecode':
          return sendJson(response, 200, deviceCode(sts, form));
        case 'POST oauth2/v2.0/token':
          return await sendToken(response, form);
        default:
          response.writeHead(404).end();
      }
    } catch (error) {
      if (!(error instanceof StsRefusal)) throw error;
      if (forBrowser) sendPage(response, endPage('Sorry, but we’re having trouble signing you in', error.message));
      else sendJson(response, error.status, error.body(clock()));
    }
  }

  return {
    authority: origin,
    clientId: state.app.clientId,
    ca: certificate.ca,
    spki: certificate.spki,
    state,
    revoke: () => {
      for (const grant of sts.refreshTokens.values()) grant.revoked = true;
    },
    holdNextToken: () => {
      const [made, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      held = { made: made.resolve, released: released.promise };
      return { made: made.promise, release: released.resolve };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
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
