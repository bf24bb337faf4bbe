import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { guardOf } from '../../../../src/main/features/webhooks/address.ts';
import { createPoster } from '../../../../src/main/features/webhooks/post.ts';
import { openNetwork } from '../../../../src/main/services/network/network.ts';
import { drip, openRawServer, type RawServer } from '../../services/network/rawServer.ts';
import { openWebhookDesk, type WebhookDesk } from './desk.ts';

/** The deadline of a delivery in these tests, and what the machine may add, in ms. */
const TIMEOUT = 300;
const SLACK = 1500;

interface Row {
  readonly name: string;
  /** What the receiver does with a request. */
  readonly act: (socket: Socket) => void;
  readonly greet?: (socket: Socket) => void;
  readonly secure?: boolean;
  readonly ends: 'delivered' | 'webhook-timeout' | 'webhook-unreachable';
  /** Whether the receiver holds the exchange until somebody ends it. */
  readonly holds?: boolean;
}

const OK = 'HTTP/1.1 200 OK\r\n';
const rows: readonly Row[] = [
  { name: 'never answers', act: () => undefined, ends: 'webhook-timeout', holds: true },
  { name: 'drips its status line', act: s => drip(s, 'H'), ends: 'webhook-unreachable' },
  {
    name: 'drips a valid head',
    act: s => slowly(s, `${OK}x: ${'a'.repeat(500)}`),
    ends: 'webhook-timeout',
    holds: true,
  },
  {
    name: 'sends headers without end',
    act: s => drip(s, `x: ${'a'.repeat(500)}\r\n`, 1, OK),
    ends: 'webhook-unreachable',
  },
  {
    name: 'sends 100 Continue for ever',
    act: s => drip(s, 'HTTP/1.1 100 Continue\r\n\r\n', 1),
    ends: 'webhook-unreachable',
  },
  {
    name: 'sends 103 slowly for ever',
    act: s => drip(s, 'HTTP/1.1 103 Early Hints\r\n\r\n', 100),
    ends: 'webhook-timeout',
    holds: true,
  },
  { name: 'half-closes without an answer', act: s => s.end(), ends: 'webhook-unreachable' },
  { name: 'resets before an answer', act: s => s.resetAndDestroy(), ends: 'webhook-unreachable' },
  {
    name: 'switches protocols',
    act: s => s.write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ends: 'webhook-unreachable',
  },
  { name: 'stalls the TLS handshake', act: () => undefined, secure: true, ends: 'webhook-timeout', holds: true },
  {
    name: 'drips in the TLS handshake',
    act: () => undefined,
    greet: s => drip(s, '\x16\x03\x03', 20),
    secure: true,
    ends: 'webhook-timeout',
    holds: true,
  },
  {
    name: 'sends a body without end',
    act: s => drip(s, `400\r\n${'a'.repeat(1024)}\r\n`, 1, `${OK}transfer-encoding: chunked\r\n\r\n`),
    ends: 'delivered',
  },
  {
    name: 'drips its body',
    act: s => drip(s, 'a', 50, `${OK}content-length: 1000\r\n\r\n`),
    ends: 'delivered',
  },
  { name: 'half-closes in its body', act: s => s.end(`${OK}content-length: 1000\r\n\r\na`), ends: 'delivered' },
  {
    name: 'resets in its body',
    act: s => s.write(`${OK}content-length: 1000\r\n\r\na`, () => s.resetAndDestroy()),
    ends: 'delivered',
  },
  { name: 'sends its body without a length and stays', act: s => s.write(`${OK}\r\na`), ends: 'delivered' },
  {
    name: 'keeps the connection after its answer',
    act: s => s.write(`${OK}content-length: 0\r\n\r\n`),
    ends: 'delivered',
  },
  { name: 'answers twice', act: s => s.write(`${OK}content-length: 0\r\n\r\n`.repeat(2)), ends: 'delivered' },
];

