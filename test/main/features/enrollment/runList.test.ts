import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EnrollmentRun } from '../../../../src/contract/enrollment/runs.ts';
import type { EnrollmentEvent } from '../../../../src/contract/enrollment/schema.ts';
import { Channel } from '../../../../src/main/base/stream.ts';
import { createRuns, type Runs } from '../../../../src/main/features/enrollment/runs.ts';

const user = { id: 'u1', userPrincipalName: 'ines@contoso.example', displayName: 'Ines' };
const random = '271828';
const completed = (pin: object = { set: true, random }) =>
  ({ type: 'completed', result: { enrollmentId: 'entry', pin } }) as unknown as EnrollmentEvent;
const failed = (pin?: object): EnrollmentEvent =>
  ({
    type: 'failed',
    failure: {
      error: { code: 'cancelled', params: {} },
      cleanedUp: true,
      journalState: null,
      steps: [],
      ...(pin && { pin }),
    },
  }) as EnrollmentEvent;
const touch: EnrollmentEvent = { type: 'interaction', interaction: { kind: 'touch' } };

let runs: Runs;
let channels: Channel<EnrollmentEvent>[];
let calls: unknown[][];
let erased: (keyId: string) => void;
let stopped: boolean;
let log: string[];

beforeEach(() => {
  vi.useFakeTimers();
  [channels, calls, log, stopped] = [[], [], [], false];
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const start = (name: string) => (request: unknown, options: unknown) => {
    calls.push([name, request, options]);
    const channel = new Channel<EnrollmentEvent>();
    channels.push(channel);
    return channel;
  };
  runs = createRuns({
    enrollments: {
      start: start('start'),
      finish: start('finish'),
      cancel: note('cancel'),
      pinSeen: async id => note('pinSeen')(id),
      pinLost: async id => note('pinLost')(id),
      onErased: listener => {
        erased = listener;
        return () => {
          stopped = true;
        };
      },
    },
    log: message => void log.push(message),
  });
});
afterEach(() => {
  runs.close();
  vi.useRealTimers();
});

const begin = (more: object = {}) => {
  const enrollmentId = randomUUID();
  runs.begin({ enrollmentId, user, keyId: 'key', ...more });
  return enrollmentId;
};
/** Begins one, and brings it to an end. */
const done = async (event: EnrollmentEvent = completed(), more: object = {}) => {
  const id = begin(more);
  await push(event);
  return id;
};
/** The last one that began tells this. */
const push = async (...events: EnrollmentEvent[]) => {
  for (const event of events) channels.at(-1)?.push(event);
  await vi.advanceTimersByTimeAsync(0);
};
/** The list as a window that opens now sees it. */
const list = async (): Promise<EnrollmentRun[]> => {
  const window = new AbortController();
  const { value } = await runs.watch(window.signal).next();
  window.abort();
  return value ?? [];
};
const only = async () => {
  const [run, ...more] = await list();
  if (run === undefined || more.length > 0) throw new Error(`${more.length} runs too many`);
  return run;
};
const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};
const cancels = () => calls.filter(([name]) => name === 'cancel').map(([, id]) => id);

describe('an enrollment of the list', () => {
  test('is begun as interactive, under the window’s id', async () => {
    const id = begin({ displayName: 'Desk key' });
    const request = { user: 'u1', keyId: 'key', displayName: 'Desk key', interactive: true };
    expect(calls).toEqual([['start', request, { id, rememberProfile: true }]]);
    expect(await only()).toMatchObject({ enrollmentId: id, user, keyId: 'key', step: null, end: null });
  });

  test('finishes an earlier one under an id of its own', async () => {
    const id = randomUUID();
    runs.beginFinish({ enrollmentId: id, unfinishedId: 'entry', user, keyId: 'key' });
    expect(calls).toEqual([['finish', { enrollmentId: 'entry', keyId: 'key', interactive: true }, { id }]]);
    expect(await only()).toMatchObject({ enrollmentId: id, user, keyId: 'key' });
    expect(codeOf(() => begin())).toBe('enrollment-running');
  });

  test('has the id of the key empty where the only key is meant', async () => {
    runs.beginFinish({ enrollmentId: randomUUID(), unfinishedId: 'entry', user });
    expect((await only()).keyId).toBe('');
  });

  test('is seen by each window at each change, until the window leaves', async () => {
    begin();
    const leave = new AbortController();
    const [window, other] = [runs.watch(leave.signal), runs.watch(undefined)];
    await window.next();
    await other.next();
    await push({ type: 'step', step: 'options' });
    expect((await window.next()).value?.[0]?.step).toBe('options');
    leave.abort();
    await push({ type: 'step', step: 'prepare' });
    expect((await window.next()).done).toBe(true);
    expect((await other.next()).value?.[0]?.step).toBe('options');
    expect((await other.next()).value?.[0]?.step).toBe('prepare');
  });

  test('is not begun twice, nor beside another one of its user', async () => {
    const enrollmentId = begin();
    expect(codeOf(() => runs.begin({ enrollmentId, user: { ...user, id: 'u2' }, keyId: 'key' }))).toBe('invalid-input');
    expect(codeOf(() => begin())).toBe('enrollment-running');
    begin({ user: { ...user, id: 'u2' } });
    expect((await list()).map(run => run.user.id)).toEqual(['u1', 'u2']);
  });

  test('gives way to the next one of its user when it has ended without a PIN, and those of others stay', async () => {
    const other = await done(completed({ set: false }), { user: { ...user, id: 'u2' } });
    await done(completed({ set: true }));
    const next = begin();
    expect((await list()).map(({ enrollmentId }) => enrollmentId)).toEqual([other, next]);
  });

  test('that is canceled says so at once, and one that has ended does not', async () => {
    const id = begin();
    runs.cancel(id);
    expect([cancels(), (await only()).canceling]).toEqual([[id], true]);
    await push(failed());
    const ended = { canceling: true, end: { kind: 'failed' } };
    expect(await only()).toMatchObject(ended);
    const other = await done(completed({ set: false }));
    runs.cancel(other);
    expect((await only()).canceling).toBe(false);
    runs.cancel('unknown');
  });

  test('whose events break off ends as failed, and needs a person to look', async () => {
    begin();
    channels[0]?.end();
    await push();
    expect((await only()).end).toEqual({
      kind: 'failed',
      failure: { error: { code: 'internal', params: {} }, cleanedUp: false, journalState: null, steps: [] },
    });
    expect(log).toEqual([]);
  });

  test('whose events throw ends as failed, and the log says why', async () => {
    const id = begin();
    const [channel] = channels;
    if (channel === undefined) throw new Error('nothing was begun');
    await push({ type: 'nonsense' } as never);
    // An event without a result cannot be read.
    channel.push({ type: 'completed' } as never);
    await push();
    expect((await only()).end).toMatchObject({ kind: 'failed', failure: { error: { code: 'internal' } } });
    expect(log).toEqual([expect.stringMatching(new RegExp(`^enrollment ${id}: TypeError`))]);
  });
});

