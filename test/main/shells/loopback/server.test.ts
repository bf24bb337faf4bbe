import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { KEY_UNKNOWN, NOT_PROVEN, WINDOW_SUBPROTOCOL } from '../../../../src/contract/system/windowProof.ts';
import { failedRouter } from '../../../../src/main/shells/failedCore.ts';
import { type LoopbackServer, startLoopbackServer } from '../../../../src/main/shells/loopback/server.ts';
import { proveBothWays } from '../../../../src/renderer/client/handshake.ts';
import type { CoreClient } from '../../../contract/transports.ts';
import { comeIn, openSocket } from './comeIn.ts';

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe('the loopback server', () => {
  let server: LoopbackServer;
  let folder: string;
  let origin: string;
  let url: string;
  /** How often the server said that its token was used. */
  let opened: number;

  /** A raw request: unlike fetch it sends Host, Origin and the path exactly as told. */
  function send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Reply> {
    const { hostname, port } = new URL(origin);
    return new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, method, path, headers }, response => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** The status a WebSocket is refused with, or 101 where it opens. */
  function upgrade(path: string, protocols: string[], from: string | undefined): Promise<number> {
    return new Promise(resolve => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, protocols, from ? { origin: from } : {});
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
  }

  const closed = (socket: WebSocket) => new Promise<number>(resolve => socket.once('close', resolve));

  /** The code that the server closes with after a new connection has said this. */
  async function closedAfter(...messages: unknown[]): Promise<number> {
    const socket = await openSocket(origin);
    for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return closed(socket);
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-renderer-'));
    writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    writeFileSync(join(folder, 'app.js'), '1');
    writeFileSync(join(folder, 'notes.txt'), 'not for the window');
    opened = 0;
    server = await startLoopbackServer(failedRouter(new KeydeskError('internal')), folder, () => opened++);
    url = server.url;
    origin = new URL(url).origin;
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('listens on the loopback address and keeps the token in the fragment', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  });

  it('gives each document a nonce of its own, in the policy and in the page', async () => {
    const replies = [await send('GET', '/'), await send('GET', '/')];
    const nonces = replies.map(({ headers, body }) => {
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
      expect(nonce).toHaveLength(24);
      expect(body).toBe(`<meta name="csp-nonce" content="${nonce}">`);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('lets nothing in by its policy but the app itself', async () => {
    const { headers } = await send('GET', '/app.js');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2fpackage.json',
    '/notes.txt',
    '/%00',
    '/%zz',
    '/no.js',
  ])('does not serve %s', async path => {
    expect((await send('GET', path)).status).toBe(404);
  });

  it('refuses another Host, as a rebound name would send', async () => {
    const { port } = new URL(origin);
    for (const host of [`localhost:${port}`, `attacker.example:${port}`, '127.0.0.1']) {
      expect((await send('GET', '/', { host })).status).toBe(421);
    }
  });

  it('refuses another Origin, and anything that is not asked for', async () => {
    expect((await send('GET', '/', { origin: 'http://attacker.example' })).status).toBe(403);
    expect((await send('POST', '/session', { origin })).status).toBe(405);
    expect((await send('GET', '//', { origin })).status).toBe(400);
  });

  it('opens a WebSocket from its own page, and for nothing else', async () => {
    const protocols = [WINDOW_SUBPROTOCOL];
    expect(await upgrade('/rpc', protocols, origin)).toBe(101);
    expect(await upgrade('/rpc', protocols, 'http://attacker.example')).toBe(403);
    expect(await upgrade('/rpc', protocols, undefined)).toBe(403);
    expect(await upgrade('/rpc?session=x', protocols, origin)).toBe(404);
    expect(await upgrade('/rpc', ['keydesk'], origin)).toBe(401);
  });

  it('proves itself to a window and answers it, and accepts the token only once', async () => {
    const socket = await comeIn(url);
    const client: CoreClient = createORPCClient(new RPCLink({ websocket: socket as never }));
    await expect(client.system.info()).rejects.toMatchObject({ code: 'KEYDESK', data: { code: 'internal' } });
    await expect(comeIn(url)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('takes back a window that knows the key of its session, as often as it likes', async () => {
    let key = '';
    (await comeIn(url, made => (key = made))).terminate();
    for (let n = 0; n < 2; n++) {
      const websocket = await openSocket(origin);
      await proveBothWays({ websocket: websocket as never, origin, kind: 'session', key, keep: () => undefined });
      websocket.terminate();
    }
    expect(key).not.toBe(new URL(url).hash.slice('#token='.length));
    expect(opened).toBe(1);
  });

  it('lets one of two windows in that use the token at the same time', async () => {
    const both = await Promise.allSettled([comeIn(url), comeIn(url)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('calls no procedure before the window has proved itself, whatever it says', async () => {
    const hello = { kind: 'token', windowNonce: 'n'.repeat(43) };
    const request = { i: '1', p: { u: 'orpc:/system/info', b: {} } };
    expect(await closedAfter(request)).toBe(NOT_PROVEN);
    expect(await closedAfter(hello, request)).toBe(NOT_PROVEN);
    expect(await closedAfter(hello, { proof: 'p'.repeat(43) })).toBe(NOT_PROVEN);
    // The server's own proof sent back, as if it were the window's.
    const socket = await openSocket(origin);
    socket.once('message', data => socket.send(JSON.stringify({ proof: JSON.parse(String(data)).proof })));
    socket.send(JSON.stringify(hello));
    expect(await closed(socket)).toBe(NOT_PROVEN);
    expect(await closedAfter({ ...hello, kind: 'session' })).toBe(KEY_UNKNOWN);
    expect(await closedAfter('{')).toBe(NOT_PROVEN);
    expect(await closedAfter({ ...hello, padding: 'x'.repeat(2000) })).toBe(NOT_PROVEN);
    expect(opened).toBe(0);
    await comeIn(url);
  });

  it('cuts a connection that sends too much, before and after the proof', async () => {
    for (const socket of [await openSocket(origin), await comeIn(url)]) {
      const code = closed(socket);
      socket.on('error', () => undefined);
      socket.send('x'.repeat(1024 * 1024));
      expect(await code).toBe(1009);
    }
  });

  describe('cannot be stopped by a program without the token:', () => {
    const HEAD = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n`;

    /** Sends bytes over a connection of its own, and resets it as soon as there is an answer, or a moment later. */
    function reset(bytes: string): Promise<void> {
      const { hostname, port } = new URL(origin);
      return new Promise(resolve => {
        const socket = connect(Number(port), hostname, () => socket.write(bytes));
        const leave = () => socket.resetAndDestroy();
        socket.once('data', leave);
        const timer = setTimeout(leave, 100);
        socket.on('error', () => undefined);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }

    it.each([
      ['a refused upgrade', () => `GET /rpc HTTP/1.1\r\nHost: x\r\n${HEAD}\r\n`],
      ['an upgrade of another page', (host: string) => `GET /rpc HTTP/1.1\r\nHost: ${host}\r\n${HEAD}\r\n`],
      [
        'a malformed upgrade',
        (host: string) =>
          `GET /rpc HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nSec-WebSocket-Protocol: ${WINDOW_SUBPROTOCOL}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n`,
      ],
      [
        'an accepted upgrade with broken frames',
        (host: string) =>
          `GET /rpc HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nSec-WebSocket-Protocol: ${WINDOW_SUBPROTOCOL}\r\n${HEAD}\r\n\xff\xff\xff\xff`,
      ],
      [
        'an upgrade to something else',
        () => 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
      ],
      ['CONNECT', () => 'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['headers without end', () => `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}`],
      ['what is no HTTP', () => '\x16\x03\x01\x02\x00\x01\x00\x01'],
      ['a body that never ends', () => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\nx`],
      ['a path that is no path', () => 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'],
    ])('%s, then a reset', async (_, request) => {
      await Promise.all(Array.from({ length: 20 }, () => reset(request(new URL(origin).host))));
      await comeIn(url);
    });

    it('many connections that say nothing', async () => {
      const { hostname, port } = new URL(origin);
      const sockets = Array.from({ length: 300 }, () => connect(Number(port), hostname).on('error', () => undefined));
      // The surplus is cut by the server.
      await expect.poll(() => sockets.filter(socket => socket.closed).length).toBeGreaterThanOrEqual(172);
      for (const socket of sockets) socket.resetAndDestroy();
      await expect
        .poll(() =>
          comeIn(url).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
    });

    it('many refused connections that the client never closes', async () => {
      const { hostname, port, host } = new URL(origin);
      const request = `GET /rpc HTTP/1.1\r\nHost: ${host}\r\n${HEAD}\r\n`;
      const sockets = Array.from({ length: 128 }, () => {
        const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () =>
          socket.write(request),
        );
        return socket.on('error', () => undefined).resume();
      });
      onTestFinished(() => sockets.forEach(socket => void socket.destroy()));
      await expect.poll(() => sockets.filter(socket => socket.readableEnded).length).toBe(128);
      await comeIn(url);
    });

    it('many connections that open and prove nothing', async () => {
      const sockets = await Promise.all(Array.from({ length: 60 }, () => openSocket(origin)));
      onTestFinished(() => sockets.forEach(socket => void socket.terminate()));
      // The oldest have made room, and the owner's window comes in although the others are still held.
      await expect.poll(() => sockets.filter(socket => socket.readyState === WebSocket.CLOSED).length).toBe(60 - 32);
      const window = await comeIn(url);
      // An admitted one makes room for nobody.
      const more = await Promise.all(Array.from({ length: 200 }, () => openSocket(origin).catch(() => undefined)));
      onTestFinished(() => more.forEach(socket => void socket?.terminate()));
      expect(window.readyState).toBe(WebSocket.OPEN);
    });
  });
});
