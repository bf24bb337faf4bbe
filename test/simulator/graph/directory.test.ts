import { describe, expect, test } from 'vitest';
import { startHttp, USER } from './http.ts';

const EVENTUAL = { consistencylevel: 'eventual' };

test('a tenant follows from its seed', async () => {
  const [a, b, other] = await Promise.all([
    startHttp({ seed: 'x' }),
    startHttp({ seed: 'x' }),
    startHttp({ seed: 'y' }),
  ]);
  const listOf = async (tenant: typeof a) => (await tenant.all('/v1.0/users')).value;
  expect(await listOf(a)).toEqual(await listOf(b));
  expect(await listOf(a)).not.toEqual(await listOf(other));
  expect(a.simulator.tenantId).toBe(b.simulator.tenantId);
});

test('its people are of every kind, with ids of their own', async () => {
  const { all } = await startHttp({ users: 300 });
  const { value, pages } = await all(
    '/v1.0/users?$select=displayName,givenName,surname,jobTitle,department,employeeId,mail,userPrincipalName,userType,accountEnabled',
  );
  expect(pages).toBe(3);
  expect(new Set(value.map(user => user.id)).size).toBe(300);
  expect(value.some(user => user.userType === 'Guest' && user.userPrincipalName.includes('#EXT#'))).toBe(true);
  expect(value.some(user => !user.accountEnabled)).toBe(true);
  expect(value[0]).toMatchObject({ userPrincipalName: USER, accountEnabled: true, userType: 'Member' });
  for (const member of ['displayName', 'givenName', 'surname', 'jobTitle', 'department', 'employeeId', 'mail']) {
    expect(value.every(user => user[member].length > 0)).toBe(true);
  }
});

test('a hundred thousand users are there at once', async () => {
  const { get } = await startHttp({ users: 100_000 });
  const { body } = await get('/v1.0/users/user99999@contoso.example');
  expect((await get(`/v1.0/users/${body.id}`)).body).toEqual(body);
  const page = await get('/v1.0/users?$top=999');
  expect(page.body.value).toHaveLength(999);
  expect(page.body['@odata.nextLink']).toContain('$skiptoken=');
});

test('only a default set of properties comes unasked; what is selected and not set is null; unknown names are refused', async () => {
  const { simulator, get } = await startHttp();
  simulator.tenant.changeUser(USER, { department: null });
  const plain = (await get(`/v1.0/users/${USER}`)).body;
  expect(Object.keys(plain).sort()).toEqual([
    'businessPhones',
    'displayName',
    'givenName',
    'id',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
  ]);
  const some = (await get(`/v1.0/users/${USER}?$select=department,city,accountEnabled`)).body;
  expect(some).toEqual({ id: plain.id, department: null, city: null, accountEnabled: true });
  for (const path of [
    `/v1.0/users/${USER}?$select=shoeSize`,
    '/v1.0/users?$select=id,shoeSize',
    '/v1.0/users/delta?$select=shoeSize',
    '/v1.0/groups?$select=shoeSize',
    '/v1.0/groups/delta?$select=shoeSize',
    '/v1.0/reports/authenticationMethods/userRegistrationDetails?$select=shoeSize',
  ]) {
    const { status, body } = await get(path);
    expect([status, body.error.message], path).toEqual([400, expect.stringContaining("property named 'shoeSize'")]);
  }
});

test('a principal name that begins with $ needs parentheses; quotes are doubled in them', async () => {
  const { simulator, get } = await startHttp();
  simulator.tenant.changeUser(USER, { userPrincipalName: '$svc@contoso.example' });
  simulator.tenant.changeUser('user2@contoso.example', { userPrincipalName: "$o'neill@contoso.example" });
  expect((await get('/v1.0/users/$svc@contoso.example')).status).toBe(400);
  expect((await get('/v1.0/users/%24svc@contoso.example')).status).toBe(400);
  expect((await get("/v1.0/users('$svc@contoso.example')")).body.userPrincipalName).toBe('$svc@contoso.example');
  expect((await get("/v1.0/users('%24o''neill%40contoso.example')")).status).toBe(200);
  expect((await get("/v1.0/users('$svc@contoso.example')/authentication/fido2Methods")).body.value).toEqual([]);
});

