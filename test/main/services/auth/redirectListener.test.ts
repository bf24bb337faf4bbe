import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signInPages } from '../../../../src/main/services/auth/pages.ts';
import { listenForRedirect, type RedirectListener } from '../../../../src/main/services/auth/redirectListener.ts';

let listener: RedirectListener;
let address: string;
beforeEach(async () => {
  listener = await listenForRedirect(signInPages('en'));
  address = listener.redirectUri.replace('localhost', '127.0.0.1');
});
afterEach(() => listener.close());

const post = (fields: Record<string, string> | string[][], path = '/') =>
  fetch(`${address}${path}`, { method: 'POST', body: new URLSearchParams(fields as Record<string, string>) });
const answered = () => Promise.race([listener.answer.then(answer => Object.fromEntries(answer)), sleep(50)]);

test('takes the answer that brings the state, by a form, and shows a page', async () => {
  const response = await post({ state: listener.state, code: 'the-code' });
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('You are signed in')]);
  expect(await answered()).toEqual({ state: listener.state, code: 'the-code' });
});

test('takes a refusal, and shows another', async () => {
  const response = await post({ state: listener.state, error: 'access_denied' });
  expect(await response.text()).toContain('You are not signed in');
  expect(await answered()).toMatchObject({ error: 'access_denied' });
});

test('ignores all else: no state, another, two; a code in the address; other paths; bodies without end', async () => {
  const { state } = listener;
  expect((await post({ code: 'x' })).status).toBe(400);
  expect((await post({ code: 'x', state: 'guessed' })).status).toBe(400);
  expect(
    (
      await post([
        ['code', 'x'],
        ['state', state],
        ['state', 'other'],
      ])
    ).status,
  ).toBe(400);
  expect((await post({ state })).status).toBe(400);
  expect((await post({ code: 'x', state }, '/other')).status).toBe(404);
  expect((await fetch(`${address}/?code=x&state=${state}`)).status).toBe(404);
  expect((await fetch(address, { method: 'POST', body: JSON.stringify({ code: 'x', state }) })).status).toBe(400);
  const long = { code: 'x'.repeat(100_000), state };
  expect(
    await post(long).then(
      ({ status }) => status,
      () => 400,
    ),
  ).toBe(400);
  expect(await answered()).toBeUndefined();
});

test('goes on after requests that are none, each reset', async () => {
  const requests = [
    'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST // HTTP/1.1\r\n\r\n',
    'GET /rpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    '\x16\x03\x01',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999\r\n\r\nx',
  ];
  for (const request of requests) {
    await new Promise<void>(resolve => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write(request));
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.once('data', () => socket.resetAndDestroy());
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
  }
  expect((await post({ state: listener.state, code: 'the-code' })).status).toBe(200);
});
