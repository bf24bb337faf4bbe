import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listenOnLoopback } from '../../../src/main/base/loopbackServer.ts';

let close: () => void = () => undefined;
afterEach(() => close());

test.each([
  ['nothing', ''],
  ['half a head', 'GET / HTTP/1.1\r\nHo'],
  ['half a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx'],
])('cuts a connection that sends %s and stays', async (_, bytes) => {
  const { http, port } = await listenOnLoopback(200);
  close = () => http.close();
  http.on('request', request => request.on('error', () => undefined).resume());
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  socket.on('error', () => undefined).resume();
  await expect.poll(() => socket.closed, { timeout: 5000 }).toBe(true);
});

test('listens on the loopback interface alone, and an error of the listening socket does not end the process', async () => {
  const { http, port } = await listenOnLoopback();
  close = () => http.close();
  expect(http.address()).toMatchObject({ address: '127.0.0.1', port });
  http.emit('error', new Error('accept EMFILE'));
  http.emit('error', new Error('accept EMFILE'));
});
