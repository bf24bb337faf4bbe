import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PinChoice } from '../../../../src/contract/enrollment/schema.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import type { PinQuestion } from '../../../../src/main/features/enrollment/attendant.ts';
import { prepareKey } from '../../../../src/main/features/enrollment/prepare.ts';
import { Stage } from '../../../../src/main/features/enrollment/stage.ts';
import { UserVerification } from '../../../../src/main/features/enrollment/userVerification.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { attendantFor, type Bench, openBench, PIN } from './bench.ts';

const WANTED = { permissions: permissions.makeCredential, rpId: 'login.microsoft.com' };
const RANDOM: PinChoice = { kind: 'random', length: 6 };
const given = (pin: string): PinChoice => ({ kind: 'given', pin });

let bench: Bench;
let key: OpenKey;
let software: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ key: software, keyId } = await bench.plug());
  key = await bench.here.keys.open(keyId);
});
afterEach(async () => {
  key.close();
  await bench.close();
});

/** Prepares the key for a person who answers like this; without answers, for nobody. */
function prepare(choice: PinChoice | undefined, answers?: PinChoice[], cancel = new AbortController()) {
  const questions: PinQuestion[] = [];
  const attendant = {
    ...attendantFor({ cancel, ...(answers && { pin: () => given(PIN) }) }),
    askPin: async (question: PinQuestion) => {
      questions.push(question);
      const answer = answers?.shift();
      if (answer === undefined) throw new KeydeskError('pin-required');
      return answer;
    },
  };
  const stage = new Stage(bench.parts, attendant);
  stage.state.journalId = 'entry';
  const verification = new UserVerification(key, attendant, choice?.kind === 'given' ? choice.pin : undefined);
  const first = { choice, minLength: key.session.info.minPINLength, profile: null };
  const end = prepareKey(key, verification, WANTED, first, stage).then(
    prepared => ({ prepared, code: undefined }),
    error => ({ prepared: undefined, code: error.code }),
  );
  return { end, questions, stage, verification };
}
const unseen = async () =>
  (await bench.store.database.selectFrom('unseen_pin').select('enrollment_id').execute()).map(row => row.enrollment_id);

describe('a key without a PIN', () => {
  test('gets the one that was chosen, which is kept for as long as the enrollment runs', async () => {
    const { end, stage, verification } = prepare(given(PIN));
    expect((await end).code).toBeUndefined();
    expect([stage.state.pin, stage.state.secretPin, verification.pin]).toEqual([{ set: true }, PIN, PIN]);
    expect([await unseen(), software.state().pinSet]).toEqual([[], true]);
  });

  test('gets one at random, and it is on the disk before that nobody has seen it', async () => {
    const { end, stage } = prepare(RANDOM);
    await end;
    expect(stage.state.pin).toEqual({ set: true, random: stage.state.secretPin });
    expect(await unseen()).toEqual(['entry']);
  });

  test('gives another token for the same where the first one has ended', async () => {
    const { prepared } = await prepare(given(PIN)).end;
    const again = await prepared?.renew();
    expect(again?.token).toHaveLength(32);
    expect(again?.token).not.toEqual(prepared?.token.token);
  });

  test('is asked for one that fits it, and again with what was wrong about it', async () => {
    const { end, questions } = prepare(undefined, [given('1'), given(PIN)]);
    expect((await end).code).toBeUndefined();
    const state = { supported: true, set: false, minLength: 4, maxLength: 63 };
    expect(questions).toMatchObject([
      { kind: 'new-pin', state },
      { kind: 'new-pin', state, refused: { code: 'pin-breaks-rule' } },
    ]);
    expect('refused' in (questions[0] ?? {})).toBe(false);
  });

  test('that refuses a chosen PIN gets it once only', async () => {
    let checked = 0;
    bench.parts.newPinRule = () => {
      checked++;
    };
    software.faults.pinRefusals = 1;
    const { end, questions } = prepare(given('314159'), [given(PIN)]);
    expect((await end).code).toBeUndefined();
    expect([checked, questions.length]).toEqual([2, 1]);
  });

  test('that refuses every random PIN leaves none that nobody has seen', async () => {
    software.faults.pinRefusals = 10;
    expect((await prepare(RANDOM).end).code).toBe('pin-breaks-rule');
    expect([await unseen(), software.state().pinSet]).toEqual([[], false]);
  });

  test('that leaves while it gets a random PIN is on record, and nobody is asked again', async () => {
    software.faults.removedAfterSetPin = true;
    const { end, questions, stage } = prepare(RANDOM, [given(PIN)]);
    expect((await end).code).toMatch(/^key-/);
    expect(stage.state.pin).toMatchObject({ set: true, uncertain: true, random: expect.any(String) });
    expect([await unseen(), questions]).toEqual([['entry'], []]);
  });

  test('gets no random PIN that cannot be shown: a cancel that is on its way comes first', async () => {
    const cancel = new AbortController();
    setImmediate(() => setImmediate(() => cancel.abort(new KeydeskError('cancelled'))));
    expect((await prepare(RANDOM, undefined, cancel).end).code).toBe('cancelled');
    expect([software.state().pinSet, await unseen()]).toEqual([false, []]);
  });
});

test('a key with a PIN keeps it', async () => {
  await key.session.setPin(PIN);
  const { end, stage } = prepare(given(PIN));
  expect((await end).prepared?.token.token).toHaveLength(32);
  expect([stage.state.pin, stage.state.secretPin]).toEqual([{ set: false }, PIN]);
});
