import { describe, expect, test } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import type { PasskeyPolicy, PasskeyProfile } from '../../../../src/contract/policy/schema.ts';
import {
  demandsAttestation,
  evaluate,
  type KeyFacts,
  type Situation,
} from '../../../../src/main/features/policy/evaluate.ts';
import { toPolicy } from '../../../../src/main/features/policy/policy.ts';
import { fido2PolicySchema } from '../../../../src/main/services/graph/policy.ts';

const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const OTHER = '6ac2e5c7-e1d9-4b25-b0f3-5d0a8f4c7e31';

const profile = (id: string, change: Partial<PasskeyProfile> = {}): PasskeyProfile => ({
  id,
  name: `Profile ${id}`,
  types: ['deviceBound'],
  attestation: 'disabled',
  restrictions: { kind: 'none', aaguids: [] },
  ...change,
});
const all = (...profiles: string[]) => ({ kind: 'all' as const, id: 'all_users', profiles });
const group = (id: string, ...profiles: string[]) => ({ kind: 'group' as const, id, profiles });

const open: PasskeyPolicy = {
  enabled: true,
  selfService: true,
  include: [all('a')],
  exclude: [],
  profiles: [profile('a')],
  deprecated: false,
};
const certified: KeyFacts['model'] = { name: 'Model one', certified: true };
const key: KeyFacts = { aaguid: AAGUID, attestationFormats: ['packed'], model: certified };
const attested = profile('a', { attestation: 'registrationOnly' });
const allow = (id: string, ...aaguids: string[]) => profile(id, { restrictions: { kind: 'allow', aaguids } });
const block = (id: string, ...aaguids: string[]) => profile(id, { restrictions: { kind: 'block', aaguids } });

type Change = Omit<Partial<Situation>, 'policy' | 'groups'> & { policy?: Partial<PasskeyPolicy>; groups?: string[] };

const judge = (change: Change) => evaluate(situation(change));

function situation({ policy, groups = [], ...change }: Change): Situation {
  return {
    version: 'v1.0',
    userPrincipalName: 'mia@contoso.example',
    userId: 'mia',
    key,
    modelsKnown: true,
    ...change,
    policy: { ...open, ...policy },
    groups: new Set(groups),
  };
}

const allowed: [string, Change, string][] = [
  ['everybody, any key', {}, 'a'],
  ['the user alone', { policy: { profiles: [allow('a', AAGUID)] }, key: undefined as never }, 'a'],
  ['the user alone, targeted', { policy: { include: [{ kind: 'user', id: 'mia', profiles: ['a'] }] } }, 'a'],
  ['an excluded user who is somebody else', { policy: { exclude: [{ kind: 'user', id: 'tom' }] } }, 'a'],
  ['a group the user is in', { policy: { include: [group('g', 'a')] }, groups: ['g'] }, 'a'],
  ['an excluded group the user is not in', { policy: { exclude: [{ kind: 'group', id: 'x' }] }, groups: ['g'] }, 'a'],
  ['no self-service set-up, on beta', { policy: { selfService: false }, version: 'beta' }, 'a'],
  ['no word about self-service set-up', { policy: { selfService: null } }, 'a'],
  ['a model on the allow list', { policy: { profiles: [allow('a', OTHER, AAGUID)] } }, 'a'],
  ['a model not on the block list', { policy: { profiles: [block('a', OTHER)] } }, 'a'],
  ['device-bound among the types', { policy: { profiles: [profile('a', { types: ['synced', 'deviceBound'] })] } }, 'a'],
  ['attestation, and a certified model', { policy: { profiles: [attested] } }, 'a'],
  [
    'any one profile is enough',
    { policy: { include: [all('a', 'b')], profiles: [block('a', AAGUID), profile('b')] } },
    'b',
  ],
  [
    'profiles of several targets add up',
    { policy: { include: [all('a'), group('g', 'b')], profiles: [allow('a', OTHER), profile('b')] }, groups: ['g'] },
    'b',
  ],
  ['a known one beside an unknown one', { policy: { include: [all('nobody', 'a')] } }, 'a'],
];
test.each(allowed)('lets in: %s', (_, change, id) => {
  expect(judge(change)).toEqual({ verdict: 'allowed', profile: `Profile ${id}` });
});

