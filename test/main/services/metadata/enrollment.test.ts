import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { createSoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Desk, type Ended, enrollAt, openDesk, PIN, USER } from '../../features/enrollment/desk.ts';
import { type BlobEntry, createAuthority } from './authority.ts';

const given = { kind: 'given', pin: PIN } as const;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ pin: PIN });
});
afterEach(() => desk.close());

/** Loads a list that has the desk's key as this. */
async function list(entry: Omit<BlobEntry, 'aaguid'>): Promise<void> {
  const authority = await createAuthority();
  const { aaguid } = await desk.client.keys.info({});
  const file = join(desk.folder, 'blob.jwt');
  writeFileSync(file, await authority.blob({ entries: [{ aaguid, description: 'Model one', ...entry }] }));
  await desk.client.metadata.update({ file, root: authority.rootPem });
  rmSync(file);
}

const rootOf = (certificates: readonly Uint8Array[]) => certificates.slice(-1);

test('a listed model whose certificates lead to its root is enrolled, and called by its name', async () => {
  await list({ roots: rootOf(desk.key.certificates) });
  const { result } = await enrollAt(desk, { pin: given });
  expect(result?.proof.verified).toBe(true);
  expect(result?.transactions).toMatchObject({ INIT: 1, makeCredential: 1 });
  expect((await desk.client.keys.info({})).model).toMatchObject({ name: 'Model one' });
});

test('a model the FIDO Alliance warns of is refused before the key is touched', async () => {
  await list({ roots: rootOf(desk.key.certificates), statuses: ['FIDO_CERTIFIED_L1', 'REVOKED'] });
  const { failure, events } = await enrollAt(desk, { pin: given });
  expect(failure).toMatchObject({
    error: { code: 'key-model-refused', params: { model: 'Model one', status: 'REVOKED' } },
    cleanedUp: true,
  });
  expect(events.some(event => event.type === 'step' && event.step === 'prepare')).toBe(false);
  expect(desk.key.state().credentialCount).toBe(1);
});

test('certificates of another maker are refused, and the passkey comes off the key again', async () => {
  const other = await createSoftwareKey({ profile: 'full' });
  await list({ roots: rootOf(other.certificates) });
  await other.close();
  const { failure } = await enrollAt(desk, { pin: given });
  expect(failure).toMatchObject({ error: { code: 'attestation-untrusted' }, cleanedUp: true });
  expect(desk.key.state().credentialCount).toBe(1);
});

/** The software key's firmwareVersion. */
const FIRMWARE = 0x10000;
const status = (name: string, effectiveDate: string, authenticatorVersion?: number) => ({
  status: name,
  effectiveDate,
  ...(authenticatorVersion === undefined ? {} : { authenticatorVersion }),
});

test.each<[string, BlobEntry['statuses']]>([
  [
    'was mended in its firmware',
    [status('USER_VERIFICATION_BYPASS', '2024-01-01', 1), status('UPDATE_AVAILABLE', '2024-06-01', FIRMWARE)],
  ],
  ['will be revoked in 2098', ['FIDO_CERTIFIED_L1', status('REVOKED', '2098-01-01')]],
])('a model that %s is enrolled', async (_, statuses) => {
  await list({ roots: rootOf(desk.key.certificates), statuses: statuses ?? [] });
  expect((await enrollAt(desk, { pin: given })).result?.proof.verified).toBe(true);
});

test('a model whose update this key does not have is refused', async () => {
  const statuses = [
    status('USER_VERIFICATION_BYPASS', '2024-01-01', 1),
    status('UPDATE_AVAILABLE', '2024-06-01', FIRMWARE + 1),
  ];
  await list({
    roots: rootOf(desk.key.certificates),
    statuses: [status('USER_VERIFICATION_BYPASS', '2024-01-01'), ...statuses],
  });
  const { failure } = await enrollAt(desk, { pin: given });
  expect(failure?.error).toMatchObject({ code: 'key-model-refused', params: { status: 'USER_VERIFICATION_BYPASS' } });
});

