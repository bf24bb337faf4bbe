import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { CoreRouter } from '../../router.ts';
import { securityHeaders } from '../contentSecurity.ts';
import { rendererFile } from '../rendererFiles.ts';
import { readJson } from './readJson.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** The largest message a window has reason to send, in bytes. */
const MAX_MESSAGE = 256 * 1024;
const SUBPROTOCOL = 'keydesk';

export interface LoopbackServer {
  /** Where the window is, with the one-time token in the fragment: a fragment is never sent or logged. */
  readonly url: string;
  /** Called with the number of open connections after every change. */
  onConnections(listener: (count: number) => void): void;
  /** Serves another core from now on, and ends all connections: each window connects again. */
  serve(router: CoreRouter): void;
  close(): Promise<void>;
}

/** The WebSocket status for a service that restarts (RFC 6455, IANA registry). */
const SERVICE_RESTART = 1012;

/** Serves the renderer and the contract to one window on this computer. @param rendererFolder out/renderer */
export async function startLoopbackServer(router: CoreRouter, rendererFolder: string): Promise<LoopbackServer> {
  const sessions = createSessions();
  let handler = new RPCHandler(router);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  let onConnections: (count: number) => void = () => undefined;
  const http = createServer();
  await listen(http);
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  const origin = `http://${host}`;

  http.on('request', (request, response) => {
    void answer({ request, response, host, origin, sessions, rendererFolder }).catch(() => response.destroy());
  });

  http.on('upgrade', (request, socket, head) => {
    const status = refuseUpgrade(request, host, origin, sessions);
    if (status !== null) return refuse(socket, status);
    sockets.handleUpgrade(request, socket, head, websocket => {
      void handler.upgrade(websocket);
      onConnections(sockets.clients.size);
      websocket.on('close', () => onConnections(sockets.clients.size));
      websocket.on('error', () => websocket.terminate());
    });
  });

  return {
    url: `${origin}/#token=${sessions.token}`,
    onConnections: listener => {
      onConnections = listener;
    },
    serve: next => {
      handler = new RPCHandler(next);
      for (const websocket of sockets.clients) websocket.close(SERVICE_RESTART);
    },
    close: async () => {
      for (const websocket of sockets.clients) websocket.terminate();
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
    },
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  host: string;
  origin: string;
  sessions: Sessions;
  rendererFolder: string;
}

async function answer({ request, response, host, origin, sessions, rendererFolder }: Exchange): Promise<void> {
  const send = (status: number, body?: object) => {
    response.writeHead(status, { ...securityHeaders(''), 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  // SECURITY: exact Host, so that a name that somebody points at 127.0.0.1 (DNS rebinding) reaches nothing.
  if (request.headers.host !== host) return send(421);
  // SECURITY: exact Origin; navigation and same-origin GET may leave it out, anything that changes state may not.
  const from = request.headers.origin;
  if (from !== undefined && from !== origin) return send(403);

  const { pathname } = new URL(request.url ?? '/', origin);
  if (pathname === '/session' && request.method === 'POST') {
    if (from !== origin) return send(403);
    const session = sessions.exchange(tokenOf(await readJson(request)));
    return session === null ? send(401) : send(200, { session });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405);
  if (pathname === '/session') return send(sessions.isOpen(bearerOf(request)) ? 204 : 401);
  const file = await rendererFile(rendererFolder, pathname);
  response.writeHead(file.status, file.headers);
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** The status that a WebSocket is refused with, or null where it may be opened. SECURITY: a page elsewhere has its own Origin. */
function refuseUpgrade(request: IncomingMessage, host: string, origin: string, sessions: Sessions): number | null {
  if (request.headers.host !== host) return 421;
  if (request.headers.origin !== origin) return 403;
  if (request.url !== '/rpc') return 404;
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(text => text.trim());
  const session = protocols.find(text => text.startsWith('session.'))?.slice('session.'.length) ?? '';
  return protocols.includes(SUBPROTOCOL) && sessions.isOpen(session) ? null : 401;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function bearerOf(request: IncomingMessage): string {
  return /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function tokenOf(body: unknown): string {
  const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : null;
  return typeof token === 'string' ? token : '';
}

/** SECURITY: this computer's loopback interface only, at a port that the system chooses. */
function listen(http: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
}
