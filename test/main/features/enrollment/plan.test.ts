import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnrollmentRequest } from '../../../../src/contract/enrollment/schema.ts';
import type { ProfileInput } from '../../../../src/contract/profiles/schema.ts';
import { planEnrollment } from '../../../../src/main/features/enrollment/plan.ts';
import { type Bench, openBench, PIN, USER } from './bench.ts';
import { logCommands } from './commandLog.ts';
import { profileOf } from './profileOf.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

function plan(settings: Partial<ProfileInput> | null, request: Partial<EnrollmentRequest> = {}) {
  bench.profile = settings === null ? null : profileOf(settings);
  return planEnrollment(bench.parts, { user: USER, interactive: false, ...request }, new AbortController().signal);
}
/** Everything that an enrollment writes to. */
async function written() {
  return JSON.stringify([bench.graph.state, await bench.entries(), await bench.activity()]);
}

test('lists the steps in their order, and writes nothing', async () => {
  const { key } = await bench.plug();
  const log = logCommands(key);
  const before = await written();
  const found = await plan({
    ...{ pin: { kind: 'random-digits', length: 8 }, minPinLength: 6, forcePinChange: true, alwaysUv: true },
    ...{ enterpriseAttestation: true, nameTemplate: '{model} {n}' },
  });
  expect(found).toMatchObject({
    user: { userPrincipalName: USER },
    key: { product: 'Key' },
    profile: { name: 'Desk' },
    refusals: [],
    warnings: [],
  });
  expect(found.steps).toEqual([
    { kind: 'set-random-pin', length: 8, letters: false },
    { kind: 'enable-enterprise-attestation' },
    { kind: 'enable-always-uv' },
    { kind: 'set-min-pin-length', length: 6 },
    { kind: 'create-passkey' },
    { kind: 'register-passkey', name: 'Key 1' },
    { kind: 'prove-passkey' },
    { kind: 'force-pin-change' },
  ]);
  expect([log, key.state(), await written()]).toEqual([[], expect.objectContaining({ pinSet: false }), before]);
});

test('without a profile asks for the PIN of the key and changes no setting', async () => {
  await bench.plug({}, PIN);
  expect(await plan(null)).toMatchObject({
    profile: null,
    steps: [
      { kind: 'ask-pin' },
      { kind: 'create-passkey' },
      { kind: 'register-passkey', name: 'Key' },
      { kind: 'prove-passkey' },
    ],
  });
});

test('of a key that is reset first starts with the reset, and then the key has no PIN and no settings', async () => {
  await bench.plug({}, PIN);
  bench.profile = profileOf({ alwaysUv: true, minPinLength: 8, enterpriseAttestation: true });
  await bench.enroll({ user: 'user2@contoso.example' });
  const { steps } = await plan({ reset: 'if-pin', alwaysUv: true, minPinLength: 8, enterpriseAttestation: true });
  expect(steps.map(({ kind }) => kind)).toEqual([
    'reset',
    'ask-new-pin',
    'enable-enterprise-attestation',
    'enable-always-uv',
    'set-min-pin-length',
    'create-passkey',
    'register-passkey',
    'prove-passkey',
  ]);
});

test('tells all refusals at once', async () => {
  await bench.plug({ profile: 'legacy' }, PIN);
  bench.verdict = { verdict: 'refused', reason: { code: 'policy-model-blocked', params: {} } } as never;
  const { refusals, steps } = await plan(
    { pin: { kind: 'random-digits', length: 8 }, minPinLength: 6, forcePinChange: true, alwaysUv: true },
    { user: USER },
  );
  expect(refusals.map(({ code, params }) => [code, params.what].filter(Boolean).join(' '))).toEqual([
    'profile-key-has-pin',
    'key-lacks-capability setMinPINLength',
    'key-lacks-capability forcePINChange',
    'key-lacks-capability alwaysUv',
    'policy-model-blocked',
  ]);
  expect(steps.length).toBeGreaterThan(0);
});

test('tells once that there is no such user, beside what the key lacks', async () => {
  await bench.plug({ profile: 'legacy' });
  const { user, refusals } = await plan({ alwaysUv: true }, { user: 'nobody@contoso.example' });
  expect([user, refusals.map(({ code }) => code)]).toEqual([null, ['user-not-found']]);
});

test('without a key refuses that', async () => {
  const { key, steps, refusals } = await plan({});
  expect([key, steps, refusals.map(({ code }) => code)]).toEqual([null, [], ['no-key']]);
});

test('counts the passkeys of the user for the name', async () => {
  await bench.plug();
  await bench.enroll();
  const { steps } = await plan({ nameTemplate: '{model} {n}' });
  expect(steps).toContainEqual({ kind: 'register-passkey', name: 'Key 2' });
});

test('of a name that is too long tells that as a refusal', async () => {
  await bench.plug();
  const { refusals, user } = await plan(null, { displayName: 'x'.repeat(31) });
  expect(refusals).toMatchObject([{ code: 'invalid-input', params: { detail: 'passkey-name' } }]);
  expect(user).not.toBeNull();
});

test('leaves the key free', async () => {
  const { keyId } = await bench.plug();
  await plan({});
  expect((await bench.enroll({ keyId })).ok).toBe(true);
});
