import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { KEY_UNKNOWN } from '../../../src/contract/system/windowProof.ts';
import { prove, secret } from '../../../src/main/shells/loopback/sessions.ts';
import { proveBothWays } from '../../../src/renderer/client/handshake.ts';
import { openSocket } from '../../main/shells/loopback/comeIn.ts';

/** Another program at the port of a Keydesk that ended: it notes all that it gets, and answers as a test wants. */
describe('a window whose Keydesk has ended, and an impostor at its port', () => {
  const key = secret();
  let http: Server;
  let origin: string;
  let received: string[];
  let play: (socket: WebSocket, message: string) => void;

  beforeEach(async () => {
    received = [];
    http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    http.on('upgrade', request => received.push(JSON.stringify(request.headers), request.url ?? ''));
    new WebSocketServer({ server: http }).on('connection', socket =>
      socket.on('message', data => {
        received.push(String(data));
        play(socket, String(data));
      }),
    );
  });
  afterEach(() => {
    http.closeAllConnections();
    http.close();
  });

  const reconnect = async (kind: 'token' | 'session' = 'session') => {
    const websocket = await openSocket(origin);
    const kept: string[] = [];
    try {
      await proveBothWays({ websocket: websocket as never, origin, kind, key, keep: made => kept.push(made) });
    } finally {
      websocket.terminate();
      expect(kept).toEqual([]);
    }
  };
  /** Everything that the impostor has seen of this window is random, or public. */
  const learnedNothing = () => {
    expect(received.join()).not.toContain(key);
    expect(received.slice(2).map(text => Object.keys(JSON.parse(text)))).toEqual([['kind', 'windowNonce']]);
  };
  const facts = (message: string) => {
    const { kind, windowNonce } = JSON.parse(message);
    return { kind, windowNonce, origin, serverNonce: secret() };
  };
  const answer = (proof: (message: string) => { serverNonce: string; proof: string }) => {
    play = (socket, message) => socket.send(JSON.stringify(proof(message)));
  };

  it.each([
    ['a proof that it made up', () => answer(() => ({ serverNonce: secret(), proof: secret() }))],
    [
      'a proof under a key of its own',
      () =>
        answer(message => {
          const known = facts(message);
          return { serverNonce: known.serverNonce, proof: prove(secret(), 'server', known) };
        }),
    ],
    [
      "a Keydesk's proof for another port, relayed",
      () =>
        answer(message => {
          const known = { ...facts(message), origin: 'http://127.0.0.1:1' };
          return { serverNonce: known.serverNonce, proof: prove(key, 'server', known) };
        }),
    ],
    [
      "a Keydesk's proof for an earlier connection",
      () =>
        answer(message => {
          const known = { ...facts(message), windowNonce: secret() };
          return { serverNonce: known.serverNonce, proof: prove(key, 'server', known) };
        }),
    ],
    [
      'the proof that a window would give',
      () =>
        answer(message => {
          const known = facts(message);
          return { serverNonce: known.serverNonce, proof: prove(key, 'window', known) };
        }),
    ],
    ['that the window is admitted, without a proof', () => (play = socket => socket.send('{"admitted":true}'))],
    ['nonsense', () => (play = socket => socket.send('<html>'))],
    ['that it knows no such session', () => (play = socket => socket.close(KEY_UNKNOWN))],
  ])('sends nothing more to one that answers %s', async (_, prepare) => {
    prepare();
    await expect(reconnect()).rejects.toMatchObject({ code: 'keydesk-replaced' });
    learnedNothing();
  });

  it('takes a connection that breaks off for what it is', async () => {
    play = socket => socket.terminate();
    await expect(reconnect()).rejects.toThrow('broke off');
    learnedNothing();
  });

  it('says that the address was used where the token is not known any longer', async () => {
    play = socket => socket.close(KEY_UNKNOWN);
    await expect(reconnect('token')).rejects.toMatchObject({ code: 'unauthorized' });
    learnedNothing();
  });
});
