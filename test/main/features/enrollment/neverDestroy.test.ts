import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, enrollAt, finishAt, openDesk, PIN, USER } from './desk.ts';

// Reads of Graph lag behind its writes, and an answer may be lost although the request took effect (docs/graph.md, 9). So a
// credential is deleted from its key only when Entra never got it or refused it.

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
const POST = { method: 'POST', path: 'fido2Methods' } as const;
const noWait = async (_ms: number, signal: AbortSignal) => signal.throwIfAborted();

/** Adds faults when the registration begins, so that nothing before it meets them. */
function whenRegistering(...faults: Parameters<Desk['graph']['faults']['add']>[0][]) {
  return (event: { type: string; step?: string }) => {
    if (event.type !== 'step' || event.step !== 'register') return;
    for (const fault of faults) desk.graph.faults.add(fault);
  };
}

/** The first POST takes effect and its answer is lost; every repeat is refused, as Graph refuses a challenge that was used. */
const lostAndRefused = () => whenRegistering({ ...POST, cut: 'after-commit' }, { ...POST, status: 400, times: 100 });

/** Lets the lists of passkeys lag behind, as a replica does that has not heard of the last writes; returns how to end that. */
function laggingReads(reads = Number.POSITIVE_INFINITY): () => void {
  let left = reads;
  const { faults } = desk.graph;
  const take = faults.take.bind(faults);
  faults.take = (method, path) => {
    if (method !== 'GET' || !path.endsWith('/fido2Methods') || left-- <= 0) return take(method, path);
    return { times: 1, malformed: '{"value":[]}' };
  };
  return () => {
    left = 0;
  };
}

const credentials = () => desk.key.state().credentialCount;

describe('a registration that took effect although its answer was lost', () => {
  test('is found again, although reads lag and the repeat is refused', async () => {
    desk = await openDesk({ pin: PIN, sleep: noWait });
    laggingReads(5);
    const { result } = await enrollAt(
      desk,
      { pin: given },
      whenRegistering({ ...POST, cut: 'after-commit' }, { ...POST, status: 400 }),
    );
    expect(result?.proof.verified).toBe(true);
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  });

  test('keeps its credential when no read finds it, and is finished by the next recovery', async () => {
    desk = await openDesk({ pin: PIN, sleep: noWait });
    const endLag = laggingReads();
    const { failure } = await enrollAt(desk, { pin: given }, lostAndRefused());
    expect(failure).toMatchObject({ error: { code: 'registration-unknown' }, cleanedUp: false });
    expect(credentials()).toBe(2);
    expect(await desk.client.enrollment.unfinished()).toMatchObject([{ submission: 'unknown' }]);

    endLag();
    expect(await desk.client.enrollment.recover()).toEqual([]);
    const { assignments } = await desk.client.assignments.list({ text: USER });
    expect(assignments.map(({ state, purpose }) => [state, purpose])).toEqual([['active', 'primary']]);
  });

  test('survives an expired challenge, sweeps and restarts until it is found', async () => {
    let now = Date.now();
    const sleep = async (ms: number) => {
      now += ms;
    };
    desk = await openDesk({ pin: PIN, sleep, graphClock: () => now });
    const endLag = laggingReads();
    const lost = whenRegistering({ ...POST, cut: 'after-commit' }, { ...POST, status: 503, times: 100 });
    const { failure } = await enrollAt(desk, { pin: given }, lost);
    desk.graph.faults.clear();
    expect(failure).toMatchObject({ error: { code: 'registration-unknown' }, journalState: 'needs-attention' });
    await desk.restart();
    const { result } = await enrollAt(desk, { user: 'user3@contoso.example', pin: given });
    expect(result).toBeDefined();
    expect(credentials()).toBe(3);
    expect(await desk.client.enrollment.unfinished()).toMatchObject([{ submission: 'unknown' }]);

    endLag();
    expect(await desk.client.enrollment.recover()).toEqual([]);
    expect(credentials()).toBe(3);
  });

  test('is finished by enrolling the same user on the same key again', async () => {
    desk = await openDesk({ pin: PIN, sleep: noWait });
    const endLag = laggingReads();
    await enrollAt(desk, { pin: given }, lostAndRefused());
    endLag();
    desk.graph.faults.clear();
    const touches: unknown[] = [];
    const { result } = await enrollAt(desk, { pin: given }, event => {
      if (event.type === 'interaction' && event.interaction.kind === 'touch') touches.push(event);
    });
    expect(result?.proof.verified).toBe(true);
    expect(touches).toEqual([]);
    expect(credentials()).toBe(2);
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  });
});

