import { expect, test } from 'vitest';
import { mintAttestation } from '../../../../src/simulator/key/attestation.ts';
import { AAGUID, type CredentialChoices, makeCredential } from '../../../simulator/graph/credential.ts';
import { failureOf } from './failure.ts';
import { GUEST, startTenant, type TestTenant, USER } from './tenant.ts';

const UNKNOWN = 'nobody@contoso.example';
/** Every 97th user is an administrator. */
const ADMIN = 'user97@contoso.example';

test.each([
  [400, 'graph-refused'],
  [401, 'graph-unauthorized'],
  [403, 'graph-forbidden'],
  [405, 'graph-method-not-allowed'],
  [409, 'graph-conflict'],
  [410, 'graph-refused'],
  [429, 'graph-throttled'],
  [500, 'graph-unavailable'],
  [503, 'graph-unavailable'],
] as const)('%s is %s, with what Graph says', async (status, code) => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ status, code: 'someCode', message: 'Some words.', times: 4 });
  const failure = await failureOf(() => graph.users.get(USER));
  expect(failure).toMatchObject({ code, params: { status, graphCode: 'someCode', graphMessage: 'Some words.' } });
  expect(failure.params.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.stringify(failure.params)).not.toContain(simulator.token);
});

test('a call without a user says what it did not find', async () => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ status: 404 });
  expect(await failureOf(() => graph.users.search(''))).toMatchObject({ code: 'graph-not-found' });
});

test('an unknown user is an unknown user in every call', async () => {
  const { graph } = await startTenant();
  const calls = [
    () => graph.users.get(UNKNOWN),
    () => graph.fido2Methods.list(UNKNOWN),
    () => graph.fido2Methods.find(UNKNOWN, new Uint8Array(16)),
    () => graph.fido2Methods.creationOptions(UNKNOWN),
    () => graph.fido2Methods.create(UNKNOWN, { displayName: 'Key', ...makeCredential(new Uint8Array(16)) }),
  ];
  for (const call of calls) {
    expect(await failureOf(call)).toMatchObject({ code: 'user-not-found', params: { user: UNKNOWN } });
  }
});

test('a passkey that is gone cannot be deleted', async () => {
  const { graph } = await startTenant();
  expect(await failureOf(() => graph.fido2Methods.delete(USER, 'AAAA0'))).toMatchObject({ code: 'passkey-not-found' });
});

test.each([
  ['not JSON', '<html>Sign in</html>'],
  ['cut JSON', '{"value":['],
  ['JSON of another shape', '{"value":{}}'],
  ['nothing', ''],
])('%s is not an answer of Graph', async (_, body) => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ malformed: body });
  expect(await failureOf(() => graph.fido2Methods.list(USER))).toMatchObject({ code: 'graph-malformed' });
});

test('an error without a body is named by its status', async () => {
  const { graph, simulator } = await startTenant();
  simulator.faults.add({ status: 403, malformed: '<html>Forbidden</html>', times: 2 });
  const failure = await failureOf(() => graph.users.get(USER));
  expect(failure).toMatchObject({ code: 'graph-forbidden', params: { status: 403 } });
  expect(failure.params).not.toHaveProperty('graphMessage');
});

test('who may not have a passkey is refused with the reason', async () => {
  const { graph, simulator } = await startTenant();
  const optionsFor = (user: string) => failureOf(() => graph.fido2Methods.creationOptions(user));
  expect(await optionsFor(GUEST)).toMatchObject({
    code: 'graph-refused',
    params: { graphMessage: expect.stringMatching(/guest/i) },
  });
  expect(await optionsFor(ADMIN)).toMatchObject({ code: 'graph-forbidden' });
  simulator.state.policy.isSelfServiceRegistrationAllowed = false;
  expect(await optionsFor(USER)).toMatchObject({
    code: 'graph-refused',
    params: { graphMessage: expect.stringMatching(/self-service/i) },
  });
  simulator.state.policy.state = 'disabled';
  expect(await optionsFor(USER)).toMatchObject({
    code: 'graph-refused',
    params: { graphMessage: expect.stringMatching(/disabled/) },
  });
});

async function registerWith({ graph }: TestTenant, choices: CredentialChoices = {}) {
  const { challenge } = await graph.fido2Methods.creationOptions(USER);
  return graph.fido2Methods.create(USER, { displayName: 'Key', ...makeCredential(challenge, choices) });
}

test('an expired challenge', async () => {
  let now = Date.parse('2026-11-23T10:00:00Z');
  const { graph } = await startTenant({ clock: () => now });
  const { challenge, expiresAt } = await graph.fido2Methods.creationOptions(USER);
  now = expiresAt;
  await graph.fido2Methods.creationOptions(USER);
  const late = () => graph.fido2Methods.create(USER, { displayName: 'Key', ...makeCredential(challenge) });
  expect(await failureOf(late)).toMatchObject({ code: 'challenge-expired', params: { status: 400 } });
});

test.each([
  ['block', [AAGUID]],
  ['allow', ['ffffffff-4455-6677-8899-aabbccddeeff']],
] as const)('a key model that the tenant does not let in (%s list)', async (enforcementType, aaGuids) => {
  const tenant = await startTenant();
  tenant.simulator.state.policy.keyRestrictions = { enforcementType, aaGuids: [...aaGuids] };
  expect(await failureOf(() => registerWith(tenant))).toMatchObject({ code: 'aaguid-refused' });
  expect(await tenant.graph.fido2Methods.list(USER)).toEqual([]);
});

test('an attestation that leads to no trusted root', async () => {
  const attestation = await mintAttestation(AAGUID.replaceAll('-', ''));
  const other = await mintAttestation(AAGUID.replaceAll('-', ''));
  const [, root = ''] = attestation.certificates;
  const tenant = await startTenant({ trustedRoots: [Buffer.from(root, 'hex')] });
  tenant.simulator.state.policy.attestationEnforced = true;
  for (const wrong of ['none', 'self', other] as const) {
    expect(await failureOf(() => registerWith(tenant, { attestation: wrong }))).toMatchObject({
      code: 'attestation-refused',
    });
  }
  expect(await registerWith(tenant, { attestation })).toMatchObject({ attestationLevel: 'attested' });
});

test('a credential that does not verify is refused in general terms', async () => {
  const tenant = await startTenant();
  for (const choices of [{ rpId: 'login.example.com' }, { userVerified: false }, { origin: 'https://evil.example' }]) {
    expect(await failureOf(() => registerWith(tenant, choices))).toMatchObject({ code: 'graph-refused' });
  }
});
