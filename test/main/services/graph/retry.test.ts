import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { watchingWaits } from '../../../../src/main/services/graph/waits.ts';
import { makeCredential } from '../../../simulator/graph/credential.ts';
import { failureOf } from './failure.ts';
import { NOW, startTenant, type TestTenant, USER } from './tenant.ts';

/** With no randomness in the jitter, the waits are half of 500 ms, 1 s and 2 s. */
const BACK_OFF = [250, 500, 1000];

test.each([429, 500, 502, 503, 504])('%s passes after a wait that grows', async status => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status, times: 3 });
  expect(await graph.users.get(USER)).toMatchObject({ userPrincipalName: USER });
  expect(waits).toEqual(BACK_OFF);
});

test('Retry-After is kept to, in seconds', async () => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status: 429, retryAfter: 7 });
  await graph.users.get(USER);
  expect(waits).toEqual([7000]);
});

test('Retry-After is kept to, as a date', async () => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status: 503, retryAfter: new Date(NOW + 9000).toUTCString() });
  await graph.users.get(USER);
  expect(waits).toEqual([9000]);
});

test('a person who sees the wait waits as long as Graph asks', async () => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status: 429, retryAfter: 120 });
  const shown: unknown[] = [];
  await watchingWaits(
    wait => shown.push(wait),
    () => graph.users.get(USER),
  );
  expect(waits).toEqual([120_000]);
  expect(shown).toEqual([{ ms: 120_000, reason: 'throttled' }, null]);
});

test.each([
  [{ status: 429 }, 'throttled'],
  [{ status: 503 }, 'unavailable'],
  [{ status: 502, retryAfter: 1 }, 'unavailable'],
  [{ cut: 'before' }, 'unreachable'],
] as const)('a wait says what is waited for: %j', async (fault, reason) => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add(fault);
  const shown: unknown[] = [];
  await watchingWaits(
    wait => shown.push(wait?.reason),
    () => graph.users.get(USER),
  );
  expect(shown).toEqual([reason, undefined]);
});

test('a request that waits for its turn says why the earlier one was told to wait', async () => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ status: 503, retryAfter: 120, path: '/users' });
  await failureOf(() => graph.users.get(USER));
  const shown: unknown[] = [];
  await watchingWaits(
    wait => shown.push(wait),
    () => graph.users.get(USER),
  );
  expect(shown).toEqual([{ ms: 120_000, reason: 'unavailable' }, null]);
});

test('a request that comes while Graph wants none is not sent before its time', async () => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status: 429, retryAfter: 120, path: '/users' });
  await failureOf(() => graph.users.get(USER));
  // Nothing would refuse it now, but for what Graph asked for.
  const failure = await failureOf(() => graph.users.get(USER));
  expect(failure).toMatchObject({ code: 'graph-throttled', params: { retryAfter: 120 } });
  expect(waits).toEqual([]);
  // Another service of Graph has a limit of its own.
  expect(await graph.fido2Methods.list(USER)).toEqual([]);
  expect(
    await watchingWaits(
      () => undefined,
      () => graph.users.get(USER),
    ),
  ).toMatchObject({ userPrincipalName: USER });
  expect(waits).toEqual([120_000]);
});

test.each([0, '-5', '+0', '0.0', new Date(NOW - 60_000).toUTCString()])(
  'Retry-After %s is no leave to ask again without a pause',
  async retryAfter => {
    const { graph, simulator, waits } = await startTenant();
    simulator.faults.add({ status: 429, retryAfter, times: 3 });
    expect(await graph.users.get(USER)).toMatchObject({ userPrincipalName: USER });
    expect(waits).toEqual(BACK_OFF);
  },
);

test('a Retry-After of ages is read as a day, and does not outlast it', async () => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ status: 429, retryAfter: '99999999999999999999' });
  expect(await failureOf(() => graph.users.get(USER))).toMatchObject({ params: { retryAfter: 86_400 } });
});

