import { describe, expect, it } from 'vitest';
import {
  type EnrollmentEvent,
  type EnrollmentFailure,
  type EnrollmentResult,
  stepNames,
} from '../../../../src/contract/enrollment.ts';
import type { User } from '../../../../src/contract/users.ts';
import { nextRun, nextRuns, type Run, type Runs } from '../../../../src/renderer/features/enrollment/run.ts';
import { stepsOf } from '../../../../src/renderer/features/enrollment/steps.ts';

const user = { id: 'u1', displayName: 'Ines' } as User;
const failure: EnrollmentFailure = {
  error: { code: 'cancelled', params: {} },
  cleanedUp: true,
  journalState: null,
  steps: [],
};
const pinState = { supported: true, set: true, changeRequired: false, minLength: 4, maxLength: 63, retries: 8 };
const askPin: EnrollmentEvent = { type: 'interaction', interaction: { kind: 'pin', state: pinState } };

/** The run after these events, from its start. */
function runAfter(...events: EnrollmentEvent[]): Run {
  const begun = nextRun(null, { type: 'start', user, keyId: 'practice' });
  const run = events.reduce((state, event) => nextRun(state, { type: 'event', event }), begun);
  if (run === null) throw new Error('the run is gone');
  return run;
}

const statesOf = (run: Run) => stepsOf(run).map(({ state }) => state);

describe('the random PIN of a run', () => {
  const completed = (pin: EnrollmentResult['pin']) =>
    runAfter({ type: 'completed', result: { pin } as EnrollmentResult });
  const withPin = completed({ set: true, random: '739142' });

  it('is kept when the page is left before anyone saw it, and forgotten when it is left afterwards', () => {
    const left = nextRun(withPin, { type: 'leave' });
    expect(left).toBe(withPin);
    const seen = nextRun(left, { type: 'pin-seen' });
    expect(nextRun(seen, { type: 'leave' })).toBeNull();
  });

  it('is kept likewise where the enrollment failed after the key got it', () => {
    const failed = runAfter({ type: 'failed', failure: { ...failure, pin: { set: true, random: '739142' } } });
    expect(nextRun(failed, { type: 'leave' })).toBe(failed);
    expect(nextRun(nextRun(failed, { type: 'pin-seen' }), { type: 'leave' })).toBeNull();
  });

  it('keeps no run whose end was seen, and every one that goes on', () => {
    expect(nextRun(completed({ set: false }), { type: 'leave' })).toBeNull();
    expect(nextRun(runAfter({ type: 'failed', failure }), { type: 'leave' })).toBeNull();
    const running = runAfter({ type: 'step', step: 'create' });
    expect(nextRun(running, { type: 'leave' })).toBe(running);
  });
});

describe('a run made of its events', () => {
  it('shows every step of the contract, in its order', () => {
    expect(stepsOf(runAfter()).map(({ name }) => name)).toEqual([...stepNames]);
    expect(new Set(statesOf(runAfter()))).toEqual(new Set(['waiting']));
  });

  it('marks what is done, what runs and what is to come', () => {
    expect(statesOf(runAfter({ type: 'step', step: 'preflight' }, { type: 'step', step: 'options' }))).toEqual([
      'done',
      'running',
      ...Array(6).fill('waiting'),
    ]);
  });

  it('marks the step that was running when it ended badly', () => {
    const run = runAfter({ type: 'step', step: 'prepare' }, { type: 'failed', failure });
    expect(statesOf(run).slice(0, 4)).toEqual(['done', 'done', 'failed', 'waiting']);
  });

  it('counts each question, so that a PIN asked for again starts with an empty field', () => {
    const first = runAfter({ type: 'step', step: 'prepare' }, askPin);
    const again = runAfter({ type: 'step', step: 'prepare' }, askPin, askPin);
    expect(again.questions).toBe(first.questions + 1);
    expect(first.interaction.kind).toBe('pin');
  });

  it('asks for nothing any more when the next step begins', () => {
    expect(runAfter(askPin, { type: 'step', step: 'create' }).interaction).toEqual({ kind: 'none' });
  });

  it('has one end: what comes after it changes nothing', () => {
    const ended = runAfter({ type: 'completed', result: {} as EnrollmentResult }, { type: 'failed', failure }, askPin);
    expect(ended.end?.kind).toBe('completed');
    expect(ended.interaction.kind).toBe('none');
    expect(nextRun(ended, { type: 'break', error: { code: 'internal', params: {} } })).toBe(ended);
    expect(nextRun(ended, { type: 'cancel' })).toBe(ended);
    expect(nextRun(ended, { type: 'dismiss' })).toBeNull();
  });
});

describe('several runs', () => {
  const other = { id: 'u2', displayName: 'Jan' } as User;
  const both = [user, other].reduce<Runs>(
    (runs, user) => nextRuns(runs, { userId: user.id, action: { type: 'start', user, keyId: `udp:${user.id}` } }),
    new Map(),
  );

  it('are each their own: what happens to one leaves the other as it is', () => {
    const step: EnrollmentEvent = { type: 'step', step: 'create' };
    const next = nextRuns(both, { userId: 'u1', action: { type: 'event', event: step } });
    expect(next.get('u1')?.step).toBe('create');
    expect(next.get('u2')).toBe(both.get('u2'));
    expect([...nextRuns(next, { userId: 'u1', action: { type: 'dismiss' } }).keys()]).toEqual(['u2']);
  });

  it('are the same as before when nothing changed, and know nothing of others', () => {
    expect(nextRuns(both, { userId: 'u3', action: { type: 'cancel' } })).toBe(both);
  });
});