describe('a random PIN', () => {
  test.each<[string, EnrollmentEvent]>([
    ['of a good end', completed()],
    ['of one that failed after the key got it', failed({ set: true, random })],
  ])('%s is shown to who asks for it, and is in no list', async (_, end) => {
    const id = await done(end);
    expect(runs.showPin(id)).toEqual({ pin: random });
    const run = await only();
    expect([run.pinHeld, JSON.stringify(run).includes(random)]).toEqual([true, false]);
    expect([runs.holdPin(), runs.needWindow()]).toEqual([true, true]);
    expect(codeOf(() => begin())).toBe('pin-unseen');
  });

  test('is forgotten when it was seen', async () => {
    const id = await done();
    const window = runs.watch(undefined);
    await window.next();
    await runs.pinSeen(id);
    expect((await window.next()).value?.[0]?.pinHeld).toBe(false);
    expect(codeOf(() => runs.showPin(id))).toBe('pin-forgotten');
    expect([runs.holdPin(), runs.needWindow()]).toEqual([false, false]);
    expect(calls.at(-1)).toEqual(['pinSeen', id]);
    expect(codeOf(() => begin())).toBeUndefined();
  });

  test('is lost when its enrollment is dismissed, and the record learns that', async () => {
    const id = await done();
    await runs.dismiss(id);
    expect(calls.at(-1)).toEqual(['pinLost', id]);
    expect([await list(), runs.holdPin()]).toEqual([[], false]);
    expect(codeOf(() => runs.showPin(id))).toBe('pin-forgotten');
  });

  test('is not there where there was none', async () => {
    const id = await done(completed({ set: true }));
    expect([codeOf(() => runs.showPin(id)), codeOf(() => runs.showPin('unknown'))]).toEqual([
      'pin-forgotten',
      'pin-forgotten',
    ]);
    expect([runs.holdPin(), (await only()).pinHeld]).toEqual([false, false]);
    await runs.pinSeen(id);
    expect(calls.at(-1)).toEqual(['pinSeen', id]);
  });

  test('goes with the reset of its key, and that of another key stays', async () => {
    const id = await done();
    const other = await done(completed(), { user: { ...user, id: 'u2' }, keyId: 'other' });
    const running = begin({ user: { ...user, id: 'u3' } });
    const window = runs.watch(undefined);
    await window.next();
    erased('key');
    expect((await window.next()).value?.map(({ enrollmentId }) => enrollmentId)).toEqual([other, running]);
    expect(calls.filter(([name]) => name === 'pinSeen')).toEqual([['pinSeen', id]]);
    expect(codeOf(() => runs.showPin(id))).toBe('pin-forgotten');
    expect(runs.showPin(other)).toEqual({ pin: random });
  });
});

test('one that runs is not dismissed', async () => {
  const id = begin();
  await runs.dismiss(id);
  expect((await only()).enrollmentId).toBe(id);
  expect([calls.some(([name]) => name === 'pinLost'), runs.needWindow(), runs.holdPin()]).toEqual([false, true, false]);
});

describe('an enrollment that asks while no window is there', () => {
  const MINUTE = 60_000;

  test('is canceled after two minutes', async () => {
    const id = begin();
    await push(touch);
    await vi.advanceTimersByTimeAsync(2 * MINUTE - 1);
    expect(cancels()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(cancels()).toEqual([id]);
  });

  test('goes on where a window comes back, and has two minutes again when that one leaves', async () => {
    const id = begin();
    await push(touch);
    await vi.advanceTimersByTimeAsync(2 * MINUTE - 1);
    const window = new AbortController();
    runs.watch(window.signal);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    window.abort();
    await vi.advanceTimersByTimeAsync(2 * MINUTE - 1);
    expect(cancels()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(cancels()).toEqual([id]);
  });

  test('is not given more time by asking again', async () => {
    const id = begin();
    await push(touch);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await push(touch);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(cancels()).toEqual([id]);
  });

  test('goes on where it asks no more', async () => {
    begin();
    await push(touch, { type: 'step', step: 'register' });
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(cancels()).toEqual([]);
  });

  test('is left alone when Keydesk ends', async () => {
    begin();
    await push(touch);
    runs.close();
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect([cancels(), stopped]).toEqual([[], true]);
  });
});
