import { expect, test } from 'vitest';
import { failureOf } from './failure.ts';
import { GUEST, startTenant, USER } from './tenant.ts';

test('a user is found by principal name and by id', async () => {
  const { graph } = await startTenant();
  const user = await graph.users.get(USER);
  expect(user).toMatchObject({ userPrincipalName: USER, userType: 'Member', accountEnabled: true });
  expect(user.displayName).toMatch(/\S \S/);
  expect(await graph.users.get(user.id)).toEqual(user);
});

test('the # of a guest survives the address', async () => {
  const { graph } = await startTenant();
  expect(await graph.users.get(GUEST)).toMatchObject({ userPrincipalName: GUEST, userType: 'Guest' });
});

test('an unknown user is named', async () => {
  const { graph } = await startTenant();
  for (const name of ['nobody@contoso.example', '../groups', '.', '..', '$batch', 'a/b?c', 'https://evil.example/x']) {
    expect(await failureOf(() => graph.users.get(name))).toMatchObject({
      code: 'user-not-found',
      params: { user: name, status: 404 },
    });
  }
});

test('pages follow one another to the end, each user once and in order', async () => {
  const { graph } = await startTenant({ users: 25 });
  const names: string[] = [];
  const ids = new Set<string>();
  let nextLink: string | undefined;
  let pages = 0;
  do {
    const page = await graph.users.search('', { pageSize: 10, nextLink });
    for (const user of page.users) {
      names.push(user.displayName ?? '');
      ids.add(user.id);
    }
    nextLink = page.nextLink;
    pages++;
  } while (nextLink !== undefined);
  expect([pages, names.length, ids.size]).toEqual([3, 25, 25]);
  expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
});

test('the search looks at names, principal names and mail, whatever the case', async () => {
  const { graph } = await startTenant({ users: 60 });
  const { displayName } = await graph.users.get(USER);
  for (const query of ['USER1@', displayName ?? '', (displayName ?? '').split(' ')[1] ?? '']) {
    const { users } = await graph.users.search(query);
    expect(users.map(user => user.userPrincipalName)).toContain(USER);
  }
  expect((await graph.users.search('partner.example')).users).toEqual([]);
});

test.each([
  ['"', 3],
  ['\\', 3],
  ['" OR "mail:u', 0],
  ['https://evil.example/', 0],
  ['a&$top=1', 0],
  ['%', 0],
  ['#', 0],
  ['+', 0],
])('the query %s cannot break out of the search', async (query, found) => {
  const { graph } = await startTenant({ users: 3 });
  expect((await graph.users.search(query)).users).toHaveLength(found);
});

test.each([
  'https://evil.example/v1.0/users',
  'http://127.0.0.1:1/v1.0/users',
  'ROOT.evil.example/v1.0/users',
  'ROOT/beta/users',
  'ROOT/v1.0/../beta/users',
  'nonsense',
])('the link %s is not followed', async link => {
  const { graph, simulator } = await startTenant();
  const nextLink = link.replace('ROOT', simulator.url);
  expect(await failureOf(() => graph.users.search('', { nextLink }))).toMatchObject({ code: 'graph-malformed' });
});

test('an address inside a link leads nowhere else', async () => {
  const { graph, simulator } = await startTenant();
  const nextLink = `${simulator.url}/v1.0/users?$skiptoken=https://evil.example/v1.0/`;
  expect(await failureOf(() => graph.users.search('', { nextLink }))).toMatchObject({
    code: 'graph-refused',
    params: { graphMessage: "Invalid value for query option '$skiptoken'." },
  });
});
