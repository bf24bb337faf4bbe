import { expect, test } from 'vitest';
import { roleTemplates } from '../../../src/simulator/graph/roles.ts';
import { METHODS, startHttp, USER } from './http.ts';

const REPORT = '/v1.0/reports/authenticationMethods/userRegistrationDetails';
const AUDITS = `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent("activityDateTime ge 2026-01-01T00:00:00Z and targetResources/any(t:t/id eq 'id')")}`;
const MEMBERSHIPS = `/v1.0/users/${USER}/transitiveMemberOf/microsoft.graph.group?$count=true`;
const ROLES = '/v1.0/roleManagement/directory/roleAssignments';
const UNITS = '/v1.0/directory/administrativeUnits';
const PASSKEYS = 'UserAuthMethod-Passkey.ReadWrite.All';

/** A token of a person, or of the app, whose claims are the token itself. */
const person = (scp: string, ...roles: (keyof typeof roleTemplates)[]) =>
  tokenOf({ scp, wids: roles.map(role => roleTemplates[role]) });
const app = (...roles: string[]) => tokenOf({ idtyp: 'app', roles });
const tokenOf = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');

async function startHttpWithTokens() {
  const http = await startHttp();
  http.simulator.acceptTokens(async token => JSON.parse(Buffer.from(token, 'base64url').toString()));
  const as = (token: string, path: string, method = 'GET', body?: unknown) =>
    http.send(method, path, body, { authorization: `Bearer ${token}`, consistencylevel: 'eventual' });
  return { ...http, as };
}

test.each([
  ['a basic profile', person('User.ReadBasic.All'), '/v1.0/users', 200],
  ['a basic profile', person('User.ReadBasic.All'), '/v1.0/users/delta', 403],
  ['a basic profile', app('User.ReadBasic.All'), '/v1.0/users/delta', 403],
  ['a whole profile', person('User.Read.All'), '/v1.0/users/delta', 200],
  ['a whole profile', person('User.Read.All'), MEMBERSHIPS, 200],
  ['group members', app('GroupMember.Read.All'), MEMBERSHIPS, 200],
  ['group members', app('GroupMember.Read.All'), '/v1.0/users', 403],
  ['a Security Administrator', person('AuditLog.Read.All', 'securityAdministrator'), REPORT, 200],
  ['a Reports Reader', person('AuditLog.Read.All', 'reportsReader'), REPORT, 200],
  ['a user without a role', person('AuditLog.Read.All', 'user'), REPORT, 403],
  ['a Reports Reader', person('AuditLog.Read.All', 'reportsReader'), AUDITS, 200],
  ['a user without a role', person('AuditLog.Read.All', 'user'), AUDITS, 403],
  ['group members', app('GroupMember.Read.All'), AUDITS, 403],
  ['a user without a role', person('RoleManagement.Read.Directory', 'user'), ROLES, 200],
  ['an Authentication Administrator', person(PASSKEYS, 'authenticationAdministrator'), ROLES, 403],
  ['all of the directory', app('Directory.Read.All'), ROLES, 200],
  ['all of the directory', app('Directory.Read.All'), `${UNITS}/nowhere/members`, 404],
  ['group members', app('GroupMember.Read.All'), `${UNITS}/nowhere/members`, 403],
  ['a Global Reader', person(PASSKEYS, 'globalReader'), METHODS, 200],
  ['a Global Reader', person(PASSKEYS, 'globalReader'), `${METHODS}/creationOptions`, 200],
  ['a user without a role', person(PASSKEYS, 'user'), `${METHODS}/creationOptions`, 403],
  [
    'an Authentication Administrator',
    person(PASSKEYS, 'authenticationAdministrator'),
    `${METHODS}/creationOptions`,
    200,
  ],
])('%s: %s %s is answered with %s', async (_, token, path, status) => {
  const { as } = await startHttpWithTokens();
  expect((await as(token, path)).status).toBe(status);
});

test('a Global Reader gets creationOptions and cannot register', async () => {
  const { as } = await startHttpWithTokens();
  const body = { displayName: 'Key', publicKeyCredential: {} };
  expect((await as(person(PASSKEYS, 'globalReader'), METHODS, 'POST', body)).status).toBe(403);
  expect((await as(person(PASSKEYS, 'authenticationAdministrator'), METHODS, 'POST', body)).status).toBe(400);
});

test('who may read basic profiles alone sees nothing else of a user', async () => {
  const { as } = await startHttpWithTokens();
  const path = `/v1.0/users/${USER}?$select=userPrincipalName,displayName,mail,department,jobTitle,employeeId`;
  const whole = (await as(person('User.Read.All'), path)).body;
  expect(Object.values(whole)).not.toContain(null);
  const nothing = { department: null, jobTitle: null, employeeId: null };
  expect((await as(person('User.ReadBasic.All'), path)).body).toEqual({ ...whole, ...nothing });
  const [first] = (await as(person('User.ReadBasic.All'), path.replace(`/${USER}`, ''))).body.value;
  expect(first).toEqual({ ...whole, ...nothing });
});

test('a role for an administrative unit covers its users only', async () => {
  const { as, send, simulator } = await startHttpWithTokens();
  const [inside, outside] = [simulator.tenant.idOf(1), simulator.tenant.idOf(2)];
  const role = { principalId: 'me', roleDefinitionId: roleTemplates.authenticationAdministrator };
  const unit = { id: 'unit', displayName: 'Branch', members: [inside] };
  await send('PUT', '/simulator/units', [unit]);
  await send('PUT', '/simulator/roles', [{ ...role, directoryScopeId: '/administrativeUnits/unit' }]);
  const me = tokenOf({ oid: 'me', scp: `${PASSKEYS} AdministrativeUnit.Read.All`, wids: [] });
  const methods = (user: string, call = '') => as(me, `/v1.0/users/${user}/authentication/fido2Methods${call}`);
  expect((await methods(inside, '/creationOptions')).status).toBe(200);
  expect((await methods(outside, '/creationOptions')).status).toBe(400);
  expect((await methods(outside)).status).toBe(404);
  expect((await as(me, `${UNITS}/unit/members`)).body.value).toMatchObject([{ id: inside }]);
});

test('the roles of a tenant are those of its administrators by number, and those that were added', async () => {
  const { get, all, send, simulator } = await startHttp();
  const principalId = simulator.tenant.groups[0]?.id ?? '';
  await send('PUT', '/simulator/roles', [{ principalId, roleDefinitionId: roleTemplates.reportsReader }]);
  expect((await all(ROLES)).value).toMatchObject([
    { principalId: simulator.tenant.idOf(97), directoryScopeId: '/' },
    { principalId, roleDefinitionId: roleTemplates.reportsReader, directoryScopeId: '/' },
  ]);
  const expanded = await all(`${ROLES}?$expand=principal&$top=1`);
  expect(expanded.value.map(({ principal }) => principal['@odata.type'])).toEqual([
    '#microsoft.graph.user',
    '#microsoft.graph.group',
  ]);
  expect((await get(`${ROLES}?$expand=roleDefinition`)).status).toBe(400);
});
