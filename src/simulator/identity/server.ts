import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { JWTPayload } from 'jose';
import type { GraphSimulator } from '../graph/server.ts';
import { type AnswerContext, answer } from './answer.ts';
import { mintServerCertificate } from './certificates.ts';
import { createSigner } from './signer.ts';
import { createSignInPages } from './signInPages.ts';
import { type IdentityState, newIdentityState } from './state.ts';
import { DATABASE, type Sts } from './sts.ts';

export interface IdentitySimulatorOptions {
  /** The tenant whose users sign in. It accepts the tokens of this service from now on. */
  graph: GraphSimulator;
  /** Default 0: any free port. */
  port?: number;
  /** Returns milliseconds since the epoch. */
  clock?: () => number;
}

/** A response that is paused. */
export interface HeldAnswer {
  /** Resolves when the request has arrived and the response is ready. */
  readonly made: Promise<void>;
  /** Sends the response. */
  release(): void;
}

/** A running sign-in service for a simulated tenant. */
export interface IdentitySimulator {
  /** `https://localhost:PORT`. The tenant's id or domain is appended. */
  readonly authority: string;
  readonly clientId: string;
  /** PEM of the root of its certificate. */
  readonly ca: string;
  /** base64 SHA-256 of its public key. */
  readonly spki: string;
  /** Changes take effect immediately. */
  readonly state: IdentityState;
  /** Returns the claims of a token for Azure Database for PostgreSQL. Throws if it is not one, or has expired. */
  databaseClaims(token: string): Promise<JWTPayload>;
  /** Revokes all sign-ins: existing refresh tokens become invalid. */
  revoke(): void;
  /** Pauses the next response of the token endpoint, after it is created. */
  holdNextToken(): HeldAnswer;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts Microsoft Entra ID's sign-in for a simulated tenant: real TLS, real pages, real tokens. Throws if the port is
 * in use.
 */
export async function startIdentitySimulator(options: IdentitySimulatorOptions): Promise<IdentitySimulator> {
  const { graph, clock = Date.now } = options;
  const certificate = await mintServerCertificate();
  const signer = await createSigner();
  const state = newIdentityState(graph.state.seed, clock());
  const server = createServer({ key: certificate.key, cert: certificate.certificate });
  // SECURITY: loopback only, because this is a test tool.
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
  graph.acceptTokens(bearer => signer.verify(bearer, sts.resource, clock()));
  const context: AnswerContext = { sts, pages: createSignInPages(sts), held: undefined };
  server.on('request', (request, response) => {
    response.setHeader('date', new Date(clock()).toUTCString());
    void answer(context, request, response).catch(error => response.destroy(error));
  });

  return {
    authority: origin,
    clientId: state.app.clientId,
    ca: certificate.ca,
    spki: certificate.spki,
    state,
    databaseClaims: token => signer.verify(token, DATABASE, clock()),
    revoke: () => {
      for (const grant of sts.refreshTokens.values()) grant.revoked = true;
    },
    holdNextToken: () => {
      const [made, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      context.held = { made: made.resolve, released: released.promise };
      return { made: made.promise, release: released.resolve };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
