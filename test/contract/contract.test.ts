import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EnrollmentEvent, stepNames } from '../../src/contract/enrollment/schema.ts';
import type { Failure } from '../../src/contract/errors/failure.ts';
import { type Pipe, type PracticeCore, startPracticeCore, transports } from './transports.ts';

/** The failure that a call ends with; the test fails where it does not fail, or in another way than the contract's. */
async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ORPCError);
  const typed = error as ORPCError<string, Failure>;
  expect({ code: typed.code, defined: typed.defined }).toEqual({ code: 'KEYDESK', defined: true });
  return typed.data;
}

async function next<T>(stream: AsyncIterator<T>): Promise<T> {
  const { value, done } = await stream.next();
  expect(done).toBe(false);
  return value as T;
}

describe.each(transports)('the contract over $name', ({ open }) => {
  let core: PracticeCore;
  let pipe: Pipe;

  beforeEach(async () => {
    core = await startPracticeCore();
    pipe = await open(core);
  });
  afterEach(async () => {
    await pipe.close();
    await core.discard();
  });

  it('tells what runs', async () => {
    expect(await pipe.client.system.info()).toMatchObject({
      shell: 'loopback',
      shellReason: 'contract test',
      practice: true,
      connection: { version: 'v1.0' },
    });
  });

  it('pages through users', async () => {
    const first = await pipe.client.users.search({ query: '' });
    expect(first.users.length).toBeGreaterThan(0);
    expect(first.next).toBeTypeOf('string');
    const second = await pipe.client.users.search({ query: '', ...(first.next ? { next: first.next } : {}) });
    const ids = [...first.users, ...second.users].map(user => user.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('follows keys as they are plugged in and out', async () => {
    const keys = await pipe.client.keys.watch();
    expect(await next(keys)).toMatchObject([{ id: 'practice' }]);
    await pipe.client.practice.remove();
    expect(await next(keys)).toEqual([]);
    await pipe.client.practice.insert();
    expect(await next(keys)).toMatchObject([{ id: 'practice' }]);
    await keys.return?.();
  });

  it('enrolls a key with a random PIN: every step in order, one end, and the passkey is there', async () => {
    const events: EnrollmentEvent[] = [];
    const stream = await pipe.client.enrollment.start({
      user: 'user1@contoso.example',
      interactive: true,
      pin: { kind: 'random', length: 6 },
    });
    for await (const event of stream) events.push(event);
    const end = events.at(-1);

    expect(events[0]?.type).toBe('accepted');
    expect(events.flatMap(event => (event.type === 'step' ? [event.step] : []))).toEqual(
      stepNames.filter(step => step !== 'reset'),
    );
    expect(events.filter(event => event.type === 'completed' || event.type === 'failed')).toHaveLength(1);
    if (end?.type !== 'completed') throw new Error(`ended with ${JSON.stringify(end)}`);
    expect(end.result.pin.random).toMatch(/^\d{6}$/);
    expect(end.result.proof.verified).toBe(true);

    const listed = await pipe.client.passkeys.list({ user: end.result.user.id });
    expect(listed.map(passkey => passkey.credentialId)).toContain(end.result.credentialId);
  });

  it('asks for the PIN again when it is wrong, with the attempts left, and takes the right one', async () => {
    await pipe.client.keys.setPin({ pin: '273914' });

    const answers = ['999111', '273914'];
    const asked: unknown[] = [];
    let enrollmentId = '';
    let completed = false;
    for await (const event of await pipe.client.enrollment.start({
      user: 'user3@contoso.example',
      interactive: true,
    })) {
      if (event.type === 'accepted') enrollmentId = event.enrollmentId;
      if (event.type === 'completed') completed = true;
      if (event.type === 'interaction' && event.interaction.kind === 'pin') {
        asked.push({ retries: event.interaction.state.retries, refused: event.interaction.refused?.code });
        await pipe.client.enrollment.answerPin({ enrollmentId, pin: answers.shift() ?? '' });
      }
    }
    expect(asked).toEqual([
      { retries: 8, refused: undefined },
      { retries: 7, refused: 'pin-wrong' },
    ]);
    expect(completed).toBe(true);
  });

  it('cancels at the touch, leaves nothing behind, and says so', async () => {
    await pipe.client.practice.setTouch({ policy: 'manual' });
    const user = 'user4@contoso.example';
    let enrollmentId = '';
    let end: EnrollmentEvent | undefined;
    for await (const event of await pipe.client.enrollment.start({
      user,
      interactive: true,
      pin: { kind: 'random', length: 6 },
    })) {
      if (event.type === 'accepted') enrollmentId = event.enrollmentId;
      if (event.type === 'interaction' && event.interaction.kind === 'touch') {
        await pipe.client.enrollment.cancel({ enrollmentId });
      }
      end = event;
    }
    expect(end).toMatchObject({ type: 'failed', failure: { error: { code: 'cancelled' }, cleanedUp: true } });
    expect(await pipe.client.passkeys.list({ user })).toEqual([]);
    expect(await pipe.client.enrollment.unfinished()).toEqual([]);
  });

  it('cancels an enrollment whose stream the caller leaves', async () => {
    await pipe.client.practice.setTouch({ policy: 'manual' });
    const key = await pipe.client.practice.watch();
    const leaving = new AbortController();
    const stream = await pipe.client.enrollment.start(
      { user: 'user5@contoso.example', interactive: true, pin: { kind: 'random', length: 6 } },
      { signal: leaving.signal },
    );
    const follow = (async () => {
      for await (const _ of stream);
    })().catch(() => undefined);
    await nextWhere(key, now => now.waitingForTouch);
    leaving.abort();
    await nextWhere(key, now => !now.waitingForTouch);
    await follow;
    expect(await pipe.client.passkeys.list({ user: 'user5@contoso.example' })).toEqual([]);
  });

  it('refuses input that breaks its schema', async () => {
    const failure = await failureOf(pipe.client.users.get({ user: '' }));
    expect(failure.code).toBe('invalid-input');
  });

  it('fails with the code and facts of what went wrong', async () => {
    const failure = await failureOf(pipe.client.users.get({ user: 'nobody@contoso.example' }));
    expect(failure).toMatchObject({ code: 'user-not-found', params: { user: 'nobody@contoso.example' } });
  });

  it('fails an enrollment without a key with one end that names the reason', async () => {
    const keys = await pipe.client.keys.watch();
    await pipe.client.practice.remove();
    await nextWhere(keys, now => now.length === 0);
    const events: EnrollmentEvent[] = [];
    for await (const event of await pipe.client.enrollment.start({
      user: 'user1@contoso.example',
      interactive: true,
    })) {
      events.push(event);
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { error: { code: 'no-key' } } });
  });
});

async function nextWhere<T>(stream: AsyncIterator<T>, wanted: (value: T) => boolean): Promise<void> {
  for (;;) if (wanted(await next(stream))) return;
}
