import { describe, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { PageTrail } from '../../../../src/main/services/graph/paging.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { failureOf } from './failure.ts';
import { type ScriptedAnswer, startScripted } from './scripted.ts';
import { startTenant, USER } from './tenant.ts';

const retries = { sleep: async () => undefined, random: () => 0, clock: Date.now };

async function startClient(answer: (path: string, n: number, root: () => string) => ScriptedAnswer) {
  const graph = await startScripted((path, n) => answer(path, n, () => `${graph.url}/v1.0`));
  const connection = { graphUrl: graph.url, tenantId: 'tenant', version: 'v1.0' as const };
  return { graph, client: createGraphClient(connection, fixedToken(connection, 'token'), { retries }) };
}

const method = { id: 'AAAA0', displayName: 'Key' };
type Client = Awaited<ReturnType<typeof startClient>>['client'];

describe('a list of several pages', () => {
  test.each<[string, object, (client: Client) => Promise<readonly unknown[]>]>([
    ['groups of a user', { id: 'g' }, client => client.memberships.ofUser(USER)],
    ['passkeys of a user', method, client => client.fido2Methods.list(USER)],
  ])('(%s) is read to its end, and one without an end is noticed', async (_, item, read) => {
    const three = await startClient((path, n, root) => ({
      body: {
        value: [item],
        ...(n < 2 ? { '@odata.nextLink': `${root()}${path.split('?')[0]}?$skiptoken=${n}` } : {}),
      },
    }));
    expect(await read(three.client)).toHaveLength(3);
    const circle = await startClient((path, _n, root) => ({
      body: { value: [item], '@odata.nextLink': `${root()}${path.split('?')[0]}?$skiptoken=again` },
    }));
    expect(await failureOf(() => read(circle.client))).toMatchObject({ code: 'graph-paging-stuck' });
    expect(circle.graph.asked).toHaveLength(2);
    const endless = await startClient((path, n, root) => ({
      body: { value: [], '@odata.nextLink': `${root()}${path.split('?')[0]}?$skiptoken=${n}` },
    }));
    expect(await failureOf(() => read(endless.client))).toMatchObject({ code: 'graph-paging-stuck' });
    expect(endless.graph.asked.length).toBeLessThan(150);
  });

  test.each<[string, (n: number) => object[], number]>([
    ['with full pages', n => Array.from({ length: 999 }, (_, i) => ({ ...method, id: `m${n}-${i}` })), 101],
    ['with one entry a page', n => [{ ...method, id: `m${n}` }], 1001],
    ['with few, very long entries', n => [{ ...method, id: `m${n}`.padEnd(500_000, 'x') }], 32],
  ])('of ever new pages ends (%s)', { timeout: 30_000 }, async (_, value, pages) => {
    const { graph, client } = await startClient((path, n, root) => ({
      body: { value: value(n), '@odata.nextLink': `${root()}${path.split('?')[0]}?$skiptoken=${n}` },
    }));
    expect(await failureOf(() => client.fido2Methods.list(USER))).toMatchObject({
      code: 'graph-paging-stuck',
      params: { why: 'too-long' },
    });
    expect(graph.asked.length).toBe(pages);
  });

  test('is begun once more where a link expires on the way', async () => {
    const { graph, client } = await startClient((path, n, root) =>
      n === 1
        ? { status: 400, body: { error: { code: 'Directory_ExpiredPageToken', message: 'Expired.' } } }
        : {
            body: {
              value: [{ id: `g${n}` }],
              ...(n < 3 ? { '@odata.nextLink': `${root()}${path}&$skiptoken=${n}` } : {}),
            },
          },
    );
    expect(await client.memberships.ofUser(USER)).toEqual(['g2', 'g3']);
    expect(graph.asked).toHaveLength(4);
  });

  test('whose links always expire says so', async () => {
    const { graph, client } = await startClient((path, n, root) =>
      n % 2 === 1
        ? { status: 410, body: { error: { code: 'resyncRequired', message: 'Gone.' } } }
        : { body: { value: [], '@odata.nextLink': `${root()}${path}&$skiptoken=${n}` } },
    );
    expect(await failureOf(() => client.memberships.ofUser(USER))).toMatchObject({ code: 'graph-page-expired' });
    expect(graph.asked).toHaveLength(4);
  });
});

describe('a long list', () => {
  const limits = { entries: 20_000_000, pages: 400_000 };
  const followed = (trail: PageTrail, pages: number, entries: number) => {
    for (let n = 0; n < pages; n++) trail.note({ items: [{ n, of: entries }], next: `next-${entries}-${n}` }, entries);
  };

  test('of millions of users has an end', () => {
    expect(() => followed(new PageTrail(limits), 12_000, 999)).not.toThrow();
    expect(() => followed(new PageTrail(limits), 21_000, 999)).toThrow('graph-paging-stuck');
  });

  test('may have some thousand small pages, but not go on so', () => {
    const trail = new PageTrail(limits);
    followed(trail, 10_000, 1);
    expect(() => followed(trail, 1, 2)).toThrow('graph-paging-stuck');
    expect(() => followed(new PageTrail(limits), 15_000, 100)).not.toThrow();
  });
});

test('a page of a search that leads to itself is the last', async () => {
  const { client } = await startClient((_path, _n, root) => ({
    body: { value: [{ id: '1', userPrincipalName: USER }], '@odata.nextLink': `${root()}/users?$skiptoken=again` },
  }));
  const first = await client.users.search('');
  expect(first.nextLink).toContain('again');
  expect(await client.users.search('', { nextLink: first.nextLink })).not.toHaveProperty('nextLink');
});

test('a link of null, or an empty one, is none', async () => {
  for (const link of [null, '']) {
    const { client } = await startClient(() => ({ body: { value: [{ id: 'g' }], '@odata.nextLink': link } }));
    expect(await client.memberships.ofUser(USER)).toEqual(['g']);
  }
});

test('the groups of a user are asked for as an OData cast needs it', async () => {
  const { simulator, graph } = await startTenant();
  const names = (await graph.memberships.ofUser(USER)).map(
    id => simulator.tenant.groups.find(group => group.id === id)?.displayName,
  );
  expect(names).toEqual([simulator.tenant.user(1).department, 'Everybody']);
});

describe('the report of registrations', () => {
  test('is asked for without options where they are refused', async () => {
    const { graph, client } = await startClient(path =>
      path.includes('$')
        ? { status: 400, body: { error: { code: 'BadRequest', message: 'No $top.' } } }
        : { body: { value: [{ id: 'a' }] } },
    );
    expect((await client.delta.registrations(undefined)).items).toMatchObject([{ id: 'a' }]);
    expect(graph.asked).toHaveLength(2);
  });

  test('tells a license from a permission', async () => {
    const { simulator, graph } = await startTenant();
    simulator.state.behavior.premium = false;
    expect(await failureOf(() => graph.delta.registrations(undefined))).toMatchObject({
      code: 'graph-license-missing',
      params: { graphCode: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
    });
    simulator.faults.add({ status: 403, times: 2 });
    expect(await failureOf(() => graph.delta.registrations(undefined))).toMatchObject({ code: 'graph-forbidden' });
  });
});

describe('how Graph says that a link is too old', () => {
  test.each([
    [410, 'Gone', ''],
    [410, 'resyncRequired', 'Resync required.'],
    [400, 'syncStateNotFound', 'The sync state generation is not found.'],
    [400, 'SyncStateNotFound', 'The sync state generation is not found; generation=605.'],
    [404, 'syncStateNotFound', ''],
    [400, 'Directory_ExpiredPageToken', 'The specified page token value has expired.'],
    [400, '_Directory_ExpiredPageToken', ''],
    [400, 'resyncChangesApplyDifferences', ''],
    [400, 'BadRequest', 'The delta token is expired and data must be synchronized again.'],
    [400, 'Request_UnsupportedQuery', 'The specified deltaToken is older than 30 days.'],
    [400, 'InvalidDeltaToken', ''],
    [400, 'BadRequest', 'Badly formed token.'],
    [409, 'resyncRequired', ''],
    [412, 'syncStateInvalid', ''],
    [422, 'BadRequest', 'The delta token is expired.'],
    [500, 'syncStateNotFound', ''],
  ])('%s %s %s', async (status, code, message) => {
    const { simulator, graph } = await startTenant();
    const { delta } = await graph.delta.users(undefined);
    // A 5xx is tried again first.
    simulator.faults.add({ status, code, message, times: status < 500 ? 1 : 9 });
    expect(await failureOf(() => graph.delta.users(delta))).toMatchObject({ code: 'graph-delta-expired' });
  });

  test.each([
    [400, 'Request_UnsupportedQuery', 'Change enumeration is not supported for requested tenant.', 'graph-refused'],
    [404, 'Request_ResourceNotFound', '', 'graph-not-found'],
    [403, 'Authorization_RequestDenied', '', 'graph-forbidden'],
  ])('and what it says of a first request is something else: %s %s', async (status, code, message, expected) => {
    const { simulator, graph } = await startTenant();
    simulator.faults.add({ status, code, message, times: 2 });
    expect(await failureOf(() => graph.delta.users(undefined))).toMatchObject({ code: expected });
  });
});

test.each([
  ['seconds', '150', 150],
  ['a date, by the clock of the server', 'Mon, 23 Nov 2026 10:03:00 GMT', 180],
])('Retry-After as %s is told in seconds', async (_, header, retryAfter) => {
  const { client } = await startClient(() => ({
    status: 429,
    headers: { date: 'Mon, 23 Nov 2026 10:00:00 GMT', 'retry-after': header },
    body: { error: { code: 'TooManyRequests', message: 'Later.' } },
  }));
  const failure = await failureOf(() => client.users.get('one'));
  expect(failure).toMatchObject({ code: 'graph-throttled', params: { retryAfter } });
});