/** Sends a text byte by byte, in more time than a delivery has. */
function slowly(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer);
    else socket.write(text[at++] ?? '');
  }, 10);
  socket.on('close', () => clearInterval(timer));
}

let server: RawServer;
let desk: WebhookDesk | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
  await server?.close();
});

async function arrange({ act, greet, secure }: Row, timeout: number) {
  server = await openRawServer(act, greet);
  const network = openNetwork();
  desk = openWebhookDesk({ poster: { timeout, network } });
  await desk.webhooks.add({ url: `${secure ? 'https' : 'http'}://127.0.0.1:${server.port}/hook` });
  await desk.happen(1);
  return { desk, network };
}

describe('a receiver that', () => {
  test.each(rows)('$name holds no delivery', async row => {
    const { desk, network } = await arrange(row, TIMEOUT);
    const began = performance.now();
    await desk.webhooks.deliver();
    expect(performance.now() - began).toBeLessThan(TIMEOUT + SLACK);
    const { deliveries } = await desk.webhooks.deliveries({ limit: 1 });
    if (row.ends === 'delivered') expect(deliveries[0]).toMatchObject({ state: 'delivered' });
    else expect(deliveries[0]).toMatchObject({ state: 'waiting', attempts: 1, failure: { code: row.ends } });
    // Closing ends also what is left of an answer that nobody reads.
    network.close();
    await expect.poll(() => server.open.size, { timeout: 2000 }).toBe(0);
  });

  test.each(rows.filter(({ holds }) => holds))('$name holds no shutdown, and gets its event later', async row => {
    const { desk } = await arrange(row, 60_000);
    void desk.webhooks.deliver();
    await expect.poll(() => server.count()).toBeGreaterThan(0);
    const began = performance.now();
    await desk.service.close();
    expect(performance.now() - began).toBeLessThan(5000);
    // Being cut off is no failed attempt.
    const { deliveries } = await desk.webhooks.deliveries({ limit: 1 });
    expect(deliveries[0]).toMatchObject({ state: 'waiting', attempts: 0 });
  });
});

test('a receiver that drips what follows its status loses the connection, also while Keydesk goes on', async () => {
  server = await openRawServer(socket => drip(socket, 'a', 50, `${OK}content-length: 1000000\r\n\r\n`));
  const poster = createPoster({ network: openNetwork() });
  const url = new URL(`http://127.0.0.1:${server.port}/hook`);
  expect(await poster.post({ url, reach: 'loopback' }, {}, '{}')).toMatchObject({ status: 200 });
  expect(server.open.size).toBe(1);
  await expect.poll(() => server.open.size, { timeout: 4000 }).toBe(0);
});

test('more messages than connections: those that wait for one end at their deadline too', async () => {
  server = await openRawServer(() => undefined);
  const poster = createPoster({ timeout: TIMEOUT, network: openNetwork() });
  const url = new URL(`http://127.0.0.1:${server.port}/hook`);
  const began = performance.now();
  const posts = Array.from({ length: 80 }, () =>
    poster.post({ url, reach: 'loopback' }, {}, '{}').catch(error => error.code),
  );
  expect(new Set(await Promise.all(posts))).toEqual(new Set(['webhook-timeout']));
  expect(performance.now() - began).toBeLessThan(TIMEOUT + SLACK);
});

test('a name server that never answers holds neither a delivery nor a shutdown', async () => {
  const network = openNetwork({ env: {} });
  const guard = guardOf('public', () => undefined);
  const ask = (timeout: number) =>
    network.exchange({ url: new URL('https://hooks.contoso.example/'), method: 'POST', timeout, most: 0, guard });
  await expect(ask(100)).rejects.toMatchObject({ kind: 'timeout', sent: false });
  const held = ask(60_000);
  const ended = expect(held).rejects.toMatchObject({ kind: 'cancelled' });
  network.close();
  await ended;
});