test('$select, $top and $count do what they say, in every page', async () => {
  const { get } = await startHttp({ users: 30 });
  const first = await get('/v1.0/users?$select=displayName&$top=20&$count=true', EVENTUAL);
  expect(first.body).toMatchObject({ '@odata.count': 30 });
  const second = await get(first.body['@odata.nextLink'], EVENTUAL);
  expect(second.body.value).toHaveLength(10);
  expect(Object.keys(second.body.value[0])).toEqual(['id', 'displayName']);
});

test('$search and $filter find by the start of a word, a value and a name', async () => {
  const { get } = await startHttp({ users: 200 });
  const { body: user } = await get(`/v1.0/users/${USER}`);
  const search = (text: string) => get(`/v1.0/users?$search=${encodeURIComponent(text)}`, EVENTUAL);
  const upns = (list: { body: { value: { userPrincipalName: string }[] } }) =>
    list.body.value.map(found => found.userPrincipalName);
  expect(upns(await search(`"displayName:${user.surname}"`))).toContain(USER);
  expect(upns(await search('"displayName:zzz" OR "userPrincipalName:user1@"'))).toEqual([USER]);
  expect(upns(await get("/v1.0/users?$filter=startswith(userPrincipalName,'user1@')"))).toEqual([USER]);
  expect(upns(await get("/v1.0/users?$filter=employeeId eq 'e000001'"))).toEqual([USER]);
  expect(upns(await get("/v1.0/users?$filter=mail eq 'o''neill@contoso.example'"))).toEqual([]);
});

test.each([
  '/v1.0/users?$search="displayName:a"',
  '/v1.0/users?$count=true',
  '/v1.0/users?$filter=displayName gt 1',
  "/v1.0/users?$filter=password eq 'x'",
  '/v1.0/users?$top=1000',
  '/v1.0/users?$top=0',
  '/v1.0/users?$top=ten',
  '/v1.0/users/%zz',
  '/v1.0/planets',
  '/v2.0/users',
  '/users',
])('%s is a bad request', async path => {
  const { get } = await startHttp();
  expect((await get(path)).status).toBe(400);
});

test('groups hold departments, and one holds them all', async () => {
  const { all, get } = await startHttp({ users: 250 });
  const { value: groups } = await all('/v1.0/groups');
  const everybody = groups.find(group => group.displayName === 'Everybody');
  const sales = groups.find(group => group.displayName === 'Sales');
  expect((await get(`/v1.0/groups/${sales.id}`)).body).toEqual(sales);

  const { value: people } = await all(`/v1.0/groups/${sales.id}/members?$select=department`);
  expect(people.length).toBeGreaterThan(0);
  expect(people.every(person => person.department === 'Sales')).toBe(true);
  const { value: direct } = await all(`/v1.0/groups/${everybody.id}/members`);
  expect(direct.every(member => member['@odata.type'] === '#microsoft.graph.group')).toBe(true);
  const { value: reached } = await all(`/v1.0/groups/${everybody.id}/transitiveMembers?$top=100`);
  expect(reached).toHaveLength(250 + direct.length);
  expect((await get('/v1.0/groups/nothing/members')).status).toBe(404);
});

test('a delta ends with a link; later rounds tell who came, changed and went', async () => {
  const { simulator, all } = await startHttp({ users: 250 });
  const first = await all('/v1.0/users/delta?$select=displayName,accountEnabled');
  expect([first.value.length, first.pages]).toEqual([250, 3]);
  expect((await all(first.deltaLink)).value).toEqual([]);

  const [added] = simulator.tenant.addUsers(1);
  simulator.tenant.changeUser(USER, { displayName: 'New Name' });
  simulator.tenant.removeUser('user2@contoso.example');
  const second = await all(first.deltaLink);
  expect(second.value).toHaveLength(3);
  expect(second.value).toContainEqual({ id: added?.id, displayName: added?.displayName, accountEnabled: true });
  expect(second.value).toContainEqual({ id: first.value[0].id, displayName: 'New Name', accountEnabled: true });
  expect(second.value).toContainEqual({ id: first.value[1].id, '@removed': { reason: 'changed' } });
  expect((await all(second.deltaLink)).value).toEqual([]);
  expect((await all('/v1.0/users/delta')).value).toHaveLength(250);
});

test('a delta leaves out what was never set, and tells null of what was changed to it', async () => {
  const { simulator, all } = await startHttp({ users: 3 });
  simulator.tenant.changeUser(USER, { mail: null });
  const first = await all('/v1.0/users/delta?$select=mail,city');
  expect(Object.keys(first.value[0])).toEqual(['id']);
  expect(Object.keys(first.value[1])).toEqual(['id', 'mail']);
  simulator.tenant.changeUser(USER, { jobTitle: 'Lead' });
  expect((await all(first.deltaLink)).value).toEqual([{ id: first.value[0].id, mail: null }]);
});

