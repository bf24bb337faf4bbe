import { expect, test } from 'vitest';
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
  const { value, pages } = await all('/v1.0/users');
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
  const page = await get('/v1.0/users?$top=999&$skiptoken=99900');
  expect(page.body.value).toHaveLength(100);
  expect(page.body).not.toHaveProperty('@odata.nextLink');
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

  const { value: people } = await all(`/v1.0/groups/${sales.id}/members`);
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

test('a delta link that is too old is gone', async () => {
  const { get } = await startHttp();
  for (const token of ['99', 'old']) {
    expect((await get(`/v1.0/users/delta?$deltatoken=${token}`)).status).toBe(410);
  }
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

test('the organisation, the policy and the report of registrations', async () => {
  const { simulator, get, all } = await startHttp({ users: 120 });
  expect((await get('/v1.0/organization')).body.value[0].id).toBe(simulator.tenantId);
  const policy = '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2';
  simulator.state.policy.attestationEnforced = true;
  expect((await get(policy)).body).toMatchObject({
    state: 'enabled',
    isAttestationEnforced: true,
    passkeyProfiles: [{ attestationEnforcement: 'registrationOnly' }],
  });
  const { value, pages } = await all('/v1.0/reports/authenticationMethods/userRegistrationDetails');
  expect([value.length, pages]).toEqual([120, 2]);
  expect(value.filter(user => user.isAdmin)).toHaveLength(1);
});
