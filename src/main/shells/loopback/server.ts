import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { WINDOW_SUBPROTOCOL } from '../../../contract/system/windowProof.ts';
import type { CoreRouter } from '../../app/router.ts';
import { listenOnLoopback } from '../../base/loopbackServer.ts';
import { securityHeaders } from '../contentSecurity.ts';
import { rendererFile } from '../rendererFiles.ts';
import { admit } from './admission.ts';
import { createSessions } from './sessions.ts';

/** Maximum size of a window's message, in bytes. */
const MAX_MESSAGE = 256 * 1024;
/** Maximum number of connections that have not proven themselves yet. */
const MAX_UNPROVEN = 32;

export interface LoopbackServer {
  /** The address of the window, with the one-time token in the fragment. Browsers never send or log a fragment. */
  readonly url: string;
  /** Calls the listener with the number of open connections after every change. */
  onConnections(listener: (count: number) => void): void;
  /** Switches to another core, and ends all connections: each window reconnects. */
  serve(router: CoreRouter): void;
  close(): Promise<void>;
}

/** The WebSocket status for a service that restarts (RFC 6455, IANA registry). */
const SERVICE_RESTART = 1012;

/**
 * Serves the renderer and the contract to one window on this computer.
 * @param rendererFolder out/renderer
 * @param onOpened Called when a window has used the token. The address has no use from then on
 */
export async function startLoopbackServer(
  router: CoreRouter,
  rendererFolder: string,
  onOpened?: () => void,
): Promise<LoopbackServer> {
  const sessions = createSessions(onOpened);
  const { http, port, keep } = await listenOnLoopback();
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const context: ServerContext = {
    host,
    origin,
    sessions,
    sockets: new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE,
      perMessageDeflate: false,
      handleProtocols: () => WINDOW_SUBPROTOCOL,
    }),
    handler: new RPCHandler(router),
    windows: new Set(),
    proving: new Set(),
    keep,
    onConnections: () => undefined,
  };
  http.on('request', (request, response) => {
    // The client disconnected, or sent a request that is not HTTP: the connection ends.
    void answer({ request, response, host, origin, rendererFolder }).catch(() => response.destroy());
  });
  http.on('upgrade', (request, socket, head) => upgrade(context, request, socket, head));

  return {
    url: `${origin}/#token=${sessions.token}`,
    onConnections: listener => {
      context.onConnections = listener;
    },
    serve: next => {
      context.handler = new RPCHandler(next);
      for (const websocket of context.sockets.clients) websocket.close(SERVICE_RESTART);
    },
    close: async () => {
      for (const websocket of context.sockets.clients) websocket.terminate();
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
    },
  };
}

interface ServerContext {
  readonly host: string;
  readonly origin: string;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly sockets: WebSocketServer;
  handler: RPCHandler<Record<never, never>>;
  /** Connections of windows. */
  readonly windows: Set<WebSocket>;
  /** Connections that have not proven themselves yet, the oldest first. */
  readonly proving: Set<WebSocket>;
  /** Keeps a proven connection open. */
  readonly keep: (socket: Duplex) => void;
  onConnections: (count: number) => void;
}

function upgrade(context: ServerContext, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { host, origin, sessions, sockets, proving, keep } = context;
  // SECURITY: an error without a listener ends the process, and a refused client may reset its connection at any time.
  socket.on('error', () => socket.destroy());
  const status = refuseUpgrade(request, host, origin);
  if (status !== null) return refuse(socket, status);
  sockets.handleUpgrade(request, socket, head, websocket => {
    websocket.on('error', () => websocket.terminate());
    // SECURITY: the oldest connection is closed, so that a program that holds unproven connections cannot lock out the
    // owner's window.
    const [oldest] = proving;
    if (oldest !== undefined && proving.size >= MAX_UNPROVEN) {
      proving.delete(oldest);
      oldest.terminate();
    }
    proving.add(websocket);
    void admit(websocket, sessions, origin).then(admitted => {
      proving.delete(websocket);
      if (!admitted) return;
      keep(socket);
      serveWindow(context, websocket);
    });
  });
}

function serveWindow(context: ServerContext, websocket: WebSocket): void {
  const { windows } = context;
  windows.add(websocket);
  void context.handler.upgrade(websocket);
  context.onConnections(windows.size);
  websocket.on('close', () => {
    windows.delete(websocket);
    context.onConnections(windows.size);
  });
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  host: string;
  origin: string;
  rendererFolder: string;
}

/** Answers with a file of the renderer. HTTP serves nothing else. */
async function answer({ request, response, host, origin, rendererFolder }: Exchange): Promise<void> {
  const refuseWith = (status: number) => response.writeHead(status, securityHeaders('')).end();
  // SECURITY: the Host must match exactly, so that another name for 127.0.0.1 (DNS rebinding) gets nothing.
  if (request.headers.host !== host) return void refuseWith(421);
  // SECURITY: the Origin must match exactly. Navigation and same-origin GET may omit it.
  const from = request.headers.origin;
  if (from !== undefined && from !== origin) return void refuseWith(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return void refuseWith(405);
  const target = URL.parse(request.url ?? '/', origin);
  if (target === null) return void refuseWith(400);
  const file = await rendererFile(rendererFolder, target.pathname);
  response.writeHead(file.status, file.headers);
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/**
 * Returns the status that refuses a WebSocket, or null if it may be opened. SECURITY: pages of other sites have their
 * own Origin.
 */
function refuseUpgrade(request: IncomingMessage, host: string, origin: string): number | null {
  if (request.headers.host !== host) return 421;
  if (request.headers.origin !== origin) return 403;
  if (request.url !== '/rpc') return 404;
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(text => text.trim());
  return protocols.includes(WINDOW_SUBPROTOCOL) ? null : 401;
}

/** SECURITY: does not wait until the client closes its end, because that could keep the connection open forever. */
function refuse(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