test('a round includes each user once, although people come and go in the middle of it', async () => {
  const { simulator, get, all } = await startHttp({ users: 250 });
  const { body } = await get('/v1.0/users/delta');
  simulator.tenant.removeUser(USER);
  const rest = await all(body['@odata.nextLink']);
  expect(new Set([...body.value, ...rest.value].map(({ id }) => id)).size).toBe(250);
  expect((await all(rest.deltaLink)).value).toEqual([{ id: body.value[0].id, '@removed': { reason: 'changed' } }]);
});

test('links of delta are opaque, repeat nothing, and $deltatoken=latest begins with what comes', async () => {
  const { simulator, get, all } = await startHttp({ users: 150 });
  const { body } = await get('/v1.0/users/delta?$select=mail', { prefer: 'odata.maxpagesize=60' });
  const next = new URL(body['@odata.nextLink']);
  expect([...next.searchParams.keys()]).toEqual(['$skiptoken']);
  expect((await get(next.href)).body.value).toHaveLength(60);
  expect((await get(`${next.href}&$select=mail`)).status).toBe(400);
  const latest = (await get('/v1.0/users/delta?$deltatoken=latest')).body;
  expect(latest.value).toEqual([]);
  simulator.tenant.changeUser(USER, { displayName: 'New Name' });
  expect((await all(latest['@odata.deltaLink'])).value).toMatchObject([{ displayName: 'New Name' }]);
});

test.each(['$top=5', '$orderby=displayName', '$search="displayName:a"', '$expand=members'])(
  'delta refuses %s',
  async option => {
    const { get } = await startHttp();
    for (const path of ['/v1.0/users/delta', '/v1.0/groups/delta']) {
      expect((await get(`${path}?${option}`, EVENTUAL)).status).toBe(400);
    }
  },
);

test.each([
  ['gone', 410, 'resyncRequired'],
  ['gone-with-location', 410, 'resyncRequired'],
  ['sync-state-400', 400, 'syncStateNotFound'],
  ['sync-state-404', 404, 'syncStateNotFound'],
  ['page-token', 400, 'Directory_ExpiredPageToken'],
  ['too-old', 400, 'BadRequest'],
] as const)('a link that is too old is refused (%s)', async (expiredLink, status, code) => {
  const { simulator, send, get, all } = await startHttp({ users: 150 });
  await send('PATCH', '/simulator/behavior', { expiredLink });
  const { deltaLink } = await all('/v1.0/users/delta');
  const nextLink = (await get('/v1.0/groups/delta')).body['@odata.nextLink'] ?? deltaLink;
  expect((await send('DELETE', '/simulator/links')).status).toBe(204);
  for (const link of [deltaLink, nextLink, '/v1.0/users/delta?$deltatoken=old']) {
    const answer = await get(link);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  }
  const { headers } = await get(deltaLink);
  const location = headers.get('location');
  expect(location).toBe(expiredLink === 'gone-with-location' ? `${simulator.url}/v1.0/users/delta?$deltatoken=` : null);
  if (location !== null) expect((await all(location)).value).toHaveLength(150);
});

test('a page of an ordinary list that is too old has an expired token', async () => {
  const { simulator, get } = await startHttp({ users: 150 });
  const link = (await get('/v1.0/users')).body['@odata.nextLink'];
  simulator.tenant.expireLinks();
  const { status, body } = await get(link);
  expect([status, body.error.code]).toEqual([400, 'Directory_ExpiredPageToken']);
});

test('untidy rounds have empty pages, replays and removals, and tell the same', async () => {
  const { simulator, get, all } = await startHttp({ users: 250, teams: 200 });
  simulator.tenant.removeUser('user9@contoso.example');
  const [tidyUsers, tidyGroups] = [await all('/v1.0/users/delta'), await all('/v1.0/groups/delta')];
  simulator.state.behavior.untidyRounds = true;
  const [users, groups] = [await all('/v1.0/users/delta'), await all('/v1.0/groups/delta')];
  expect(users.pages).toBe(5);
  const removed = users.value.filter(user => '@removed' in user);
  expect(removed.map(user => user['@removed'])).toEqual([{}, { reason: 'deleted' }]);
  const present = users.value.filter(user => !('@removed' in user));
  expect(present).toHaveLength(tidyUsers.value.length + 2);
  expect(new Set(present.map(({ id }) => id)).size).toBe(249);
  expect(groups.value.filter(group => '@removed' in group)).toHaveLength(1);
  expect(new Set(groups.value.map(({ id }) => id)).size).toBe(new Set(tidyGroups.value.map(({ id }) => id)).size + 1);
  expect((await get('/v1.0/users/delta')).body.value.length).toBeGreaterThan(100);
});