test.each([{ cut: 'after-commit' }, { status: 504, committed: true }] as const)(
  'a deletion that took effect with %o is done, although the repeat finds nothing',
  async fault => {
    const tenant = await startTenant();
    const { graph, simulator } = tenant;
    const { id } = await graph.fido2Methods.create(USER, await readyToRegister(tenant));
    simulator.faults.add({ method: 'DELETE', ...fault });
    await graph.fido2Methods.delete(USER, id);
    expect(await graph.fido2Methods.list(USER)).toEqual([]);
    expect(await failureOf(() => graph.fido2Methods.delete(USER, id))).toMatchObject({ code: 'passkey-not-found' });
  },
);

test('a Retry-After date is compared with the clock of the server, not with a wrong one of the desk', async () => {
  const { graph, simulator, waits } = await startTenant({ clock: () => NOW - 3_600_000 });
  simulator.faults.add({ status: 503, retryAfter: new Date(NOW - 3_600_000 + 9000).toUTCString() });
  await graph.users.get(USER);
  expect(waits).toEqual([9000]);
});

test('a wait of more than a minute is always shown, and nothing is sent before its time', async () => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status: 429, retryAfter: 61 });
  expect(await failureOf(() => graph.users.get(USER))).toMatchObject({ code: 'graph-throttled' });
  expect(waits).toEqual([]);
});

test.each([
  [429, 'graph-throttled'],
  [503, 'graph-unavailable'],
] as const)('%s that stays is %s after four attempts', async (status, code) => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ status, times: 4 });
  expect(await failureOf(() => graph.users.get(USER))).toMatchObject({ code });
  expect(waits).toEqual(BACK_OFF);
  expect(await graph.users.get(USER)).toMatchObject({ userPrincipalName: USER });
});

test.each(['before', 'mid-body', 'after-commit'] as const)('a connection cut %s is tried again', async cut => {
  const { graph, simulator, waits } = await startTenant();
  simulator.faults.add({ cut, times: 2 });
  expect(await graph.users.get(USER)).toMatchObject({ userPrincipalName: USER });
  expect(waits).toEqual(BACK_OFF.slice(0, 2));
});

test('a host that is not there is unreachable', async () => {
  const { connect, simulator, waits } = await startTenant();
  await simulator.close();
  const failure = await failureOf(() => connect({}).users.get(USER));
  expect(failure).toMatchObject({ code: 'graph-unreachable', params: { mayHaveArrived: false } });
  expect(failure.cause).toBeInstanceOf(Error);
  expect(waits).toEqual(BACK_OFF);
});

test('an answer that takes too long is a timeout, told at once', async () => {
  const { connect, simulator, waits } = await startTenant();
  simulator.faults.add({ delayMs: 60_000 });
  const failure = await failureOf(() => connect({}, undefined, { timeout: 50 }).users.get(USER));
  expect(failure).toMatchObject({ code: 'graph-timeout' });
  expect(waits).toEqual([]);
});

test('canceling ends a request on its way, and one that waits', async () => {
  const { graph, simulator, connect } = await startTenant();
  simulator.faults.add({ delayMs: 60_000 });
  const signal = AbortSignal.timeout(50);
  expect(await failureOf(() => graph.users.get(USER, { signal }))).toMatchObject({ code: 'cancelled' });

  simulator.faults.add({ status: 429, retryAfter: 50 });
  const waiting = new AbortController();
  const retries = {
    sleep: async (_: number, signal: AbortSignal | undefined) => {
      waiting.abort();
      signal?.throwIfAborted();
    },
    random: () => 0,
    clock: () => NOW,
  };
  const client = connect({}, undefined, { retries });
  expect(await failureOf(() => client.users.get(USER, waiting))).toMatchObject({ code: 'cancelled' });
});

test('nothing is sent once it is canceled', async () => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ status: 418, code: 'reached' });
  const failure = await failureOf(() => graph.users.get(USER, { signal: AbortSignal.abort() }));
  expect(failure).toMatchObject({ code: 'cancelled' });
  expect(await failureOf(() => graph.users.get(USER))).toMatchObject({ params: { graphCode: 'reached' } });
});

