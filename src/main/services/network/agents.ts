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
  /** Resolves the names of servers that are connected to directly. */
  readonly lookup: LookupFunction | undefined;
}

/** Connections of one kind, kept for the next request. */
export interface Agents {
  readonly agent: HttpAgent;
  /** Ends every connection, also those that are still being made. */
  end(): void;
}

/** Looking the name up, connecting, asking the proxy and the TLS handshake together, in ms. */
export const CONNECT_TIMEOUT = 10_000;
/** So long an idle connection is kept where the server does not say how long, in ms. */
const IDLE_TIMEOUT = 4000;
/** Connections to one server at once. */
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
        // The callback takes either of the two, which its type does not say.
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

/** Ends a connection that is not there in time: each phase of making one can stall without an error. */
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
