import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { KeydeskError } from '../../../../src/contract/errors.ts';
import { failedRouter } from '../../../../src/main/shells/failedCore.ts';
import { type LoopbackServer, startLoopbackServer } from '../../../../src/main/shells/loopback/server.ts';

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe('the loopback server', () => {
  let server: LoopbackServer;
  let folder: string;
  let origin: string;
  let token: string;

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

  const exchange = (given: string, from = origin) =>
    send('POST', '/session', { origin: from, 'content-type': 'application/json' }, JSON.stringify({ token: given }));

  async function sessionOf(): Promise<string> {
    return (JSON.parse((await exchange(token)).body) as { session: string }).session;
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

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-renderer-'));
    writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    writeFileSync(join(folder, 'app.js'), '1');
    writeFileSync(join(folder, 'notes.txt'), 'not for the window');
    server = await startLoopbackServer(failedRouter(new KeydeskError('internal')), folder);
    const url = new URL(server.url);
    origin = url.origin;
    token = url.hash.slice('#token='.length);
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

  it('refuses another Origin, and a session without one', async () => {
    expect((await send('GET', '/', { origin: 'http://attacker.example' })).status).toBe(403);
    expect((await exchange(token, 'http://attacker.example')).status).toBe(403);
    const json = { 'content-type': 'application/json' };
    expect((await send('POST', '/session', json, JSON.stringify({ token }))).status).toBe(403);
  });

  it('exchanges the token once', async () => {
    expect((await exchange('wrong')).status).toBe(401);
    const first = await exchange(token);
    expect(first.status).toBe(200);
    expect((await exchange(token)).status).toBe(401);
    const { session } = JSON.parse(first.body) as { session: string };
    expect(session).not.toBe(token);
    expect((await send('GET', '/session', { authorization: `Bearer ${session}` })).status).toBe(204);
    expect((await send('GET', '/session', { authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await send('GET', '/session')).status).toBe(401);
  });

  it('refuses a body that is too long or of another type', async () => {
    const long = JSON.stringify({ token, padding: 'x'.repeat(5000) });
    expect((await send('POST', '/session', { origin, 'content-type': 'application/json' }, long)).status).toBe(401);
    expect((await send('POST', '/session', { origin }, JSON.stringify({ token }))).status).toBe(401);
    expect((await send('PUT', '/', { origin })).status).toBe(405);
  });

  it('opens a WebSocket for a session from its own page, and for nothing else', async () => {
    const protocols = ['keydesk', `session.${await sessionOf()}`];
    expect(await upgrade('/rpc', protocols, origin)).toBe(101);
    expect(await upgrade('/rpc', protocols, 'http://attacker.example')).toBe(403);
    expect(await upgrade('/rpc', protocols, undefined)).toBe(403);
    expect(await upgrade('/rpc?session=x', protocols, origin)).toBe(404);
    expect(await upgrade('/rpc', ['keydesk'], origin)).toBe(401);
    expect(await upgrade('/rpc', ['keydesk', `session.${token}`], origin)).toBe(401);
  });

  it('cuts a connection that sends too much', async () => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['keydesk', `session.${await sessionOf()}`], {
      origin,
    });
    const code = await new Promise<number>(resolve => {
      socket.on('open', () => socket.send('x'.repeat(1024 * 1024)));
      socket.on('close', resolve);
      socket.on('error', () => undefined);
    });
    expect(code).toBe(1009);
  });
});