describe('what a POST may be answered', () => {
  test.each([
    ['503', { status: 503 }],
    ['504 after it took effect', { status: 504, committed: true }],
    ['408', { status: 408 }],
    ['409', { status: 409 }],
    ['a page of HTML', { malformed: true as const }],
    ['a cut connection', { cut: 'before' as const }],
  ])('%s is no refusal: the credential stays', async (_, fault) => {
    let now = Date.now();
    const sleep = async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      now += ms;
    };
    desk = await openDesk({ pin: PIN, sleep, graphClock: () => now });
    laggingReads();
    const lost = whenRegistering({ ...POST, ...fault, times: 1000 });
    const { failure } = await enrollAt(desk, { pin: given }, lost);
    expect(failure?.error.code).toBe('registration-unknown');
    expect(credentials()).toBe(2);
  });

  test.each([
    ['400', { status: 400 }, 'graph-refused'],
    ['403', { status: 403, times: 2 }, 'graph-forbidden'],
    ['404', { status: 404 }, 'user-not-found'],
    ['405', { status: 405 }, 'graph-method-not-allowed'],
  ] as const)('%s is a refusal: the credential is deleted from the key', async (_, fault, code) => {
    desk = await openDesk({ pin: PIN, sleep: noWait });
    const { failure } = await enrollAt(desk, { pin: given }, whenRegistering({ ...POST, ...fault }));
    expect(failure).toMatchObject({ error: { code }, cleanedUp: true });
    expect(credentials()).toBe(1);
  });

  test('a cancel while the answer is awaited keeps the credential, and nothing is registered later', async () => {
    desk = await openDesk({ pin: PIN });
    const { failure } = await enrollAt(desk, { pin: given }, (event, enrollmentId) => {
      whenRegistering({ ...POST, delayMs: 60_000, cut: 'before' })(event);
      if (event.type === 'step' && event.step === 'register') {
        setTimeout(() => desk.client.enrollment.cancel({ enrollmentId }), 50);
      }
    });
    expect(failure).toMatchObject({ error: { code: 'cancelled' }, cleanedUp: false });
    expect(credentials()).toBe(2);
    await desk.client.enrollment.recover();
    expect(desk.graph.state.methods).toHaveLength(0);
    expect(await desk.client.enrollment.unfinished()).toHaveLength(1);
  });
});

describe('a wait that Graph asks for', () => {
  test('is kept to, and shown to the person', async () => {
    const waits: number[] = [];
    const sleep = async (ms: number) => void waits.push(ms);
    desk = await openDesk({ pin: PIN, sleep });
    const { result, events } = await enrollAt(
      desk,
      { pin: given },
      whenRegistering({ ...POST, status: 429, retryAfter: 90 }),
    );
    expect(result?.proof.verified).toBe(true);
    expect(waits).toEqual([90_000]);
    const shown = events.flatMap(event =>
      event.type === 'interaction' && event.interaction.kind === 'wait' ? [Date.parse(event.interaction.until)] : [],
    );
    expect(shown).toHaveLength(1);
    expect((shown[0] ?? 0) - Date.now()).toBeGreaterThan(60_000);
  });

  test('that is longer than the challenge lives ends at once, with nothing left', async () => {
    const sleep = () => Promise.reject(new Error('nobody waits that long'));
    desk = await openDesk({ pin: PIN, sleep });
    const { failure } = await enrollAt(
      desk,
      { pin: given },
      whenRegistering({ ...POST, status: 429, retryAfter: 400 }),
    );
    expect(failure).toMatchObject({
      error: { code: 'graph-throttled', params: { retryAfter: 400, exceedsChallenge: true } },
      cleanedUp: true,
    });
    expect(credentials()).toBe(1);
  });
});

