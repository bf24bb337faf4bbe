import { afterEach, beforeEach, expect, test } from 'vitest';
import { permissions } from '../../../../src/contract/connections/permissions.ts';
import type { CheckName, CheckReport } from '../../../../src/contract/connections/schema.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { permissionsFor } from '../../../../src/main/services/auth/rights.ts';
import { roleTemplates } from '../../../../src/simulator/graph/roles.ts';
import { NO_ROLE } from '../../../../src/simulator/identity/state.ts';
import { openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

const USER = 'user1@contoso.example';

let desk: SignInDesk;
beforeEach(async () => {
  desk = await openSignInDesk();
});
afterEach(() => desk.close());

const check = (user?: string) => desk.client.connections.check(user === undefined ? {} : { user });
const failures = ({ lines }: CheckReport) =>
  lines.flatMap(({ name, failure }) =>
    failure === null ? [] : [[name, failure.code, failure.params.permission ?? failure.params.role]],
  );
const statusOf = ({ lines }: CheckReport, name: CheckName) => lines.find(line => line.name === name)?.status;

async function signInAs(name: string) {
  const { id } = await desk.connect();
  desk.person = () => ({ name, password: desk.identity.state.password });
  await desk.signIn(id);
}

async function connectApp() {
  const { id } = await desk.connect({ signIn: 'secret' });
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
}

test('everything is there for the helpdesk, and nothing was written', async () => {
  await signInAs('user2@contoso.example');
  const before = JSON.stringify({ ...desk.graph.state, challenges: [] });
  const report = await check(USER);
  expect(failures(report)).toEqual([]);
  expect(report).toMatchObject({ ok: true });
  expect(report.lines.map(({ status }) => status)).not.toContain('not-needed');
  expect(report.lines[0]).toMatchObject({ name: 'token', detail: 'user2@contoso.example' });
  expect(JSON.stringify({ ...desk.graph.state, challenges: [] })).toBe(before);
  expect(statusOf(await check(), 'creation-options')).toBe('not-needed');
});

test('a person without a role may read the directory and nothing else', async () => {
  await signInAs(NO_ROLE);
  expect(failures(await check(USER))).toEqual([
    ['role', 'role-missing', 'Authentication Administrator'],
    ['registrations', 'role-missing', 'Reports Reader'],
    ['policy', 'role-missing', 'Global Reader'],
    ['creation-options', 'role-missing', 'Authentication Administrator'],
  ]);
});

test.each([
  ['UserAuthMethod-Passkey.ReadWrite.All', ['permission-passkeys', 'creation-options']],
  ['User.Read.All', ['permission-users', 'users']],
  ['GroupMember.Read.All', ['permission-groups', 'groups']],
  ['Policy.Read.AuthenticationMethod', ['permission-policy', 'policy']],
  ['AuditLog.Read.All', ['permission-reports', 'registrations']],
])('without %s exactly that is named, for a person and for an app', async (missing, lines) => {
  const { app } = desk.identity.state;
  app.delegated = (app.delegated ?? []).filter(name => name !== missing);
  app.application = app.application.filter(name => name !== missing);
  const expected = lines.map(name => [name, 'permission-missing', missing]);
  await signInAs('user2@contoso.example');
  const asPerson = await check(USER);
  expect(failures(asPerson)).toEqual(expected);
  expect(asPerson.lines.find(({ failure }) => failure)?.failure?.params).toMatchObject({ app: false });
  await connectApp();
  const [, second] = (await desk.client.settings.get()).connections;
  await desk.client.connections.use({ id: second?.id ?? '' });
  const asApp = await check(USER);
  expect(failures(asApp)).toEqual(expected);
  expect(asApp.lines.find(({ failure }) => failure)?.failure?.params).toMatchObject({ app: true });
  expect(statusOf(asApp, 'role')).toBe('not-needed');
});

test.each(
  Object.entries(permissionsFor).flatMap(([line, names]) => names.slice(1).map(broader => [line, names[0], broader])),
)('%s: a tenant that granted %s or the broader %s has what is needed', async (line = '', least = '', broader = '') => {
  const { app } = desk.identity.state;
  app.application = app.application.map(name => (name === least ? broader : name));
  await connectApp();
  const report = await check(USER);
  expect(failures(report)).toEqual([]);
  expect(report.lines.find(({ name }) => name === line)).toMatchObject({ status: 'passed', detail: broader });
});

test.each([
  ['users', '/users/delta', 'User.Read.All'],
  ['groups', '/groups/delta', 'GroupMember.Read.All'],
  ['policy', '/policies/', 'Policy.Read.AuthenticationMethod'],
  ['registrations', '/reports/', 'AuditLog.Read.All'],
  ['creation-options', '/creationOptions', 'UserAuthMethod-Passkey.ReadWrite.All'],
] as const)('a refusal of %s names what that call needs, whatever the token says', async (name, path, needed) => {
  const told = async () => {
    desk.graph.faults.add({ path, status: 403, times: 2 });
    const failure = (await check(USER)).lines.find(line => line.name === name)?.failure;
    desk.graph.faults.clear();
    return failure ?? expect.fail('passed');
  };
  await desk.connect({ signIn: 'token', clientId: '' });
  await desk.client.settings.setToken({ token: desk.graph.token });
  const ofToken = await told();
  expect(wordsFor(ofToken).next).toContain(needed);
  expect(wordsFor(ofToken).next.match(/\w[\w-]*\.Read\w*\.\w+/g)).toEqual([needed]);

  await connectApp();
  const [, app] = (await desk.client.settings.get()).connections;
  await desk.client.connections.use({ id: app?.id ?? '' });
  const ofApp = await told();
  // The app holds the permission, and a role is nothing that it lacks.
  expect(ofApp.code).toBe('graph-forbidden');
  expect(wordsFor(ofApp).next).toContain(needed);
});

test('what Keydesk asks for is what the simulated tenant grants, and nothing broader', () => {
  expect([...Object.values(permissions)].sort()).toEqual([...desk.identity.state.app.application].sort());
  expect(
    Object.values(permissionsFor)
      .map(([least]) => least)
      .sort(),
  ).toEqual([...Object.values(permissions)].sort());
});

test('a Global Reader gets creationOptions, but may not register', async () => {
  desk.identity.state.roles['user4@contoso.example'] = [roleTemplates.globalReader];
  await signInAs('user4@contoso.example');
  const report = await check(USER);
  expect(report.ok).toBe(false);
  expect(failures(report)).toEqual([['role', 'role-missing', 'Authentication Administrator']]);
  expect(report.lines.find(({ name }) => name === 'role')?.failure?.params).toMatchObject({ reader: 'Global Reader' });
  expect(statusOf(report, 'creation-options')).toBe('passed');
});

test('an app that holds a role to read has not proven that it may register', async () => {
  const { app } = desk.identity.state;
  app.application = app.application.filter(name => name !== 'UserAuthMethod-Passkey.ReadWrite.All');
  app.roles = [roleTemplates.globalReader];
  await connectApp();
  expect(failures(await check(USER))).toEqual([
    ['permission-passkeys', 'permission-missing', 'UserAuthMethod-Passkey.ReadWrite.All'],
  ]);
});

test('basic profiles are not enough, and the right permission is named', async () => {
  const { app } = desk.identity.state;
  app.delegated = (app.delegated ?? []).map(name => (name === 'User.Read.All' ? 'User.ReadBasic.All' : name));
  await signInAs('user2@contoso.example');
  const report = await check();
  expect(failures(report)).toEqual([
    ['permission-users', 'permission-missing', 'User.Read.All'],
    ['users', 'permission-missing', 'User.Read.All'],
  ]);
  const failure = report.lines.find(({ name }) => name === 'permission-users')?.failure;
  expect(failure?.params).toMatchObject({ insufficient: 'User.ReadBasic.All' });
  expect(failure && wordsFor(failure).message).toMatch(/User\.ReadBasic\.All is not enough/);
});

test('a tenant without the license for the report has everything else', async () => {
  desk.graph.state.behavior.premium = false;
  await signInAs('user2@contoso.example');
  const report = await check(USER);
  expect(report.ok).toBe(true);
  expect(report.lines.find(({ name }) => name === 'registrations')).toMatchObject({
    status: 'not-needed',
    detail: 'license-needed',
  });
});

test('an app that holds the role needs no permission for passkeys', async () => {
  const { app } = desk.identity.state;
  app.application = app.application.filter(name => name !== 'UserAuthMethod-Passkey.ReadWrite.All');
  app.roles = [roleTemplates.authenticationAdministrator];
  await connectApp();
  const report = await check(USER);
  expect(failures(report)).toEqual([]);
  expect([statusOf(report, 'permission-passkeys'), statusOf(report, 'role')]).toEqual(['not-needed', 'passed']);
});

test('a permission that was granted a moment ago counts at once', async () => {
  const { app } = desk.identity.state;
  app.application = [];
  await connectApp();
  expect(failures(await check()).map(([name]) => name)).toEqual([
    'permission-passkeys',
    'permission-users',
    'permission-groups',
    'permission-policy',
    'permission-reports',
    'users',
    'groups',
    'registrations',
    'policy',
  ]);
  app.application = [...(app.delegated ?? [])];
  expect((await check(USER)).ok).toBe(true);
});

test('what the tenant says of the user is shown as it is', async () => {
  await signInAs('user2@contoso.example');
  expect(failures(await check('nobody@contoso.example'))).toEqual([['creation-options', 'user-not-found', undefined]]);
  desk.graph.state.policy.state = 'disabled';
  expect(failures(await check(USER))).toEqual([['creation-options', 'graph-refused', undefined]]);
});

test('without a sign-in there is one line, and without a connection none', async () => {
  await expect(check()).rejects.toMatchObject({ data: { code: 'not-connected' } });
  await desk.connect();
  expect(await check()).toMatchObject({ ok: false, lines: [{ name: 'token', failure: { code: 'sign-in-needed' } }] });
});

test('a fixed token tells nothing of itself, and Graph tells the rest', async () => {
  await desk.connect({ signIn: 'token', clientId: '' });
  await desk.client.settings.setToken({ token: desk.graph.token });
  const report = await check(USER);
  expect(failures(report)).toEqual([]);
  expect([statusOf(report, 'permission-users'), statusOf(report, 'users')]).toEqual(['not-needed', 'passed']);
});
