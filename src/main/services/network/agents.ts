import { type ClientRequest, type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { NetworkFault } from './fault.ts';
import type { ProxyServer } from './proxies.ts';
import { openTunnel } from './tunnel.ts';

export interface AgentOptions {
  readonly proxy: ProxyServer | null;
  readonly secureContext: SecureContext | undefined;
  /** Resolves host names for direct connections. */
  readonly lookup: LookupFunction | undefined;
}

/** The connections of one kind, reused for later requests. */
export interface Agents {
  readonly agent: HttpAgent;
  /** Closes all connections, including those that are not established yet. */
  end(): void;
}

/** Timeout for DNS, connecting, the proxy and the TLS handshake together, in ms. */
export const CONNECT_TIMEOUT = 10_000;
/** How long an idle connection is kept if the server does not set a time, in ms. */
const IDLE_TIMEOUT = 4000;
/** Maximum number of connections to one server. */
const MOST_CONNECTIONS = 64;

type Created = (error: Error | null, socket: Duplex) => void;

export function createAgents(secure: boolean, options: AgentOptions): Agents {
  const open = new Set<Socket | ClientRequest>();
  const track = <T extends Socket | ClientRequest>(one: T): T => {
    open.add(one);
    one.once('close', () => open.delete(one));
    return one;
  };
  const settings = { keepAlive: true, maxSockets: MOST_CONNECTIONS, timeout: IDLE_TIMEOUT };
  const { lookup, secureContext, proxy } = options;

  const agent = new (class extends (secure ? HttpsAgent : HttpAgent) {
    override createConnection(asked: ClientRequestArgs, created?: Created): Duplex | null | undefined {
      const own = { ...asked, ...(lookup && { lookup }), ...(secureContext && { secureContext }) };
      if (proxy === null) return limited(track(super.createConnection(own) as Socket), secure);
      const target = { host: String(asked.host), port: Number(asked.port) };
      let told = false;
      const tell = (error: NetworkFault | null, socket?: Socket) => {
        if (told) return void socket?.destroy();
        told = true;
        clearTimeout(timer);
        // The callback accepts either argument, but its type requires both.
        if (error !== null || socket === undefined) return created?.(error, undefined as unknown as Duplex);
        const through = super.createConnection({ ...own, socket } as ClientRequestArgs);
        created?.(null, limited(track(through as Socket), secure));
      };
      const tunnel = track(openTunnel({ proxy, ...target, secureContext }, tell));
      const timer = setTimeout(() => {
        tell(new NetworkFault('unreachable', { reason: 'CONNECT_TIMEOUT', proxy: proxy.name }));
        tunnel.destroy();
      }, CONNECT_TIMEOUT);
      return undefined;
    }
  })(settings);

  return {
    agent,
    end: () => {
      agent.destroy();
      for (const one of open) one.destroy();
    },
  };
}

/** Closes a connection that is not established before the timeout: each phase can stall without an error. */
function limited(socket: Socket, secure: boolean): Socket {
  const timer = setTimeout(
    () => socket.destroy(new NetworkFault('unreachable', { reason: 'CONNECT_TIMEOUT' })),
    CONNECT_TIMEOUT,
  );
  const clear = () => clearTimeout(timer);
  socket.once(secure ? 'secureConnect' : 'connect', clear);
  socket.once('close', clear);
  return socket;
}