const refused: [string, Change, object][] = [
  [
    'an exclusion of the user alone',
    { policy: { exclude: [{ kind: 'user', id: 'MIA' }] } },
    { code: 'policy-user-excluded', params: { user: 'mia@contoso.example', byName: true } },
  ],
  [
    'another user alone',
    { policy: { include: [{ kind: 'user', id: 'tom', profiles: ['a'] }] } },
    { code: 'policy-user-not-targeted' },
  ],
  ['the method is off', { policy: { enabled: false } }, { code: 'policy-method-disabled' }],
  ['v1.0 without self-service set-up', { policy: { selfService: false } }, { code: 'policy-self-service-off' }],
  [
    'an exclusion, even of somebody who is targeted',
    { policy: { include: [group('g', 'a')], exclude: [{ kind: 'group', id: 'x' }] }, groups: ['g', 'x'] },
    { code: 'policy-user-excluded', params: { user: 'mia@contoso.example', group: 'x' } },
  ],
  [
    'an excluded group in capitals',
    { policy: { exclude: [{ kind: 'group', id: 'ABC-1' }] }, groups: ['abc-1'] },
    { code: 'policy-user-excluded' },
  ],
  [
    'everybody is excluded',
    { policy: { exclude: [{ kind: 'all', id: 'all_users' }] } },
    { code: 'policy-user-excluded', params: { user: 'mia@contoso.example' } },
  ],
  ['a group the user is not in', { policy: { include: [group('g', 'a')] } }, { code: 'policy-user-not-targeted' }],
  ['no user is targeted', { policy: { include: [] } }, { code: 'policy-user-not-targeted' }],
  [
    'a model not on the allow list',
    { policy: { profiles: [allow('a', OTHER)] } },
    {
      code: 'policy-model-not-allowed',
      params: { profile: 'Profile a', list: 'allow', aaguid: AAGUID, model: 'Model one' },
    },
  ],
  ['an empty allow list', { policy: { profiles: [allow('a')] } }, { code: 'policy-model-not-allowed' }],
  [
    'a model on the block list',
    { policy: { profiles: [block('a', AAGUID)] }, key: { ...key, model: null } },
    { code: 'policy-model-not-allowed', params: { profile: 'Profile a', list: 'block', aaguid: AAGUID } },
  ],
  [
    'synced passkeys only',
    { policy: { profiles: [profile('a', { types: ['synced'] })] } },
    { code: 'policy-type-not-allowed', params: { profile: 'Profile a' } },
  ],
  [
    'attestation, of a model that is not listed',
    { policy: { profiles: [attested] }, key: { ...key, model: null } },
    { code: 'policy-attestation-required', params: { profile: 'Profile a', gap: 'unknown-model' } },
  ],
  [
    'attestation, of a model without certification',
    { policy: { profiles: [attested] }, key: { ...key, model: { name: 'M', certified: false } } },
    { code: 'policy-attestation-required', params: { profile: 'Profile a', gap: 'not-certified' } },
  ],
  [
    'attestation, of a key that cannot give packed',
    { policy: { profiles: [attested] }, key: { ...key, attestationFormats: ['none'] } },
    { code: 'policy-attestation-required', params: { profile: 'Profile a', gap: 'no-packed' } },
  ],
  [
    'several for several reasons: the one that is easiest to fix is named',
    {
      policy: {
        include: [all('a', 'b', 'c')],
        profiles: [profile('a', { types: ['synced'] }), allow('b', OTHER), { ...attested, id: 'c', name: 'C' }],
      },
      key: { ...key, model: null },
    },
    { code: 'policy-attestation-required', params: { profile: 'C', gap: 'unknown-model' } },
  ],
  [
    'a profile out of scope does not count',
    { policy: { include: [all('a'), group('g', 'b')], profiles: [allow('a', OTHER), profile('b')] } },
    { code: 'policy-model-not-allowed' },
  ],
];
test.each(refused)('refuses: %s', (_, change, reason) => {
  expect(judge(change)).toMatchObject({ verdict: 'refused', reason });
});

