import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWebhookDesk, type WebhookDesk } from './desk.ts';
import { openReceiver, type Receiver, status } from './receiver.ts';

let desk: WebhookDesk;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
  desk = openWebhookDesk({ poster: { timeout: 300 } });
});
afterEach(async () => {
  await desk.close();
  await receiver.close();
});

/** Something happens while the receiver behaves so; how it ended. */
async function deliver(url = receiver.url) {
  await desk.webhooks.add({ url });
  await desk.happen(1);
  const began = performance.now();
  await desk.webhooks.deliver();
  const { deliveries } = await desk.webhooks.deliveries({ limit: 1 });
  return { ...deliveries[0], ms: performance.now() - began };
}

test('a receiver that hangs is given up on after a while', async () => {
  receiver.answer = () => undefined;
  expect(await deliver()).toMatchObject({ state: 'waiting', failure: { code: 'webhook-timeout' } });
});

test('a receiver that redirects is not followed', async () => {
  const elsewhere = await openReceiver();
  receiver.answer = status(307, { location: elsewhere.url });
  expect(await deliver()).toMatchObject({ failure: { code: 'webhook-redirected', params: { status: 307 } } });
  expect(elsewhere.messages).toHaveLength(0);
  await elsewhere.close();
});

test('an answer of 10 MB is not read', async () => {
  let sent = 0;
  let cut = false;
  receiver.answer = (_message, response) => {
    response.on('close', () => {
      cut = !response.writableFinished;
    });
    response.writeHead(200, { 'content-length': String(10 * 1024 * 1024) });
    const part = Buffer.alloc(64 * 1024);
    const write = () => {
      while (sent < 10 * 1024 * 1024 && !response.destroyed) {
        sent += part.length;
        if (!response.write(part)) return response.once('drain', write);
      }
      return response.end();
    };
    write();
  };
  expect(await deliver()).toMatchObject({ state: 'delivered' });
  await expect.poll(() => cut).toBe(true);
});

test('an answer that never ends costs nothing but its connection', async () => {
  receiver.answer = (_message, response) => {
    response.writeHead(200);
    response.write('a');
  };
  const { state, ms } = await deliver();
  expect(state).toBe('delivered');
  expect(ms).toBeLessThan(1000);
});

test('a receiver that is not there, or hangs up, is tried again', async () => {
  receiver.answer = (_message, response) => response.socket?.destroy();
  expect(await deliver()).toMatchObject({ state: 'waiting', failure: { code: 'webhook-unreachable' } });
  await receiver.close();
  desk.pass(6000);
  await desk.webhooks.deliver();
  const { deliveries } = await desk.webhooks.deliveries({ limit: 1 });
  expect(deliveries[0]).toMatchObject({ attempts: 2, failure: { code: 'webhook-unreachable' } });
});

test('a certificate without a trusted root gets no event', async () => {
  const secure = await openReceiver(await selfSigned());
  const ended = await deliver(secure.url);
  expect(ended).toMatchObject({ state: 'waiting', failure: { code: 'webhook-certificate' } });
  expect(secure.messages).toHaveLength(0);
  await secure.close();
});

test('what a receiver says comes into no text of ours', async () => {
  receiver.answer = (_message, response) => response.writeHead(400, 'said-by-the-receiver').end('said-by-the-receiver');
  const ended = await deliver();
  expect(JSON.stringify(ended)).not.toContain('said-by');
  expect(JSON.stringify(await desk.activity.list({ limit: 50 }))).not.toMatch(/said-by|whsec_|\/hook/);
});

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=127.0.0.1',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 3600_000),
    notAfter: new Date(Date.now() + 3600_000),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`, cert: cert.toString('pem') };
}
