import { describe, expect, test } from 'vitest';
import type { Submission } from '../../../../src/contract/enrollment/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { register } from '../../../../src/main/features/enrollment/register.ts';
import type { Fido2Method, Fido2MethodCalls, Registration } from '../../../../src/main/services/graph/fido2Methods.ts';
import { watchingWaits } from '../../../../src/main/services/graph/waits.ts';

const method = { id: 'method' } as Fido2Method;
const registration = { displayName: 'Key', credentialId: Uint8Array.of(1) } as Registration;
const LIFE = 5 * 60_000;

type Params = Record<string, string | number | boolean | null>;
/** What Graph answers: the passkey, nothing found, or an error. */
type Step = 'yes' | 'none' | KeydeskError | Error;
const failed = (code: ErrorCode, params: Params = {}) => new KeydeskError(code, params);

/** Registers against scripted answers, with a clock that only the waits move. */
async function run(
  posts: Step[],
  finds: Step[],
  { submitted = false, life = LIFE, cancelAt = -1, reason = undefined as unknown } = {},
) {
  const calls: string[] = [];
  const waits: number[] = [];
  const notes: Submission[] = [];
  const shown: unknown[] = [];
  const cancel = new AbortController();
  let now = 0;
  const answer = async (name: string, steps: Step[]) => {
    if (calls.push(name) === cancelAt) cancel.abort(reason);
    const step = steps.length > 1 ? steps.shift() : steps[0];
    if (step === undefined) throw new Error(`no ${name} was expected`);
    if (step instanceof Error) throw step;
    return step === 'yes' ? method : undefined;
  };
  const methods = {
    create: async (user: string, of: Registration) => {
      expect([user, of]).toEqual(['u', registration]);
      return answer('POST', posts);
    },
    find: async (user: string, id: Uint8Array) => {
      expect([user, id]).toEqual(['u', registration.credentialId]);
      return answer('GET', finds);
    },
  } as unknown as Fido2MethodCalls;
  const sleep = async (ms: number) => {
    waits.push(ms);
    now += ms;
  };
  const parts = { methods, clock: () => now, sleep, note: (note: Submission) => void notes.push(note) };
  const end = await watchingWaits(
    wait => void shown.push(wait?.reason ?? null),
    () => register({ ...parts, ...(submitted ? { submitted } : {}) }, 'u', registration, life, cancel.signal),
  ).then(
    ({ id }) => id,
    (error: unknown) => error,
  );
  return { end: end instanceof KeydeskError ? end.code : end, error: end, calls, waits, notes, shown };
}

describe('a registration', () => {
  test('is one POST where nothing goes wrong', async () => {
    expect(await run(['yes'], [])).toMatchObject({ end: 'method', calls: ['POST'], notes: ['unknown'], waits: [] });
  });

  test.each<[string, KeydeskError]>([
    ['400', failed('graph-refused', { status: 400 })],
    ['403', failed('graph-forbidden', { status: 403 })],
    ['404', failed('user-not-found', { status: 404 })],
    ['407', failed('graph-refused', { status: 407 })],
    ['409 that is no conflict', failed('graph-refused', { status: 409 })],
    ['499', failed('graph-refused', { status: 499 })],
    ['a model that is refused', failed('aaguid-refused', { status: 400 })],
  ])('that is refused by %s is over at once: Entra does not have it', async (_, refusal) => {
    const { error, calls, notes } = await run([refusal], ['yes']);
    expect([error, calls, notes]).toEqual([refusal, ['POST'], ['unknown', 'refused']]);
  });

  test.each<[string, Error]>([
    ['an error that is none of Graph', new Error('x')],
    ['an answer without a status', failed('graph-malformed')],
    ['a server error', failed('graph-unavailable', { status: 500 })],
    ['a status below 400', failed('graph-malformed', { status: 399 })],
    ['408', failed('graph-timeout', { status: 408 })],
    ['a conflict, which may be with itself', failed('graph-conflict', { status: 409 })],
    ['a connection that was cut', failed('graph-unreachable', { mayHaveArrived: true })],
    ['a connection of which nothing is known', failed('graph-unreachable')],
  ])('that ends with %s is looked for', async (_, error) => {
    expect(await run([error], ['yes'])).toMatchObject({
      end: 'method',
      calls: ['POST', 'GET'],
      notes: ['unknown'],
      waits: [],
    });
  });

  test.each<[string, KeydeskError, string]>([
    ['never sent', failed('graph-unreachable', { mayHaveArrived: false }), 'unreachable'],
    ['throttled', failed('graph-throttled', { status: 429 }), 'throttled'],
  ])('that was %s is sent again, and is not looked for', async (_, error, why) => {
    expect(await run([error, error, 'yes'], [])).toMatchObject({
      ...{ end: 'method', calls: ['POST', 'POST', 'POST'], waits: [1000, 2000] },
      ...{ notes: ['unknown', 'refused', 'unknown', 'refused', 'unknown'], shown: [why, null, why, null] },
    });
  });

  test.each<ErrorCode>([
    'graph-unreachable',
    'graph-timeout',
    'graph-unavailable',
    'graph-malformed',
    'graph-too-large',
  ])('that ends with %s and is not found is sent again', async code => {
    const { end, calls, waits, notes } = await run([failed(code), 'yes'], ['none']);
    expect([end, calls, waits, notes]).toEqual(['method', ['POST', 'GET', 'POST'], [1000], ['unknown', 'unknown']]);
  });

  test('waits longer each time, up to fifteen seconds, and as long as Graph asks', async () => {
    const down = failed('graph-unavailable', { status: 503 });
    const asked = failed('graph-unavailable', { status: 503, retryAfter: 40 });
    const atOnce = failed('graph-unavailable', { status: 503, retryAfter: 0 });
    const { end, waits } = await run([down, down, down, down, down, down, asked, atOnce, 'yes'], ['none']);
    expect([end, waits]).toEqual(['method', [1000, 2000, 4000, 8000, 15_000, 15_000, 40_000, 15_000]]);
  });
});