const unknown: [string, Change, RegExp][] = [
  ['an unknown state of the method', { policy: { enabled: null } }, /state/],
  ['an unknown exclusion', { policy: { exclude: [{ kind: 'unknown', id: 'mars' }] } }, /mars/],
  ['an unknown profile', { policy: { include: [all('nobody')] } }, /nobody/],
  ['no profile at all', { policy: { include: [all()] } }, /without a profile/],
  ['an unknown type', { policy: { profiles: [profile('a', { types: ['quantum'] })] } }, /quantum/],
  ['no type', { policy: { profiles: [profile('a', { types: [] })] } }, /none/],
  [
    'an unknown list',
    { policy: { profiles: [profile('a', { restrictions: { kind: 'unknown', aaguids: [AAGUID] } })] } },
    /list/,
  ],
  ['an unknown attestation', { policy: { profiles: [profile('a', { attestation: 'always' })] } }, /always/],
  [
    'attestation, with no current list of models',
    { policy: { profiles: [attested] }, key: { ...key, model: null }, modelsKnown: false },
    /no current list of key models/,
  ],
  [
    'an unknown target beside one that refuses',
    {
      policy: {
        include: [all('a'), { kind: 'unknown', id: 'mars', profiles: ['b'] }],
        profiles: [allow('a', OTHER), profile('b')],
      },
    },
    /mars/,
  ],
  ['an allow list with what is no AAGUID', { policy: { profiles: [allow('a', OTHER, 'yubikey')] } }, /yubikey/],
  ['a block list with what is no AAGUID', { policy: { profiles: [block('a', 'yubikey')] } }, /yubikey/],
  ['an unknown target', { policy: { include: [{ kind: 'unknown', id: 'u', profiles: ['a'] }] } }, /u/],
  [
    'one that refuses beside an unknown one',
    { policy: { include: [all('a', 'nobody')], profiles: [allow('a', OTHER)] } },
    /nobody/,
  ],
];
test.each(unknown)('cannot tell, and so refuses nothing: %s', (_, change, what) => {
  const verdict = judge(change);
  if (verdict.verdict !== 'unknown') throw new Error(verdict.verdict);
  expect(verdict.reason.code).toBe('policy-not-understood');
  expect(wordsFor(verdict.reason).message).toMatch(what);
});