test('a model that only the desk’s own list does not have is not refused, although attestation is demanded', async () => {
  const authority = await createAuthority();
  const file = join(desk.folder, 'blob.jwt');
  writeFileSync(file, await authority.blob({ entries: [{ aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a' }] }));
  await desk.client.metadata.update({ file, root: authority.rootPem });
  expect((await enrollAt(desk, { pin: given })).result?.proof.verified).toBe(true);
  desk.graph.state.policy.attestationEnforced = true;
  const check = { user: USER, keyId: desk.keyId, refresh: true };
  expect((await desk.client.policy.check(check)).verdict).toMatchObject({
    verdict: 'unknown',
  });
});

test('an attestation certificate that has expired is named as that, by the clock of the server', async () => {
  await desk.close();
  desk = await openDesk({ graphClock: () => Date.parse('2060-01-01T00:00:00Z') });
  await list({ roots: rootOf(desk.key.certificates) });
  const { failure } = await enrollAt(desk, { pin: given });
  expect(failure).toMatchObject({
    error: { code: 'attestation-expired', params: { from: '2026-01-01', until: '2056-01-01' } },
    cleanedUp: true,
  });
  expect(desk.key.state().credentialCount).toBe(0);
});

test('signatures with a needless zero byte are accepted, and Entra gets them in strict DER', async () => {
  await list({ roots: rootOf(desk.key.certificates) });
  desk.key.faults.paddedSignature = true;
  const { result } = await enrollAt(desk, { pin: given });
  expect(result?.proof.verified).toBe(true);
  expect(desk.graph.state.methods.at(-1)).toMatchObject({ attestationLevel: 'attested' });
});

test('a wrong signature is named as that, and the passkey comes off the key again', async () => {
  desk.key.faults.badAttestationSignature = true;
  const { failure } = await enrollAt(desk, { pin: given });
  expect(failure).toMatchObject({
    error: { code: 'attestation-invalid', params: { reason: 'signature-wrong' } },
    cleanedUp: true,
  });
  expect(desk.key.state().credentialCount).toBe(1);
});

describe('an attestation that cannot be checked', () => {
  const warnings = ({ events }: Ended) => events.flatMap(event => (event.type === 'warning' ? [event.warning] : []));
  const certified = () => list({ roots: rootOf(desk.key.certificates) });
  const cases: [string, () => Promise<void>, { reason: string; value?: string }, string][] = [
    [
      'by an algorithm that is not known',
      async () => {
        desk.key.faults.attestationAlgorithm = -48;
        await certified();
      },
      { reason: 'attestation-algorithm', value: '-48' },
      'Keydesk does not know the attestation algorithm -48.',
    ],
    [
      'of a format that is not known',
      async () => {
        desk.key.faults.attestationFormat = 'tpm';
        await certified();
      },
      { reason: 'attestation-format', value: 'tpm' },
      'Keydesk does not know the attestation format tpm.',
    ],
    [
      'of a model whose roots cannot be read',
      () => list({ roots: ['AAAA'] }),
      { reason: 'anchors-unreadable' },
      'no readable root certificate for this model',
    ],
  ];

  test.each(cases)('%s: Entra decides, and a warning is shown', async (_, prepare, params, words) => {
    await prepare();
    const ended = await enrollAt(desk, { pin: given });
    expect(ended.result?.proof.verified).toBe(true);
    expect(warnings(ended)).toEqual([{ code: 'attestation-unproven', params }]);
    const said = wordsFor({ code: 'attestation-unproven', params });
    expect(said.message).toContain(words);
    expect(said.next).toContain('continues');
  });

  test.each(cases)(
    '%s: refused where the policy demands attestation, before Entra is asked',
    async (_, prepare, params) => {
      await prepare();
      desk.graph.state.policy.attestationEnforced = true;
      const before = desk.graph.state.methods.length;
      const ended = await enrollAt(desk, { pin: given });
      expect(ended.failure).toMatchObject({
        error: { code: 'attestation-unproven', params: { ...params, demanded: true } },
        cleanedUp: true,
      });
      expect(desk.graph.state.methods).toHaveLength(before);
      expect(desk.key.state().credentialCount).toBe(1);
    },
  );

  test('is no reason to refuse where another profile of the user demands none', async () => {
    await certified();
    desk.key.faults.attestationFormat = 'tpm';
    const restrictions = { isEnforced: false, enforcementType: 'allow', aaGuids: [] };
    const profile = {
      id: 'p1',
      name: 'Strict',
      passkeyTypes: 'deviceBound',
      attestationEnforcement: 'registrationOnly',
      keyRestrictions: restrictions,
    };
    Object.assign(desk.graph.state.policy, {
      passkeyProfiles: [profile, { ...profile, id: 'p2', name: 'Lenient', attestationEnforcement: 'disabled' }],
      includeTargets: [{ targetType: 'group', id: 'all_users', allowedPasskeyProfiles: ['p1', 'p2'] }],
    });
    expect((await enrollAt(desk, { pin: given })).result?.proof.verified).toBe(true);
  });
});

describe('the format of the attestation', () => {
  const level = () => desk.graph.state.methods.at(-1)?.attestationLevel;

  test.each([
    [['none', 'packed'], 'attested'],
    [['tpm', 'none'], 'notAttested'],
  ])('is asked for by Entra’s preference where the key speaks CTAP 2.2 and has %j', async (formats, expected) => {
    desk.key.faults.attestationFormats = formats;
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
    expect(level()).toBe(expected);
  });

  test('is not asked for where the key speaks an earlier version', async () => {
    await desk.close();
    desk = await openDesk({ key: { profile: 'legacy' }, pin: PIN });
    desk.key.faults.attestationFormats = ['none'];
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
    expect(level()).toBe('attested');
  });

  test('that Entra refuses is foretold from getInfo, before anything is written', async () => {
    await desk.close();
    desk = await openDesk();
    desk.graph.state.policy.attestationEnforced = true;
    desk.key.faults.attestationFormats = ['fido-u2f', 'none'];
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure).toMatchObject({
      error: { code: 'policy-attestation-required', params: { gap: 'no-packed' } },
      journalState: null,
    });
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
  });
});