test.each([401, 403])('%s is answered with a fresh token, once', async status => {
  const { connect, simulator } = await startTenant();
  const asked: boolean[] = [];
  const client = connect({}, async ({ fresh }) => {
    asked.push(fresh);
    return simulator.token;
  });
  simulator.faults.add({ status });
  expect(await client.users.get(USER)).toMatchObject({ userPrincipalName: USER });
  expect(asked).toEqual([false, true]);

  simulator.faults.add({ status, times: 2 });
  const code = status === 401 ? 'graph-unauthorized' : 'graph-forbidden';
  expect(await failureOf(() => client.users.get(USER))).toMatchObject({ code });
  expect(asked).toEqual([false, true, false, true]);
});

test('an expired token is replaced on the way', async () => {
  const { connect, simulator } = await startTenant();
  const client = connect({}, async ({ fresh }) => (fresh ? simulator.token : 'expired'));
  expect(await client.users.get(USER)).toMatchObject({ userPrincipalName: USER });
});

test('a failure of the sign-in comes through as it is', async () => {
  const { connect } = await startTenant();
  const cause = new Error('no sign-in');
  const client = connect({}, async () => {
    throw cause;
  });
  expect(await failureOf(() => client.users.get(USER))).toMatchObject({ code: 'internal', cause });
});

async function readyToRegister({ graph }: TestTenant) {
  const { challenge } = await graph.fido2Methods.creationOptions(USER);
  return { displayName: 'Key', ...makeCredential(challenge) };
}

test('a throttled registration is left to the caller, who knows how long the challenge lives', async () => {
  const tenant = await startTenant();
  const registration = await readyToRegister(tenant);
  tenant.simulator.faults.add({ method: 'POST', status: 429, retryAfter: 7 });
  const failure = await failureOf(() => tenant.graph.fido2Methods.create(USER, registration));
  expect(failure).toMatchObject({ code: 'graph-throttled', params: { retryAfter: 7 } });
  expect(tenant.waits).toEqual([]);
  expect(await tenant.graph.fido2Methods.create(USER, registration)).toMatchObject({ displayName: 'Key' });
});

test.each([
  [{ cut: 'before' }, 'graph-unreachable', false],
  [{ cut: 'after-commit' }, 'graph-unreachable', true],
  [{ cut: 'mid-body' }, 'graph-unreachable', true],
  [{ malformed: true }, 'graph-malformed', true],
  [{ status: 504, committed: true }, 'graph-unavailable', true],
] as const)('a registration with %o is sent once; find tells what became of it', async (fault, code, registered) => {
  const tenant = await startTenant();
  const registration = await readyToRegister(tenant);
  const { graph, simulator, waits } = tenant;
  simulator.faults.add({ method: 'POST', ...fault });
  expect(await failureOf(() => graph.fido2Methods.create(USER, registration))).toMatchObject({ code });
  expect(waits).toEqual([]);
  expect((await graph.fido2Methods.find(USER, registration.credentialId)) !== undefined).toBe(registered);

  if (registered) {
    const again = await failureOf(() => graph.fido2Methods.create(USER, registration));
    expect(again).toMatchObject({ code: 'graph-conflict' });
  } else {
    await graph.fido2Methods.create(USER, registration);
  }
  expect(await graph.fido2Methods.list(USER)).toHaveLength(1);
});

test('a redirect is no answer, and no other host gets the token', async () => {
  const seen: unknown[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  await new Promise<void>(resolve => elsewhere.listen(0, '127.0.0.1', resolve));
  const target = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
  const graph = createServer((_, response) => response.writeHead(302, { location: target }).end());
  await new Promise<void>(resolve => graph.listen(0, '127.0.0.1', resolve));
  try {
    const { connect } = await startTenant();
    const client = connect({ graphUrl: `http://127.0.0.1:${(graph.address() as AddressInfo).port}` });
    expect(await failureOf(() => client.users.get(USER))).toMatchObject({ code: 'graph-malformed' });
    expect(seen).toEqual([]);
  } finally {
    elsewhere.close();
    graph.close();
  }
});