describe('Graph’s configuration', () => {
  const restrictions = { isEnforced: true, enforcementType: 'allow', aaGuids: [AAGUID.toUpperCase()] };
  const parse = (raw: object) => toPolicy(fido2PolicySchema.parse(raw));

  test('is read with its profiles, and the deprecated members are passed over', () => {
    const policy = parse({
      state: 'enabled',
      isSelfServiceRegistrationAllowed: false,
      isAttestationEnforced: true,
      keyRestrictions: { ...restrictions, enforcementType: 'block' },
      defaultPasskeyProfile: 'p1',
      passkeyProfiles: [
        { id: 'p1', name: 'One', passkeyTypes: 'deviceBound, synced', attestationEnforcement: 'disabled' },
        { id: 'p2', passkeyTypes: ['deviceBound'], keyRestrictions: restrictions },
      ],
      includeTargets: [
        { targetType: 'group', id: 'all_users' },
        { targetType: 'group', id: 'g', allowedPasskeyProfiles: ['p2'] },
        { targetType: 'planet', id: 'mars', allowedPasskeyProfiles: [] },
      ],
      excludeTargets: [{ targetType: 'group', id: 'x' }],
    });
    expect(policy).toEqual({
      enabled: true,
      selfService: false,
      include: [
        { kind: 'all', id: 'all_users', profiles: ['p1'] },
        { kind: 'group', id: 'g', profiles: ['p2'] },
        { kind: 'unknown', id: 'mars', profiles: ['p1'] },
      ],
      exclude: [{ kind: 'group', id: 'x' }],
      profiles: [
        profile('p1', { name: 'One', types: ['deviceBound', 'synced'] }),
        profile('p2', { name: 'p2', restrictions: { kind: 'allow', aaguids: [AAGUID] } }),
      ],
      deprecated: false,
    });
  });

  test.each([
    ['enabled', true],
    ['Enabled', true],
    ['disabled', false],
    ['reportOnly', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('in the state %s is %s', (state, enabled) => {
    expect(parse({ state }).enabled).toBe(enabled);
  });

  test('has targets of users, and of unknown kinds', () => {
    const targets = [
      { targetType: 'user', id: 'mia' },
      { targetType: 'Group', id: 'g' },
      { targetType: 'unknownFutureValue', id: 'x' },
      { targetType: null, id: 'y' },
    ];
    const kinds = parse({ state: 'enabled', includeTargets: targets, excludeTargets: targets });
    expect(kinds.include.map(({ kind }) => kind)).toEqual(['user', 'group', 'unknown', 'unknown']);
    expect(kinds.exclude.map(({ kind }) => kind)).toEqual(['user', 'group', 'unknown', 'unknown']);
  });

  test('whose lists go on elsewhere is not known whole', () => {
    const all_users = [{ targetType: 'group', id: 'all_users' }];
    const more = parse({
      state: 'enabled',
      includeTargets: all_users,
      excludeTargets: [],
      'excludeTargets@odata.nextLink': 'https://graph.example/next',
    });
    expect(judge({ policy: more })).toMatchObject({ verdict: 'unknown' });
    const included = parse({
      state: 'enabled',
      includeTargets: all_users,
      'includeTargets@odata.nextLink': 'https://graph.example/next',
      keyRestrictions: { ...restrictions, aaGuids: [OTHER] },
    });
    expect(judge({ policy: included })).toMatchObject({ verdict: 'unknown' });
    const whole = parse({ state: 'enabled', includeTargets: all_users, 'excludeTargets@odata.nextLink': null });
    expect(judge({ policy: whole })).toMatchObject({ verdict: 'allowed' });
  });

  test('with null and without members is read', () => {
    const sparse = parse({
      state: 'enabled',
      includeTargets: null,
      passkeyProfiles: null,
      keyRestrictions: null,
      novelty: {},
    });
    expect(sparse).toMatchObject({ enabled: true, include: [{ kind: 'unknown' }], exclude: [], deprecated: true });
    expect(judge({ policy: sparse })).toMatchObject({ verdict: 'unknown' });
    const nobody = parse({ state: 'enabled', includeTargets: [] });
    expect(judge({ policy: nobody })).toMatchObject({ reason: { code: 'policy-user-not-targeted' } });
  });

  test('is read from the deprecated members where there are no profiles', () => {
    const policy = parse({
      state: 'disabled',
      isAttestationEnforced: true,
      keyRestrictions: restrictions,
      includeTargets: [{ targetType: 'group', id: 'all_users', isRegistrationRequired: false }],
    });
    expect(policy).toMatchObject({ enabled: false, selfService: null, deprecated: true, exclude: [] });
    expect(policy.include[0]?.profiles).toEqual([policy.profiles[0]?.id]);
    expect(policy.profiles).toMatchObject([
      { attestation: 'registrationOnly', types: ['deviceBound'], restrictions: { kind: 'allow', aaguids: [AAGUID] } },
    ]);
  });

  test('keeps what is not known, and parses again to the same', () => {
    const raw = {
      state: 'enabled',
      novelty: { deep: 1 },
      passkeyProfiles: [{ id: 'p', passkeyTypes: 'deviceBound', novelty: true }],
    };
    const once = fido2PolicySchema.parse(raw);
    expect(once).toMatchObject({ novelty: { deep: 1 }, passkeyProfiles: [{ novelty: true }] });
    expect(fido2PolicySchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  test.each([
    ['another case', AAGUID.toUpperCase()],
    ['spaces', ` ${AAGUID}\u00a0`],
    ['no hyphens', AAGUID.replaceAll('-', '')],
    ['braces', `{${AAGUID}}`],
  ])('has models with %s', (_, aaguid) => {
    const list = (enforcementType: string) =>
      parse({
        state: 'enabled',
        includeTargets: [{ targetType: 'group', id: 'ALL_Users' }],
        keyRestrictions: { isEnforced: true, enforcementType, aaGuids: [OTHER, aaguid] },
      });
    expect(judge({ policy: list('Allow') })).toMatchObject({ verdict: 'allowed' });
    expect(judge({ policy: list('block') })).toMatchObject({ reason: { code: 'policy-model-not-allowed' } });
  });

  test.each([null, undefined])('with the list %s enforced cannot be told', aaGuids => {
    const policy = parse({
      state: 'enabled',
      includeTargets: [{ targetType: 'group', id: 'all_users' }],
      keyRestrictions: { isEnforced: true, enforcementType: 'allow', aaGuids },
    });
    expect(judge({ policy })).toMatchObject({ verdict: 'unknown' });
  });

  test('is read whatever the case of its words and ids', () => {
    const policy = parse({
      state: 'ENABLED',
      defaultPasskeyProfile: 'P1',
      includeTargets: [{ targetType: 'GROUP', id: 'G-A', allowedPasskeyProfiles: ['P2'] }],
      passkeyProfiles: [
        { id: 'p1', passkeyTypes: 'Synced', attestationEnforcement: 'Disabled' },
        { id: 'p2', name: 'Two', passkeyTypes: 'DeviceBound', attestationEnforcement: 'RegistrationOnly' },
      ],
    });
    expect(judge({ policy, groups: ['g-a'] })).toEqual({ verdict: 'allowed', profile: 'Two' });
    expect(judge({ policy, groups: ['g-a'], key: { ...key, attestationFormats: [] } })).toMatchObject({
      reason: { code: 'policy-attestation-required' },
    });
    const usual = { ...policy, include: policy.include.map(target => ({ ...target, profiles: ['P1'] })) };
    expect(judge({ policy: usual, groups: ['G-a'] })).toMatchObject({ reason: { code: 'policy-type-not-allowed' } });
  });

  test('with restrictions that are not enforced restricts nothing', () => {
    const policy = parse({ state: 'enabled', keyRestrictions: { ...restrictions, isEnforced: false } });
    expect(policy.profiles[0]?.restrictions).toEqual({ kind: 'none', aaguids: [] });
  });
});

describe('attestation is demanded of a key', () => {
  const strictB = profile('b', { attestation: 'registrationOnly' });
  test.each<[string, Change, boolean]>([
    ['by the one profile in scope', { policy: { profiles: [attested] } }, true],
    [
      'without a list of key models as well',
      { policy: { profiles: [attested] }, modelsKnown: false, key: { ...key, model: null } },
      true,
    ],
    ['by every profile in scope', { policy: { include: [all('a', 'b')], profiles: [attested, strictB] } }, true],
    [
      'where the lenient profile refuses it',
      { policy: { include: [all('a', 'b')], profiles: [allow('a', OTHER), strictB] } },
      true,
    ],
    [
      'where the lenient profile is out of scope',
      { policy: { include: [all('b')], profiles: [profile('a'), strictB] } },
      true,
    ],
    [
      'not where one profile in scope is lenient',
      { policy: { include: [all('a', 'b')], profiles: [profile('a'), strictB] } },
      false,
    ],
    ['not where none demands it', {}, false],
    [
      'not if a profile has an unknown word',
      { policy: { profiles: [profile('a', { attestation: 'sometimes' })] } },
      false,
    ],
    [
      'not where a profile in scope is not described',
      { policy: { include: [all('a', 'nobody')], profiles: [attested] } },
      false,
    ],
    ['not where the tenant refuses it anyway', { policy: { enabled: false, profiles: [attested] } }, false],
  ])('%s', (_, change, demanded) => {
    expect(demandsAttestation(situation(change))).toBe(demanded);
  });
});
