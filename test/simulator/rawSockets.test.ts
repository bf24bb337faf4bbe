import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { startIdentitySimulator } from '../../src/simulator/identity/server.ts';
import { serveControl } from '../../src/simulator/key/control.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';

/** What no client sends, each followed by a reset. */
const requests = [
  'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
  'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /rpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'POST /v1.0/users HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{',
  `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`,
  '\x16\x03\x01\x00',
];

/** @param ca wraps the connection in TLS; the reset is TCP's all the same */
async function attack(port: number, ca?: string): Promise<void> {
  for (const request of requests) {
    await new Promise<void>(resolve => {
      const socket = connectTcp(port, '127.0.0.1');
      const outer = ca === undefined ? socket : connectTls({ socket, ca, servername: 'localhost' });
      const leave = () => socket.resetAndDestroy();
      const timer = setTimeout(leave, 60);
      outer.on('error', () => undefined).once('data', leave);
      socket
        .on('error', () => undefined)
        .once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      outer.write(request);
    });
  }
}

test('the simulators go on after requests that are none', async () => {
  const graph = await startGraphSimulator({ users: 3 });
  const identity = await startIdentitySimulator({ graph });
  const control = await serveControl(await createSoftwareKey({ profile: 'full' }), 0);
  const portOf = (url: string) => Number(new URL(url).port);
  try {
    await attack(portOf(graph.url));
    await attack(portOf(identity.authority));
    await attack(portOf(identity.authority), identity.ca);
    await attack(control.port);
    const authorization = `Bearer ${graph.token}`;
    expect((await fetch(`${graph.url}/v1.0/users`, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${control.port}/state`)).status).toBe(200);
    const tls = connectTls({
      port: portOf(identity.authority),
      host: '127.0.0.1',
      ca: identity.ca,
      servername: 'localhost',
    });
    await new Promise((resolve, reject) => tls.once('secureConnect', resolve).once('error', reject));
    tls.destroy();
  } finally {
    await control.close();
    await identity.close();
    await graph.close();
  }
});
