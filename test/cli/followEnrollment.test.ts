import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { followEnrollment } from '../../src/cli/followEnrollment.ts';
import type { Session } from '../../src/cli/session.ts';
import type { EnrollmentEvent } from '../../src/contract/enrollment/schema.ts';
import { Channel } from '../../src/main/base/stream.ts';

const state = { supported: true, set: true, minLength: 4, maxLength: 63, changeRequired: false };
const asked: EnrollmentEvent = { type: 'interaction', interaction: { kind: 'pin', state } };
const removed: EnrollmentEvent = {
  type: 'failed',
  failure: { error: { code: 'key-removed', params: {} }, cleanedUp: true, journalState: null, steps: [] },
};

afterEach(() => {
  process.exitCode = 0;
});

/** Follows a stream of the test's own; `answers` are the PINs that reach the core. */
function follow() {
  const answers: string[] = [];
  const answerPin = async ({ pin }: { pin: string }) => void answers.push(pin);
  const client = { enrollment: { answerPin } };
  const session = { client, json: true, signal: new AbortController().signal } as unknown as Session;
  const left = vi.fn();
  const events = new Channel<EnrollmentEvent>(left);
  const [input, prompts] = [new PassThrough(), new PassThrough()];
  const done = followEnrollment(session, events, { terminal: { input, prompts } });
  return { answers, events, input, done, left };
}

test('a key that leaves ends the question for its PIN, and what was typed goes nowhere', async () => {
  const { answers, events, input, done } = follow();
  events.push({ type: 'accepted', enrollmentId: '1' });
  events.push(asked);
  await delay(10);
  input.write('2718');
  events.push(removed);
  events.end();
  await done;
  expect(answers).toEqual([]);
  expect(process.exitCode).toBe(1);
});

test('a PIN goes to the core, and the stream on to its end', async () => {
  const { answers, events, input, done, left } = follow();
  events.push(asked);
  await delay(10);
  input.write('271828\r');
  await expect.poll(() => answers).toEqual(['271828']);
  events.push(removed);
  events.end();
  await done;
  expect(left).not.toHaveBeenCalled();
});

test('Ctrl-C at the question leaves the stream, which cancels the enrollment', async () => {
  const { answers, events, input, done, left } = follow();
  events.push(asked);
  await delay(10);
  input.write('\u0003');
  await expect(done).rejects.toMatchObject({ code: 'cancelled' });
  expect(left).toHaveBeenCalledOnce();
  expect(answers).toEqual([]);
});