describe('a key that is pulled out between registration and proof', () => {
  test('is proven when it is back, by the same enrollment: one passkey, one assignment', async () => {
    desk = await openDesk({ pin: PIN });
    desk.key.faults.badAssertionSignature = true;
    const first = await enrollAt(desk, { pin: given });
    expect(first.failure?.error.code).toBe('proof-failed');
    desk.key.faults.badAssertionSignature = false;
    const { result } = await enrollAt(desk, { pin: given });
    expect(result?.proof.verified).toBe(true);
    expect(result?.attestationObject).not.toBe('');
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
    const { assignments } = await desk.client.assignments.list({ text: USER });
    expect(assignments.map(({ state, purpose }) => [state, purpose])).toEqual([['active', 'primary']]);
    expect(await desk.client.enrollment.unfinished()).toEqual([]);
  });
});

describe('reads that lag behind', () => {
  test('do not let a second enrollment on the same key replace the first passkey', async () => {
    desk = await openDesk({ pin: PIN });
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
    // Entra's own exclude list does not have it yet.
    const [method] = desk.graph.state.methods.splice(0, 1);
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure?.error.code).toBe('credential-excluded');
    expect(credentials()).toBe(2);
    expect(method).toBeDefined();
  });

  test('do not let a canceled enrollment delete the passkey of an earlier one', async () => {
    desk = await openDesk({ pin: PIN });
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
    desk.graph.state.methods.splice(0, 1);
    desk.key.setTouch('never');
    desk.key.faults.staleReply = true;
    await enrollAt(desk, { pin: given }, (event, enrollmentId) => {
      if (event.type === 'interaction' && event.interaction.kind === 'touch') {
        return desk.client.enrollment.cancel({ enrollmentId });
      }
    });
    expect(credentials()).toBe(2);
  });
});

test('a passkey that recovery proved meanwhile is what the next try reports, once', async () => {
  desk = await openDesk({ pin: PIN });
  desk.key.faults.statusOnCommand = { command: 0x02, status: 0x7f };
  expect((await enrollAt(desk, { pin: given })).failure?.journalState).toBe('registered');
  desk.key.faults.statusOnCommand = undefined;
  expect(await desk.client.enrollment.recover()).toEqual([]);
  expect((await enrollAt(desk, { pin: given })).result?.proof.verified).toBe(true);
  const { assignments } = await desk.client.assignments.list({ text: USER });
  expect(assignments.map(({ state, purpose }) => [state, purpose])).toEqual([['active', 'primary']]);
  expect((await enrollAt(desk, { pin: given })).failure?.error.code).toBe('credential-excluded');
});

describe('finish and discard', () => {
  test('finish proves with the PIN what no silent assertion can reach', async () => {
    desk = await openDesk({ pin: PIN });
    desk.key.faults.badAssertionSignature = true;
    await enrollAt(desk, { pin: given });
    desk.key.faults.badAssertionSignature = false;
    const [entry] = await desk.client.enrollment.unfinished();
    const enrollmentId = entry?.enrollmentId ?? '';
    expect((await finishAt(desk, { enrollmentId })).failure?.error.code).toBe('pin-required');
    const { result } = await finishAt(desk, { enrollmentId, pin: PIN });
    expect(result).toMatchObject({ enrollmentId, proof: { verified: true } });
    expect(await desk.client.enrollment.unfinished()).toEqual([]);
    expect((await finishAt(desk, { enrollmentId, pin: PIN })).failure?.error.code).toBe('unfinished-not-found');
  });

  test('discard closes the entry, and leaves key and Entra as they are', async () => {
    desk = await openDesk({ pin: PIN, sleep: noWait });
    laggingReads();
    await enrollAt(desk, { pin: given }, lostAndRefused());
    const [entry] = await desk.client.enrollment.unfinished();
    expect(await desk.client.enrollment.discard({ enrollmentId: entry?.enrollmentId ?? '' })).toEqual([]);
    expect(credentials()).toBe(2);
    const { entries } = await desk.client.activity.list({ kinds: ['leftover-discarded'] });
    expect(entries).toMatchObject([{ user: { userPrincipalName: USER }, facts: { submission: 'unknown' } }]);
  });
});
