import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { type BlobEntry, createAuthority } from '../../services/metadata/authority.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

const given = { kind: 'given', pin: PIN } as const;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const profile = {
  id: 'p1',
  name: 'Keys of the desk',
  passkeyTypes: 'deviceBound',
  attestationEnforcement: 'disabled',
  keyRestrictions: { isEnforced: false, enforcementType: 'allow', aaGuids: [] as string[] },
};
const everybody = (...ids: string[]) => [{ targetType: 'group', id: 'all_users', allowedPasskeyProfiles: ids }];
const listed = (enforcementType: string, ...aaGuids: string[]) => ({ isEnforced: true, enforcementType, aaGuids });

const refusals: [string, Record<string, unknown>, object][] = [
  ['the method is off', { state: 'disabled' }, { code: 'policy-method-disabled' }],
  ['no self-service set-up', { isSelfServiceRegistrationAllowed: false }, { code: 'policy-self-service-off' }],
  ['no user is targeted', { includeTargets: [] }, { code: 'policy-user-not-targeted', params: { user: USER } }],
  [
    'everybody is excluded',
    { excludeTargets: [{ targetType: 'group', id: 'all_users' }] },
    { code: 'policy-user-excluded' },
  ],
  [
    'the model is not allowed',
    { keyRestrictions: { enforcementType: 'allow', aaGuids: [] } },
    { code: 'policy-model-not-allowed', params: { list: 'allow', profile: 'Default passkey profile' } },
  ],
  [
    'none of two profiles takes the key',
    {
      passkeyProfiles: [
        { ...profile, keyRestrictions: listed('allow', '00000000-0000-4000-8000-000000000000') },
        { ...profile, id: 'p2', name: 'Phones', passkeyTypes: 'synced' },
      ],
      includeTargets: everybody('p1', 'p2'),
    },
    { code: 'policy-model-not-allowed', params: { profile: 'Keys of the desk' } },
  ],
  [
    'the deprecated members alone',
    { passkeyProfiles: [], keyRestrictions: { enforcementType: 'allow', aaGuids: [] } },
    { code: 'policy-model-not-allowed' },
  ],
];

