import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, errorAnswer, GraphRefusal, identified } from './answers.ts';
import { callerOf, type TokenVerifier } from './callers.ts';
import { CONTROL, control } from './control.ts';
import { type Fault, FaultQueue, faultAnswer, prevents } from './faults.ts';
import { ReportLimit } from './registrationReport.ts';
import { route } from './routes.ts';
import { newState, StateFile, type TenantState } from './state.ts';
import { Tenant } from './tenant.ts';

export interface GraphSimulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 100. A stored tenant keeps its number. */
  users?: number;
  /**
   * Groups besides those of the departments. Each user is in three of them. Default 0. A stored tenant keeps its
   * number.
   */
  teams?: number;
  seed?: string;
  stateFile?: string;
  /** The bearer token that the tenant accepts. Default: the stored one, or else a random one. */
  token?: string;
  /** Whether the token's holder may change the methods of administrators. */
  privileged?: boolean;
  /** Trusted roots for an enforced attestation, DER. */
  trustedRoots?: readonly Uint8Array[];
  /** Returns milliseconds since the epoch. */
  clock?: () => number;
}

/** A running tenant. `url` is the base URL without /v1.0 and /beta. */
export interface GraphSimulator {
  readonly url: string;
  readonly tenantId: string;
  readonly token: string;
  readonly faults: FaultQueue;
  /** Its users, to add, change and remove. */
  readonly tenant: Tenant;
  /** The tenant's state. Changes take effect immediately. */
  readonly state: TenantState;
  /** Also accepts signed tokens, and applies their permissions. */
  acceptTokens(verify: TokenVerifier): void;
  /** Closes every connection and writes the state. Safe to call twice. */
  close(): Promise<void>;
}

const MAX_BODY = 1_000_000;
const HOST = '127.0.0.1';
const HTML = '<!doctype html><title>Sign in</title>';

/**
 * Starts a tenant on this computer that answers Graph's requests over real HTTP. `stateFile` stores its state. Throws
 * if the file is not a tenant's state, or if the port is in use.
 */
export async function startGraphSimulator(options: GraphSimulatorOptions = {}): Promise<GraphSimulator> {
  const file = new StateFile(options.stateFile);
  const state = openState(file, options);
  const tenant = new Tenant(state);
  const faults = new FaultQueue();
  const root = () => `http://${HOST}:${(server.address() as AddressInfo).port}`;
  const context: ServeContext = {
    file,
    state,
    tenant,
    faults,
    clock: options.clock ?? Date.now,
    trustedRoots: options.trustedRoots ?? [],
    reportLimit: new ReportLimit(),
    root,
    verify: undefined,
  };
  const server = createServer((request, response) => {
    // If the state cannot be written, the client must not receive a response.
    serve(context, request, response).catch(error => response.destroy(error));
  });

  // Done before listening: if the state cannot be written, no listener stays open.
  file.save(state);
  // SECURITY: loopback only, because this is a test tool.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, HOST, resolve));
  // A connection that cannot be accepted must not end the process.
  server.on('error', () => undefined);

  return {
    url: root(),
    tenantId: tenant.id,
    token: state.token,
    faults,
    tenant,
    state,
    acceptTokens: verifier => {
      context.verify = verifier;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      file.save(state);
    },
  };
}

interface ServeContext {
  readonly file: StateFile;
  readonly state: TenantState;
  readonly tenant: Tenant;
  readonly faults: FaultQueue;
  readonly clock: () => number;
  readonly trustedRoots: readonly Uint8Array[];
  readonly reportLimit: ReportLimit;
  readonly root: () => string;
  verify: TokenVerifier | undefined;
}

async function serve(context: ServeContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { answer, fault } = await answerOf(context, request);
  context.file.save(context.state);
  const requestId = request.headers['client-request-id']?.toString();
  send(response, identified(answer, requestId, context.clock()), fault);
}

async function answerOf(
  context: ServeContext,
  request: IncomingMessage,
): Promise<{ answer: Answer; fault: Fault | undefined }> {
  const { state, tenant, faults, reportLimit } = context;
  const { method = '', headers } = request;
  let fault: Fault | undefined;
  try {
    const body = await readBody(request);
    const caller = await callerOf(headers.authorization, state.token, context.verify);
    const target = new URL(`http://${HOST}${request.url}`);
    const toGraph = !target.pathname.startsWith(CONTROL) || caller.kind !== 'holder';
    if (toGraph) await faults.pass(method, target.pathname);
    if (toGraph) fault = faults.take(method, target.pathname);
    if (fault?.delayMs !== undefined) await delay(fault.delayMs, undefined, { ref: false });
    const rules = { now: context.clock(), trustedRoots: context.trustedRoots };
    const answer = await disturbed(fault, async () =>
      toGraph
        ? route({ caller, tenant, state, rules, reportLimit, root: context.root(), method, headers, target, body })
        : control({ tenant, state, faults }, method, target.pathname, body),
    );
    return { answer, fault };
  } catch (error) {
    const refusal = error instanceof GraphRefusal ? error : new GraphRefusal(500, 'internalServerError', `${error}`);
    return { answer: errorAnswer(refusal), fault };
  }
}

function openState(file: StateFile, options: GraphSimulatorOptions): TenantState {
  const stored = file.load();
  const token = options.token ?? stored?.token ?? randomBytes(24).toString('base64url');
  const state = stored ?? newState(options.seed ?? 'contoso', options.users ?? 100, token, options.teams);
  return Object.assign(state, { token, privileged: options.privileged ?? state.privileged });
}

async function disturbed(fault: Fault | undefined, answer: () => Promise<Answer> | Answer): Promise<Answer> {
  if (fault !== undefined && prevents(fault)) return faultAnswer(fault);
  const real = await answer();
  return fault?.status === undefined ? real : faultAnswer(fault);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    parts.push(part);
    length += part.length;
    if (length > MAX_BODY) throw new GraphRefusal(413, 'requestEntityTooLarge', 'The body is too long.');
  }
  if (length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new GraphRefusal(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}

function send(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  if (fault?.cut === 'before' || fault?.cut === 'after-commit') return void response.socket?.destroy();
  const wrong = fault?.malformed === true ? HTML : fault?.malformed;
  const text = wrong ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  if (fault?.cut !== 'mid-body') return void response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
}