test('a removed group is reported, and leaves the groups around it', async () => {
  const { simulator, send, all } = await startHttp({ users: 30, teams: 20 });
  const first = await all('/v1.0/groups/delta?$select=id,displayName,members');
  const idOf = (name: string) => simulator.tenant.groups.find(group => group.displayName === name)?.id ?? '';
  const [sales, everybody] = [idOf('Sales'), idOf('Everybody')];
  expect((await send('DELETE', `/simulator/groups/${sales}`)).status).toBe(204);
  const { value } = await all(first.deltaLink);
  expect(value).toContainEqual({ id: sales, '@removed': { reason: 'deleted' } });
  expect(value.find(({ id }) => id === everybody)['members@delta']).toEqual([
    { '@odata.type': '#microsoft.graph.group', id: sales, '@removed': { reason: 'deleted' } },
  ]);
  expect((await all('/v1.0/groups')).value.map(({ id }) => id)).not.toContain(sales);
  expect((await send('DELETE', `/simulator/groups/${sales}`)).status).toBe(404);
});

test('a user who was removed or renamed is found accordingly', async () => {
  const { simulator, get, all } = await startHttp({ users: 40 });
  simulator.tenant.changeUser(USER, { userPrincipalName: 'married@contoso.example' });
  simulator.tenant.removeUser('user2@contoso.example');
  expect((await get('/v1.0/users/MARRIED@contoso.example')).status).toBe(200);
  expect((await get(`/v1.0/users/${USER}`)).status).toBe(404);
  expect((await get('/v1.0/users/user2@contoso.example')).status).toBe(404);
  expect((await all('/v1.0/users?$orderby=displayName')).value).toHaveLength(39);
  expect(simulator.tenant.removeUser('user2@contoso.example')).toBe(false);
});

test('the organization, the policy and the report of registrations', async () => {
  const { simulator, get } = await startHttp({ users: 120 });
  expect((await get('/v1.0/organization')).body.value[0].id).toBe(simulator.tenantId);
  const policy = '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2';
  simulator.state.policy.attestationEnforced = true;
  expect((await get(policy)).body).toMatchObject({
    state: 'enabled',
    isAttestationEnforced: true,
    passkeyProfiles: [{ attestationEnforcement: 'registrationOnly' }],
  });
});

describe('the report of registrations', () => {
  const REPORT = '/v1.0/reports/authenticationMethods/userRegistrationDetails';

  test('tells everybody who is not disabled, with methods of all kinds', async () => {
    const { simulator, send, all } = await startHttp({ users: 120 });
    const methodsRegistered = ['mobilePhone', 'passKeyDeviceBoundAuthenticator'];
    expect((await send('PATCH', `/simulator/users/${USER}`, { methodsRegistered })).status).toBe(204);
    const { value, pages } = await all(REPORT);
    expect([value.length, pages]).toEqual([120 - Math.floor(120 / 37), 2]);
    expect(value.filter(user => user.isAdmin)).toHaveLength(1);
    expect(value[0]).toMatchObject({ id: simulator.tenant.idOf(1), methodsRegistered, userType: 'member' });
    expect((await all(`${REPORT}?$select=id`)).value[0]).toEqual({ id: simulator.tenant.idOf(1) });
  });

  test('is refused where the tenant has no Entra ID P1', async () => {
    const { send, get } = await startHttp();
    await send('PATCH', '/simulator/behavior', { premium: false });
    const { status, body } = await get(REPORT);
    expect([status, body.error.code]).toEqual([403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant']);
  });

  test('takes five requests in ten seconds, and does not say when to come again', async () => {
    let now = Date.parse('2026-11-23T10:00:00Z');
    const { get } = await startHttp({ clock: () => now });
    const statuses = async () => (await get(REPORT)).status;
    for (let i = 0; i < 5; i++) expect(await statuses()).toBe(200);
    const refused = await get(REPORT);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    now += 10_000;
    expect(await statuses()).toBe(200);
  });
});