describe('the tenant’s policy, before the key is touched', () => {
  test.each(refusals)('%s: refused by the rule, with its mend, and so would the tenant', async (_, change, error) => {
    Object.assign(desk.graph.state.policy, change);
    const { events, failure } = await enrollAt(desk, { pin: given });
    expect(failure).toMatchObject({ error, cleanedUp: true, journalState: null });
    expect(failure && wordsFor(failure.error).next).toContain('Entra admin center');
    expect(events.flatMap(event => (event.type === 'step' ? [event.step] : []))).toEqual(['preflight']);
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });

    // The tenant itself says the same where nobody asks beforehand.
    const { result } = await enrollWithoutForesight();
    expect(result).toBeUndefined();
    expect(desk.key.state().credentialCount).toBe(0);
  });

  /** As at a desk that never could read the policy. */
  async function enrollWithoutForesight() {
    desk.graph.faults.add({ path: '/policies/', status: 403, times: 99 });
    const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'));
    raw.exec('DELETE FROM document');
    raw.close();
    await desk.restart();
    return enrollAt(desk, { pin: given });
  }

  test('attestation is held against the list of key models', async () => {
    desk.graph.state.policy.attestationEnforced = true;
    const { aaguid } = await desk.client.keys.info({});
    const authority = await createAuthority();
    const file = join(desk.folder, 'blob.jwt');
    const load = async (no: number, entry: BlobEntry) => {
      writeFileSync(file, await authority.blob({ no, entries: [{ description: 'Model one', ...entry }] }));
      await desk.client.metadata.update({ file, root: authority.rootPem });
    };
    const verdict = async () => (await desk.client.policy.check({ user: USER, keyId: desk.keyId })).verdict;
    expect(await verdict()).toMatchObject({ verdict: 'unknown', reason: { code: 'policy-not-understood' } });

    await load(1, { aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a' });
    // A list under an own root does not say which models there are: one that it does not have may be in the FIDO Alliance's.
    expect(await verdict()).toMatchObject({ verdict: 'unknown', reason: { code: 'policy-not-understood' } });
    expect((await desk.client.policy.state({})).models).toMatchObject([{ name: 'Model one' }]);

    await load(2, { aaguid, statuses: ['NOT_FIDO_CERTIFIED'] });
    expect(await verdict()).toMatchObject({ reason: { params: { gap: 'not-certified' } } });
    expect((await desk.client.policy.state({})).models).toEqual([]);

    await load(3, { aaguid });
    expect(await verdict()).toMatchObject({ verdict: 'allowed' });
  });

  test('a second profile that takes the key is enough', async () => {
    const { aaguid } = await desk.client.keys.info({});
    Object.assign(desk.graph.state.policy, {
      passkeyProfiles: [
        { ...profile, keyRestrictions: listed('block', aaguid) },
        { ...profile, id: 'p2', keyRestrictions: listed('allow', aaguid.toUpperCase()) },
      ],
      includeTargets: everybody('p1', 'p2'),
    });
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
  });

  test('a policy that may not be read warns and stops nothing', async () => {
    desk.graph.faults.add({ path: '/policies/', status: 403, times: 9 });
    const { events, result } = await enrollAt(desk, { pin: given });
    expect(result?.proof.verified).toBe(true);
    expect(events).toContainEqual({
      type: 'warning',
      warning: expect.objectContaining({ code: 'policy-unreadable' }),
    });
  });

  test('an unknown profile warns and stops nothing', async () => {
    Object.assign(desk.graph.state.policy, {
      passkeyProfiles: [{ ...profile, passkeyTypes: 'deviceBound', attestationEnforcement: 'onTuesdays' }],
      includeTargets: everybody('p1'),
    });
    const { events, result } = await enrollAt(desk, { pin: given });
    expect(result).toBeDefined();
    expect(events.find(event => event.type === 'warning')).toMatchObject({
      warning: { code: 'policy-not-understood' },
    });
  });

  test('a preflight with everything known asks who the user is, for creationOptions, and nothing else', async () => {
    const asked: string[] = [];
    const [engineering] = desk.graph.tenant.groups;
    desk.graph.state.policy.excludeTargets = [{ targetType: 'group', id: engineering?.id ?? '' }];
    const user = desk.graph.tenant.user(1);
    desk.graph.tenant.changeUser(user.id, { department: 'nowhere' });
    // What the form asks before Create is clicked.
    const { verdict } = await desk.client.policy.check({ user: USER, keyId: desk.keyId });
    expect(verdict.verdict).toBe('allowed');

    const { faults } = desk.graph;
    const take = faults.take.bind(faults);
    vi.spyOn(faults, 'take').mockImplementation((method, path) => {
      asked.push(`${method} ${path.split('/').at(-1)}`);
      return take(method, path);
    });
    expect((await enrollAt(desk, { pin: given })).result).toBeDefined();
    expect(asked).toEqual([`GET ${encodeURIComponent(USER)}`, 'GET creationOptions', 'POST fido2Methods']);
  });
});

describe('policy.check', () => {
  test('of a user alone, of a model, and of a plugged-in key', async () => {
    const { aaguid } = await desk.client.keys.info({});
    desk.graph.state.policy.keyRestrictions = { enforcementType: 'block', aaGuids: [aaguid] };
    const alone = await desk.client.policy.check({ user: USER });
    expect(alone).toMatchObject({ aaguid: null, verdict: { verdict: 'allowed' }, user: { userPrincipalName: USER } });
    const model = await desk.client.policy.check({ user: USER, aaguid: aaguid.toUpperCase() });
    expect(model).toMatchObject({ aaguid, verdict: { verdict: 'refused' } });
    expect(await desk.client.policy.check({ user: USER, keyId: desk.keyId })).toEqual(model);
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
  });

  test('of no user, of a guest, and of a key that is not there', async () => {
    for (const [request, code] of [
      [{ user: 'nobody@contoso.example' }, 'user-not-found'],
      [{ user: 'user29_partner.example#EXT#@contoso.example' }, 'user-is-guest'],
      [{ user: USER, keyId: 'udp:1:2' }, 'key-not-found'],
      [{ user: USER, keyId: desk.keyId, aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a' }, 'invalid-input'],
    ] as const) {
      await expect(desk.client.policy.check(request)).rejects.toMatchObject({ data: { code } });
    }
  });
});
