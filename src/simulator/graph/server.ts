import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Answer, errorAnswer, GraphRefusal } from './answers.ts';
import { type Fault, FaultQueue, faultSchema } from './faults.ts';
import { type GraphCall, route } from './routes.ts';
import { loadState, newState, policyChangeSchema, saveState, type TenantState } from './state.ts';
import { Tenant } from './tenant.ts';

export interface GraphSimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 100. Of a stored tenant the stored number counts. */
  users?: number;
  seed?: string;
  stateFile?: string;
  /** Roots that an enforced attestation must lead to, DER. */
  trustedRoots?: readonly Uint8Array[];
  clock?: () => number;
}

/** A running tenant. `url` is the root before /v1.0 and /beta. */
export interface GraphSimulator {
  readonly url: string;
  readonly tenantId: string;
  readonly token: string;
  readonly faults: FaultQueue;
  /** What the tenant holds; changes take effect at once. */
  readonly state: TenantState;
  close(): Promise<void>;
}

const MAX_BODY = 1_000_000;
const HOST = '127.0.0.1';

/** Starts a tenant on this computer that answers Graph's calls over real HTTP. Its state lasts in `stateFile`. */
export async function startGraphSimulator(options: GraphSimulatorOptions = {}): Promise<GraphSimulator> {
  const stored = options.stateFile === undefined ? undefined : loadState(options.stateFile);
  const state =
    stored ?? newState(options.seed ?? 'contoso', options.users ?? 100, randomBytes(24).toString('base64url'));
  const tenant = new Tenant(state.seed, state.users);
  const faults = new FaultQueue();
  const clock = options.clock ?? Date.now;
  const save = () => {
    if (options.stateFile !== undefined) saveState(options.stateFile, state);
  };
  save();

  const server = createServer((request, response) => {
    void handle(request, response).catch(error => {
      send(response, errorAnswer(500, 'internalServerError', String(error)));
    });
  });
  // SECURITY: loopback only; this is a test instrument.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, HOST, resolve));
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const target = new URL(request.url ?? '/', url);
    if (request.headers.authorization !== `Bearer ${state.token}`) {
      const headers = { 'www-authenticate': 'Bearer realm="", error="invalid_token"' };
      return send(
        response,
        errorAnswer(401, 'InvalidAuthenticationToken', 'Access token is empty, expired or not valid.', headers),
      );
    }
    if (target.pathname.startsWith('/simulator/'))
      return send(response, control(request.method ?? '', target.pathname, body));
    const fault = faults.take(request.method ?? '', target.pathname);
    if (fault?.delayMs !== undefined) await new Promise(resolve => setTimeout(resolve, fault.delayMs));
    if (fault?.cut === 'before') return void request.socket.destroy();
    if (fault?.status !== undefined) return send(response, faultAnswer(fault));
    const answer = await answerOf({ request, target, body });
    save();
    if (fault?.cut === 'after-commit') return void request.socket.destroy();
    if (fault?.malformed === true)
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    send(response, answer, fault?.cut === 'mid-body');
  }

  async function answerOf(call: Pick<GraphCall, 'target' | 'body'> & { request: IncomingMessage }): Promise<Answer> {
    try {
      const rules = { now: clock(), trustedRoots: options.trustedRoots ?? [] };
      const { method = '', headers } = call.request;
      return await route({ tenant, state, rules, method, headers, target: call.target, body: call.body, root: url });
    } catch (error) {
      if (error instanceof GraphRefusal) return errorAnswer(error.status, error.code, error.message);
      throw error;
    }
  }

  /** Faults and policy from outside, for tests of other processes. */
  function control(method: string, path: string, body: unknown): Answer {
    switch (`${method} ${path}`) {
      case 'POST /simulator/faults':
        for (const fault of z.array(faultSchema).parse(body)) faults.add(fault);
        return { status: 204 };
      case 'DELETE /simulator/faults':
        faults.clear();
        return { status: 204 };
      case 'PATCH /simulator/policy':
        Object.assign(state.policy, policyChangeSchema.parse(body));
        save();
        return { status: 204 };
      default:
        return errorAnswer(404, 'notFound', 'POST or DELETE /simulator/faults, PATCH /simulator/policy');
    }
  }

  return {
    url,
    tenantId: tenant.id,
    token: state.token,
    faults,
    state,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

function faultAnswer(fault: Fault): Answer {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  return errorAnswer(
    fault.status ?? 500,
    fault.code ?? 'simulatedFault',
    fault.message ?? 'A fault on demand.',
    headers,
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY) throw new RangeError('the body is too long');
  }
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, answer: Answer, cut = false): void {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  if (!cut) return void response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
}
