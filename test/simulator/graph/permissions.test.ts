import { expect, test } from 'vitest';
import { roleTemplates } from '../../../src/simulator/graph/roles.ts';
import { METHODS, startHttp, USER } from './http.ts';

const REPORT = '/v1.0/reports/authenticationMethods/userRegistrationDetails';
const AUDITS = `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent("activityDateTime ge 2026-01-01T00:00:00Z and targetResources/any(t:t/id eq 'id')")}`;
const MEMBERSHIPS = `/v1.0/users/${USER}/transitiveMemberOf/microsoft.graph.group?$count=true`;
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
