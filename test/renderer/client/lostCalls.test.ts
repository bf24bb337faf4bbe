import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/renderer/client/failure.ts';
import { nameLoss } from '../../../src/renderer/client/lostCalls.ts';

const never = () => new Promise<never>(() => undefined);
const router = {
  answer: os.handler(() => 'answer'),
  wait: os.handler(never),
  stream: os.handler(async function* () {
    yield 'first';
    await never();
  }),
  short: os.handler(async function* () {
    yield 'only';
  }),
};

/** A core and a client of it, with a pipe in between that the test can cut. */
function open() {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(router).upgrade(port1);
  port1.start();
  port2.start();
  const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port: port2, interceptors: [nameLoss] }));
  return { client, cut: () => port1.close() };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => failureOf(error).code,
  );

describe('a pipe that is lost', () => {
  it('is the failure of a call that waits for its answer', async () => {
    const { client, cut } = open();
    expect(await client.answer()).toBe('answer');
    const code = codeOf(client.wait());
    cut();
    expect(await code).toBe('connection-lost');
  });

  it('is the failure of a stream, after what has come', async () => {
    const { client, cut } = open();
    const stream = await client.stream();
    expect(await stream.next()).toMatchObject({ value: 'first' });
    const code = codeOf(stream.next());
    cut();
    expect(await code).toBe('connection-lost');
  });

  it('is the failure of a stream that is asked for more only afterwards', async () => {
    const { client, cut } = open();
    const stream = await client.stream();
    await stream.next();
    cut();
    await codeOf(client.wait());
    expect(await codeOf(stream.next())).toBe('connection-lost');
  });

  it('does not hide that the window itself has canceled', async () => {
    const { client, cut } = open();
    const abort = new AbortController();
    const { signal } = abort;
    const call = codeOf(client.wait(undefined, { signal }));
    const stream = await client.stream(undefined, { signal });
    await stream.next();
    const next = codeOf(stream.next());
    abort.abort();
    expect([await call, await next]).toEqual(['cancelled', 'cancelled']);
    cut();
  });

  it('changes nothing about a stream that has ended', async () => {
    const { client, cut } = open();
    const values: string[] = [];
    for await (const value of await client.short()) values.push(value);
    cut();
    expect(values).toEqual(['only']);
  });
});
