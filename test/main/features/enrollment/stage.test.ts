import { describe, expect, test } from 'vitest';
import type { PinChoice } from '../../../../src/contract/enrollment/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { CtapError } from '../../../../src/ctap/errors.ts';
import type { PinQuestion } from '../../../../src/main/features/enrollment/attendant.ts';
import type { CeremonyParts } from '../../../../src/main/features/enrollment/parts.ts';
import { arrivals, inBackground, Stage } from '../../../../src/main/features/enrollment/stage.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import { attendantFor } from './bench.ts';

const question = { kind: 'pin' } as unknown as PinQuestion;
const choice: PinChoice = { kind: 'given', pin: '271828' };

/** A run at a key that can be canceled, and whose key can be pulled out. */
function open(bind = true) {
  const [cancel, pulled] = [new AbortController(), new AbortController()];
  const steps: string[] = [];
  const asked: (AbortSignal | undefined)[] = [];
  const attendant = {
    ...attendantFor({ cancel, onStep: step => steps.push(step) }),
    askPin: async (_question: PinQuestion, signal?: AbortSignal) => {
      asked.push(signal);
      return choice;
    },
  };
  const stage = new Stage({} as CeremonyParts, attendant);
  const key = { gone: pulled.signal } as unknown as OpenKey;
  if (bind) stage.bindKey(key);
  return {
    ...{ stage, key, steps, asked },
    cancel: () => cancel.abort(new KeydeskError('cancelled')),
    quit: () => cancel.abort(),
    pull: () => pulled.abort(new KeydeskError('key-removed')),
  };
}
const failed = (code: ErrorCode) => new KeydeskError(code);
const reason = (stage: Stage, thrown: unknown) => (stage.reasonOf(thrown) as KeydeskError).code;

describe('a run at a key', () => {
  test('has done nothing when it begins', () => {
    expect(open(false).stage.state).toEqual({ pin: { set: false }, creating: false, submission: 'none' });
  });

  test('begins its steps in order, and gives back what each one does', async () => {
    const { stage, steps } = open();
    expect(await stage.step('options', async () => 1)).toBe(1);
    await expect(stage.step('prepare', () => Promise.reject(failed('pin-wrong')))).rejects.toMatchObject({
      code: 'pin-wrong',
    });
    expect([steps, stage.clock.read().map(({ name }) => name)]).toEqual([
      ['options', 'prepare'],
      ['options', 'prepare'],
    ]);
  });

  test('begins no step once it is canceled or its key is pulled out, but those that do without the key', async () => {
    const canceled = open();
    canceled.cancel();
    const work = async () => 'done';
    await expect(canceled.stage.step('register', work, canceled.stage.cancelSignal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    const pulled = open();
    pulled.pull();
    await expect(pulled.stage.step('prove', work)).rejects.toMatchObject({ code: 'key-removed' });
    expect(await pulled.stage.step('register', work, pulled.stage.cancelSignal)).toBe('done');
    expect([canceled.steps, pulled.steps]).toEqual([[], ['register']]);
  });

  test('asks for a PIN until it is canceled, and for no longer than its key is there', async () => {
    const { stage, key, asked, pull } = open(false);
    expect(stage.signal).toBe(stage.cancelSignal);
    await stage.attendant.askPin(question);
    stage.bindKey(key);
    expect(stage.state.key).toBe(key);
    expect(await stage.attendant.askPin(question)).toEqual(choice);
    expect([asked[0], asked[1]]).toEqual([undefined, stage.signal]);
    pull();
    expect([asked[1]?.aborted, stage.cancelSignal.aborted]).toEqual([true, false]);
  });
});

describe('the reason of an end', () => {
  test('is what broke', () => {
    const { stage } = open();
    expect(reason(stage, failed('pin-wrong'))).toBe('pin-wrong');
    expect(reason(stage, new CtapError('CTAP2_ERR_KEY_STORE_FULL'))).toBe('key-full');
  });

  test('is the cancel, whatever broke at the same time, also what Entra said', () => {
    const { stage, cancel } = open();
    cancel();
    for (const code of ['pin-wrong', 'graph-refused', 'key-removed'] as const)
      expect(reason(stage, failed(code))).toBe('cancelled');
  });

  test('is a cancel also where nobody said why, and keeps what broke', () => {
    const { stage, quit } = open();
    quit();
    const broken = failed('graph-timeout');
    expect(stage.reasonOf(broken)).toMatchObject({ code: 'cancelled', cause: broken });
  });

  test.each<[ErrorCode, string]>([
    ['pin-wrong', 'key-removed'],
    ['key-busy', 'key-removed'],
    ['internal', 'key-removed'],
    ['graph-refused', 'graph-refused'],
    ['graph-timeout', 'graph-timeout'],
    ['registration-unknown', 'registration-unknown'],
    ['challenge-expired', 'challenge-expired'],
    ['aaguid-refused', 'aaguid-refused'],
  ])('of a key that was pulled out while %s is %s', (code, told) => {
    const { stage, pull } = open();
    pull();
    expect(reason(stage, failed(code))).toBe(told);
  });
});

test('messages that arrive meanwhile, and what they cause, come first', async () => {
  const order: string[] = [];
  setImmediate(() => {
    order.push('message');
    setImmediate(() => order.push('what it causes'));
  });
  await arrivals();
  expect(order).toEqual(['message', 'what it causes']);
});

test('work in the background that fails is no fault until it is awaited', async () => {
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', listen);
  const work = inBackground(Promise.reject(failed('internal')));
  await new Promise(setImmediate);
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
  await expect(work).rejects.toMatchObject({ code: 'internal' });
});
