import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import type { Verdict } from '../../../../src/contract/policy/schema.ts';
import type { AuthenticatorInfo } from '../../../../src/ctap/ctap2/getInfo.ts';
import type { CeremonyState } from '../../../../src/main/features/enrollment/ceremonyState.ts';
import { presentedKey } from '../../../../src/main/features/enrollment/look.ts';
import { checkAlgorithms, entryOf } from '../../../../src/main/features/enrollment/options.ts';
import { type Cleared, preflight } from '../../../../src/main/features/enrollment/preflight.ts';
import type { CreationOptions } from '../../../../src/main/services/graph/creationOptions.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import { type Bench, openBench, USER } from './bench.ts';

let bench: Bench;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ keyId } = await bench.plug());
});
afterEach(() => bench.close());

/** The preflight of a user on the plugged-in key, whose getInfo says `info` in place of its own. */
async function clear(info: Partial<AuthenticatorInfo> = {}, user = USER) {
  const state: CeremonyState = { pin: { set: false }, creating: false, submission: 'none' };
  const { keys } = bench.parts;
  const open: typeof keys.open = async (...args) => {
    const key = await keys.open(...args);
    Object.assign(key.session.info, info);
    return key;
  };
  const request = { user, interactive: false };
  const end = await preflight(
    { ...bench.parts, keys: { ...keys, open } },
    request,
    state,
    new AbortController().signal,
  ).then(
    (cleared: Cleared) => ({ cleared, code: undefined, params: {}, cause: undefined }),
    error => ({ cleared: undefined, code: error.code as string, params: error.params, cause: error.cause }),
  );
  state.key?.close();
  return { ...end, state };
}
const optionsOf = () => bench.here.keys.use(keyId, async ({ session }) => session.info.options);

describe('the preflight', () => {
  test('clears a user and a key, and notes both', async () => {
    const { cleared, state } = await clear();
    expect(cleared).toMatchObject({ user: { userPrincipalName: USER }, key: { summary: { id: keyId } }, warnings: [] });
    expect([state.user, state.key]).toEqual([cleared?.user, cleared?.key]);
  });

  test('refuses a user whom another Keydesk is enrolling', async () => {
    const { journal } = bench.parts;
    const asked: string[] = [];
    bench.parts.journal = { ...journal, runsElsewhere: async (_, id) => asked.push(id) > 0 };
    const { code, state } = await clear();
    expect([code, asked]).toEqual(['enrollment-running', [state.user?.id]]);
  });

  test.each<[string, Partial<AuthenticatorInfo>, string]>([
    ['speaks no FIDO2', { versions: ['U2F_V2'] }, 'key-not-fido2'],
    ['has no place for another passkey', { remainingDiscoverableCredentials: 0 }, 'key-full'],
    ['wants its PIN changed', { forcePINChange: true }, 'pin-change-required'],
  ])('refuses a key that %s', async (_, info, code) => {
    expect(await clear(info)).toMatchObject({ code });
  });

  test.each([
    ['rk', { rk: false }],
    ['rk', { rk: undefined }],
    ['clientPin', { clientPin: undefined }],
  ])('refuses a key without the option %s: %o', async (what, change) => {
    const options = Object.fromEntries(
      Object.entries({ ...(await optionsOf()), ...change }).filter(([, value]) => value !== undefined),
    ) as AuthenticatorInfo['options'];
    expect(await clear({ options })).toMatchObject({ code: 'key-lacks-capability', params: { what } });
  });

  test('refuses a key whose PIN makes no passkey and that knows no finger, and takes one that knows a finger', async () => {
    const options = { ...(await optionsOf()), noMcGaPermissionsWithClientPin: true };
    expect(await clear({ options })).toMatchObject({ code: 'fingerprint-required' });
    expect(await clear({ options: { ...options, uv: true, pinUvAuthToken: true } })).toMatchObject({ code: undefined });
  });

  test.each([['FIDO_2_0'], ['FIDO_2_1'], ['U2F_V2', 'FIDO_2_3']])('takes a key of %s', async (...versions) => {
    expect(await clear({ versions })).toMatchObject({ code: undefined });
  });

  test('takes a full key if an orphan on it is about to be deleted', async () => {
    await bench.leave();
    expect(await clear({ remainingDiscoverableCredentials: 0 })).toMatchObject({ code: undefined });
    await bench.store.database.updateTable('journal').set({ submission: 'unknown' }).execute();
    expect(await clear({ remainingDiscoverableCredentials: 0 })).toMatchObject({ code: 'key-full' });
  });

  test('refuses a model that the lists of key models forbid', async () => {
    bench.parts.metadata = {
      ...bench.parts.metadata,
      checkModel: () => {
        throw Object.assign(new Error(), { code: 'key-model-refused' });
      },
    };
    expect(await clear()).toMatchObject({ code: 'key-model-refused' });
  });

  test('refuses an unknown user and a guest, and asks for no key before the choice of one', async () => {
    expect(await clear({}, 'nobody@contoso.example')).toMatchObject({ code: 'user-not-found' });
    const guest = 'user29_partner.example#EXT#@contoso.example';
    expect(await clear({}, guest)).toMatchObject({ code: 'user-is-guest', state: { user: { guest: true } } });
    await bench.plug();
    const { code, state } = await clear();
    expect([code, state.user, state.key]).toEqual(['several-keys', undefined, undefined]);
  });

  test('says what is wrong with the user first, then with the key, then with the policy', async () => {
    bench.verdict = { verdict: 'refused', reason: { code: 'policy-method-disabled', params: {} } };
    const full = { remainingDiscoverableCredentials: 0 };
    expect(await clear(full, 'nobody@contoso.example')).toMatchObject({ code: 'user-not-found' });
    expect(await clear(full)).toMatchObject({ code: 'key-full' });
    expect(await clear()).toMatchObject({ code: 'policy-method-disabled' });
    const judge = (judged: Promise<Verdict>) => {
      bench.parts.policies = {
        ...bench.parts.policies,
        judge: async (...asked) => {
          await Promise.allSettled(asked);
          return judged;
        },
      };
    };
    const unreadable = Promise.reject(new KeydeskError('graph-malformed'));
    unreadable.catch(() => undefined);
    judge(unreadable);
    expect(await clear(full)).toMatchObject({ code: 'key-full' });
    expect(await clear()).toMatchObject({ code: 'graph-malformed' });
    judge(Promise.resolve({ verdict: 'allowed', profile: 'Default' }));
    expect(await clear(full)).toMatchObject({ code: 'key-full' });
  });

  test('gives the policy the user and the model, and the refusal keeps its causes', async () => {
    const judged: unknown[] = [];
    bench.parts.policies = {
      ...bench.parts.policies,
      judge: async (subject, key) => {
        judged.push((await subject).userPrincipalName, await key);
        return { verdict: 'refused', reason: { code: 'policy-method-disabled', params: {}, cause: ['one', 'two'] } };
      },
    };
    expect(await clear()).toMatchObject({ code: 'policy-method-disabled', cause: 'one; two' });
    const { aaguid, attestationFormats } = await bench.here.keys.use(keyId, async ({ session }) => session.info);
    expect(judged).toEqual([USER, { aaguid, attestationFormats }]);
  });

  test('warns of a policy that cannot be foretold, and of a clock that is off by more than a minute', async () => {
    const reason = { code: 'graph-forbidden', params: {} } as const;
    bench.verdict = { verdict: 'unknown', reason };
    const graph = bench.parts.graph();
    const warnings = async (offset: number) => {
      bench.parts.graph = () => ({ ...graph, clock: { ...graph.clock, offset: () => offset } });
      return (await clear()).cleared?.warnings;
    };
    const off = (seconds: number) => ({ code: 'clock-off', params: { seconds } });
    expect(await warnings(60_000)).toEqual([reason]);
    expect(await warnings(-60_000)).toEqual([reason]);
    expect(await warnings(61_000)).toEqual([reason, off(61)]);
    expect(await warnings(-90_400)).toEqual([reason, off(-90)]);
  });
});

