import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { factsOf } from '../../../../src/contract/keys/facts.ts';
import { CtapError } from '../../../../src/ctap/errors.ts';
import { withPin } from '../../../../src/main/services/keys/pinErrors.ts';
import { type Desk, type Ended, enrollAt, openDesk, PIN } from '../enrollment/desk.ts';

const WRONG = '999111';
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ pin: PIN });
});
afterEach(() => desk.close());

const changePin = (pin: string) =>
  desk.client.keys.changePin({ keyId: desk.keyId, pin, newPin: '318459' }).then(
    () => 'changed',
    error => error.data,
  );
const enrollWith = (pin: string) =>
  enrollAt(desk, { interactive: true }, (event, enrollmentId) =>
    event.type === 'interaction' && event.interaction.kind === 'pin'
      ? desk.client.enrollment.answerPin({ enrollmentId, pin })
      : undefined,
  );
const questions = ({ events }: Ended) =>
  events.flatMap(event =>
    event.type === 'interaction' && event.interaction.kind === 'pin' ? [event.interaction.state.retries] : [],
  );
const pinFact = async () => factsOf(await desk.client.keys.info({ keyId: desk.keyId }))[0]?.value;

describe('a key that takes no PIN', () => {
  test('is not asked for one when it is blocked for good', async () => {
    desk.key.faults.blockedPin = true;
    const ended = await enrollWith(PIN);
    expect(questions(ended)).toEqual([]);
    expect(ended.failure).toMatchObject({ error: { code: 'pin-blocked' }, cleanedUp: true });
    expect(await pinFact()).toMatch(/^Permanently blocked/);
  });

  test('differs from one that must be plugged in again', async () => {
    const first = await enrollWith(WRONG);
    expect(questions(first)).toEqual([8, 7, 6]);
    expect(first.failure?.error).toMatchObject({ code: 'pin-soft-blocked', params: { retries: 5 } });

    const again = await enrollWith(PIN);
    expect(questions(again)).toEqual([]);
    expect(again.failure?.error).toMatchObject({ code: 'pin-soft-blocked', params: { retries: 5 } });
    expect(await pinFact()).toMatch(/plug it in again/);

    desk.key.powerCycle();
    expect((await enrollWith(PIN)).result?.proof.verified).toBe(true);
  });

  test('ends with no attempts left as blocked, whatever came before', async () => {
    const codes: string[] = [];
    for (let tries = 1; tries <= 8; tries++) {
      codes.push((await changePin(WRONG)).code);
      if (tries % 3 === 0) desk.key.powerCycle();
    }
    const row = ['pin-wrong', 'pin-wrong', 'pin-soft-blocked'];
    expect(codes).toEqual([...row, ...row, 'pin-wrong', 'pin-blocked']);
    desk.key.powerCycle();
    expect(await changePin(PIN)).toMatchObject({ code: 'pin-blocked' });
    expect(questions(await enrollWith(PIN))).toEqual([]);
  });
});

describe('a key that answers the last attempt like any other', () => {
  const refused = () => Promise.reject(new CtapError('CTAP2_ERR_PIN_INVALID'));
  test.each([
    [0, false, 'pin-blocked'],
    [0, true, 'pin-blocked'],
    [5, true, 'pin-soft-blocked'],
    [5, false, 'pin-wrong'],
  ])('%d attempts, to be plugged in again: %s, is %s', async (retries, powerCycleState, code) => {
    const session = { pinRetries: async () => ({ retries, powerCycleState }) };
    await expect(withPin(session, refused)).rejects.toMatchObject({ code, params: { retries } });
  });
});
