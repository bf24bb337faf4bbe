import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { CoreRouter } from '../../router.ts';
import { rendererFile } from '../rendererFiles.ts';
import { Access } from './access.ts';

export interface LoopbackServer {
  /** The window's address with the one-time token in its fragment. */
  readonly url: string;
  readonly origin: string;
  /** Calls back whenever the number of connected windows changes. */
  onWindows(listener: (count: number) => void): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_BODY = 1024;
const MAX_MESSAGE = 1_000_000;
/** The WebSocket subprotocols: ours, and beside it the bearer, which a browser can send in no other header. */
const PROTOCOL = 'keydesk';
const BEARER_PREFIX = 'bearer.';

/** Serves the window and the contract on a random port of this computer alone. `rendererFolder` holds the built renderer. */
export async function startLoopbackServer(router: CoreRouter, rendererFolder: string): Promise<LoopbackServer> {
  const access = new Access();
  const handler = new RPCHandler(router);
  let onWindows: (count: number) => void = () => undefined;
  let origin = '';

  const server = createServer((request, response) => {
    serve(request, response).catch(() => refuse(response, 500));
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    handleProtocols: () => PROTOCOL,
  });

  /** SECURITY: an exact Host keeps out names that were rebound to this address; an exact Origin keeps out other pages. */
  const isOurs = (request: IncomingMessage) => request.headers.host === origin.slice('http://'.length);
  const isSameOrigin = (request: IncomingMessage) => isOurs(request) && request.headers.origin === origin;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurs(request)) return refuse(response, 421);
    const path = new URL(request.url ?? '/', origin).pathname;
    if (request.method === 'POST' && path === '/session') return session(request, response);
    if (request.method !== 'GET') return refuse(response, 405);
    const file = await rendererFile(rendererFolder, path, `'self' ${origin.replace('http:', 'ws:')}`);
    if (file === null) return refuse(response, 404);
    response.writeHead(200, file.headers).end(file.body);
  }

  async function session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isSameOrigin(request)) return refuse(response, 403);
    const bearer = access.exchange(await readText(request));
    if (bearer === undefined) return refuse(response, 401);
    response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(bearer);
  }

  server.on('upgrade', (request, socket, head) => {
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(text => text.trim());
    const bearer = protocols.find(text => text.startsWith(BEARER_PREFIX))?.slice(BEARER_PREFIX.length) ?? '';
    if (request.url !== '/rpc' || !isSameOrigin(request) || !access.isBearer(bearer)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, client => {
      void handler.upgrade(client, { context: {} });
      onWindows(sockets.clients.size);
      client.on('close', () => onWindows(sockets.clients.size));
    });
  });

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, HOST, resolve));
  origin = `http://${HOST}:${(server.address() as AddressInfo).port}`;

  return {
    url: `${origin}/#${access.token}`,
    origin,
    onWindows: listener => {
      onWindows = listener;
    },
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain' });
  response.end();
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY) throw new RangeError('the body is too long');
  }
  return text;
}