describe('what is compared before a PIN is set', () => {
  const check = (asked: number[], own: number[]) => () =>
    checkAlgorithms(
      { pubKeyCredParams: asked.map(alg => ({ type: 'public-key', alg })) } as unknown as CreationOptions,
      { session: { info: { algorithms: own.map(alg => ({ alg })) } } } as unknown as OpenKey,
    );

  test.each([
    [[-7], [-7]],
    [
      [-257, -7],
      [-8, -7],
    ],
    [[-7, -257], []],
  ])('Entra takes %o, the key has %o: some are common', (asked, own) => {
    expect(check(asked, own)).not.toThrow();
  });

  test.each([
    [[-7], [-8]],
    [[], [-7]],
    [[], []],
    // An algorithm that Keydesk cannot verify is none.
    [[-65_535], [-65_535]],
    [[-65_535], []],
  ])('Entra takes %o, the key has %o: none is common', (asked, own) => {
    const error = { code: 'key-lacks-capability', params: { what: 'algorithms' } };
    expect(check(asked, own)).toThrow(expect.objectContaining(error));
  });

  test('the journal notes whom, what and until when', async () => {
    const options = await bench.parts.graph().fido2Methods.creationOptions(USER);
    const user = await bench.parts.user(USER, new AbortController().signal);
    const fetched = { creationOptions: options, displayName: 'Key of Mia' };
    const begun = await bench.here.keys.use(keyId, async key => ({
      entry: entryOf(fetched, 'here', user, key, 'serial:1'),
      presented: presentedKey(key.session.info),
      aaguid: key.session.info.aaguid,
    }));
    expect(begun.entry).toStrictEqual({
      tenant: 'here',
      user_id: user.id,
      user_principal_name: USER,
      key_id: keyId,
      key_aaguid: begun.aaguid,
      rp_id: 'login.microsoft.com',
      user_handle: options.user.id,
      challenge_expires_at: new Date(options.expiresAt).toISOString(),
      display_name: 'Key of Mia',
      key_identity: 'serial:1',
    });
    expect(begun.presented).toStrictEqual({ aaguid: begun.aaguid, attestationFormats: ['packed', 'none'] });
  });
});