describe('a registration that may have taken effect', () => {
  const cut = failed('graph-unreachable', { mayHaveArrived: true });
  const refusal = failed('graph-refused', { status: 400 });

  test('and is refused later is looked for during a minute, and then unknown: a refusal proves nothing any more', async () => {
    const { end, error, waits, calls, notes } = await run([cut, refusal], ['none']);
    expect(end).toBe('registration-unknown');
    expect((error as Error).cause).toBe(refusal);
    expect(waits).toEqual([1000, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect([calls.filter(call => call === 'POST').length, notes]).toEqual([2, ['unknown', 'unknown']]);
  });

  test('is found late', async () => {
    const { end, calls } = await run([cut, refusal], ['none', 'none', 'none', 'yes']);
    expect([end, calls]).toEqual(['method', ['POST', 'GET', 'POST', 'GET', 'GET', 'GET']]);
  });

  test('is found although the first look failed', async () => {
    const { end, calls } = await run([cut, refusal], [failed('user-not-found'), failed('graph-forbidden'), 'yes']);
    expect([end, calls]).toEqual(['method', ['POST', 'GET', 'POST', 'GET', 'GET']]);
  });

  test('by an earlier run is looked for after the first refusal', async () => {
    expect(await run([refusal], ['yes'], { submitted: true })).toMatchObject({ end: 'method', calls: ['POST', 'GET'] });
    expect(await run([refusal], ['none'], { submitted: true })).toMatchObject({ end: 'registration-unknown' });
  });
});

describe('when the challenge expires', () => {
  test('nothing is sent any more', async () => {
    expect(await run(['yes'], [], { life: 0 })).toMatchObject({ end: 'challenge-expired', calls: [], notes: [] });
    expect(await run(['yes'], [], { life: 0, submitted: true })).toMatchObject({
      end: 'registration-unknown',
      calls: [],
    });
    expect(await run(['yes'], [], { life: 1 })).toMatchObject({ end: 'method' });
  });

  test('a registration that was never sent is expired; one that may have arrived is unknown', async () => {
    const never = failed('graph-unreachable', { mayHaveArrived: false });
    const { end, error } = await run([never], [], { life: 3000 });
    expect([end, (error as Error).cause]).toEqual(['challenge-expired', never]);
    expect(await run([failed('graph-timeout')], ['none'], { life: 3000 })).toMatchObject({
      end: 'registration-unknown',
    });
  });

  test('no throttling is waited for that lasts longer', async () => {
    const throttled = failed('graph-throttled', { status: 429, retryAfter: 60 });
    const { error, waits } = await run([throttled], [], { life: 60_000 });
    expect(error).toMatchObject({ code: 'graph-throttled', params: { retryAfter: 60, exceedsChallenge: true } });
    expect([waits, (error as Error).cause]).toEqual([[], throttled]);
    expect((await run([throttled, 'yes'], [], { life: 60_001 })).waits).toEqual([60_000]);
  });
});

describe('a registration that a person cancels', () => {
  const down = failed('graph-unavailable', { status: 503 });

  test('ends as canceled, whatever broke at the same time', async () => {
    expect(await run([down], [down], { cancelAt: 1 })).toMatchObject({ end: 'cancelled', calls: ['POST', 'GET'] });
    expect(await run([down], ['none'], { cancelAt: 2 })).toMatchObject({ end: 'cancelled', calls: ['POST', 'GET'] });
    const quit = failed('key-removed');
    expect(await run([down], [down], { cancelAt: 2, reason: quit })).toMatchObject({ error: quit });
  });

  test('is registered if Entra says so all the same', async () => {
    expect(await run([down], ['yes'], { cancelAt: 1 })).toMatchObject({ end: 'method' });
  });
});
