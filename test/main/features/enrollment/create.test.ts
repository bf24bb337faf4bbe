import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../../src/ctap/crypto.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import { creationRequest, makeOnKey, mayCreate } from '../../../../src/main/features/enrollment/create.ts';
import { credentialIdOf } from '../../../../src/main/features/enrollment/verify.ts';
import type { CreationOptions } from '../../../../src/main/services/graph/creationOptions.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import { openKey, PIN, RP } from '../../../simulator/key/open.ts';
import { attendantFor } from './bench.ts';

const ES256 = { type: 'public-key', alg: -7 };
const UNKNOWN = { type: 'public-key', alg: -9999 };
const USER = 'mia@contoso.example';

const optionsWith = (more: object = {}) =>
  ({
    rp: { id: RP, name: 'Microsoft' },
    user: { id: Uint8Array.of(1, 2), name: USER, displayName: 'Mia' },
    challenge: new TextEncoder().encode('challenge'),
    pubKeyCredParams: [ES256],
    excludeCredentials: [],
    extensions: {},
    enforceCredProtect: false,
    expiresAt: 0,
    ...more,
  }) as unknown as CreationOptions;

/** What a key is sent whose getInfo says this. */
const requestTo = (info: { versions?: string[]; extensions?: string[] }, options: object = {}) => {
  const key = { session: { info: { versions: ['FIDO_2_0'], extensions: [], ...info } } } as unknown as OpenKey;
  return creationRequest(key, optionsWith(options), USER).request;
};

describe('the request to a key', () => {
  test('is what Entra asked for, for a resident credential, with the hash of the client data', () => {
    const key = { session: { info: { versions: ['FIDO_2_0'], extensions: [] } } } as unknown as OpenKey;
    const excludeCredentials = [Uint8Array.of(7), Uint8Array.of(8)];
    const { request, clientDataJSON, userPrincipalName } = creationRequest(
      key,
      optionsWith({ excludeCredentials }),
      USER,
    );
    expect(JSON.parse(new TextDecoder().decode(clientDataJSON))).toEqual({
      ...{ type: 'webauthn.create', challenge: 'Y2hhbGxlbmdl', origin: `https://${RP}`, crossOrigin: false },
    });
    expect(userPrincipalName).toBe(USER);
    expect(request).toEqual({
      clientDataHash: sha256(clientDataJSON),
      rp: { id: RP, name: 'Microsoft' },
      user: { id: Uint8Array.of(1, 2), name: USER, displayName: 'Mia' },
      pubKeyCredParams: [ES256],
      excludeList: excludeCredentials.map(id => ({ type: 'public-key', id })),
      extensions: {},
      rk: true,
    });
  });

  test('has names of 64 bytes at most', () => {
    const { user } = requestTo(
      {},
      { user: { id: Uint8Array.of(1), name: 'a'.repeat(65), displayName: 'é'.repeat(33) } },
    );
    expect([user.name, user.displayName]).toEqual(['a'.repeat(64), 'é'.repeat(32)]);
  });

  test.each([
    [['FIDO_2_0'], false],
    [['FIDO_2_1_PRE', 'FIDO_2_1'], false],
    [['FIDO_2_0', 'FIDO_2_2'], true],
    [['FIDO_2_3', 'U2F_V2'], true],
    [['FIDO_2_10'], true],
    [['FIDO_2_2_PRE'], false],
    [['XFIDO_2_2'], false],
  ])('names the formats of the attestation to a key of %j: %s', (versions, names) => {
    expect(requestTo({ versions }).attestationFormatsPreference).toEqual(names ? ['packed', 'none'] : undefined);
  });

  test('offers only algorithms whose signatures Keydesk can check, if Entra offers one', () => {
    expect(requestTo({}, { pubKeyCredParams: [UNKNOWN, ES256] }).pubKeyCredParams).toEqual([ES256]);
    expect(requestTo({}, { pubKeyCredParams: [UNKNOWN] }).pubKeyCredParams).toEqual([UNKNOWN]);
  });

  test.each<[string, string[], object, object]>([
    [
      'both that the key knows',
      ['hmac-secret', 'credProtect'],
      { hmacSecret: true, credProtect: 2 },
      { hmacSecret: true, credProtect: 2 },
    ],
    ['none that Entra did not ask for', ['hmac-secret', 'credProtect'], {}, {}],
    ['no hmac-secret where Entra says no', ['hmac-secret'], { hmacSecret: false }, {}],
    ['none that the key does not know', ['largeBlobKey'], { hmacSecret: true, credProtect: 2 }, {}],
    ['credProtect alone', ['credProtect'], { hmacSecret: true, credProtect: 3 }, { credProtect: 3 }],
    ['hmac-secret alone', ['hmac-secret'], { hmacSecret: true, credProtect: 3 }, { hmacSecret: true }],
  ])('has of the extensions %s', (_, extensions, wanted, sent) => {
    expect(requestTo({ extensions }, { extensions: wanted }).extensions).toStrictEqual(sent);
  });

  test('is not made for a key without the protection that Entra enforces', () => {
    const enforced = { extensions: { credProtect: 2 }, enforceCredProtect: true };
    expect(() => requestTo({ extensions: ['hmac-secret'] }, enforced)).toThrow(
      expect.objectContaining({ code: 'key-lacks-capability', params: { what: 'credProtect' } }),
    );
    expect(requestTo({ extensions: ['credProtect'] }, enforced).extensions).toEqual({ credProtect: 2 });
  });
});

describe('a credential on the key', () => {
  async function prepared(excludeCredentials: Uint8Array[] = [], opened = openKey()) {
    const { key: software, session } = await opened;
    const key = { session } as unknown as OpenKey;
    if (session.info.options.clientPin !== true) await session.setPin(PIN);
    const creation = creationRequest(key, optionsWith({ excludeCredentials }), USER);
    const shown: string[] = [];
    let waited = 0;
    const make = (signal?: AbortController) => async () => {
      const token = await session.pinToken(PIN, mayCreate(key, creation));
      const attendant = attendantFor({
        onInteraction: ({ kind }) => void shown.push(kind),
        ...(signal && { cancel: signal }),
      });
      return makeOnKey(key, creation, { token, renew: async () => token }, attendant, () => waited++);
    };
    return { software, session, creation, key, shown, waited: () => waited, make };
  }

  test('needs a token for this and this relying party alone', async () => {
    const { key, creation } = await prepared();
    expect(mayCreate(key, creation)).toEqual({ permissions: permissions.makeCredential, rpId: RP });
  });

  test('asks for a touch while the key waits for one, and says when the key has the request', async () => {
    const { make, shown, waited, creation, software } = await prepared();
    software.setTouch('manual');
    software.onChange(() => {
      if (software.state().waitingForTouch) setImmediate(() => software.touch());
    });
    const made = await make()();
    expect([...new Set(shown)]).toEqual(expect.arrayContaining(['touch', 'none']));
    expect(shown.at(-1)).toBe('none');
    expect(waited()).toBeGreaterThan(0);
    expect(made.clientDataJSON).toEqual(creation.clientDataJSON);
    expect(made.clientDataHash).toEqual(creation.request.clientDataHash);
    expect(software.state().credentialCount).toBe(1);
  });

  test('that is excluded names the user, and any other refusal is the key’s', async () => {
    const first = await prepared();
    const id = credentialIdOf(await first.make()()) ?? new Uint8Array();
    const again = await prepared([id], Promise.resolve({ key: first.software, session: first.session } as never));
    const excluded = await again
      .make()()
      .catch(error => error);
    expect(excluded).toMatchObject({
      ...{ code: 'credential-excluded', params: { user: USER }, cause: { code: 'credential-excluded' } },
    });
    expect(again.shown.at(-1)).toBe('none');

    const cancel = new AbortController();
    const canceled = await prepared();
    canceled.software.setTouch('never');
    canceled.software.onChange(() => {
      if (canceled.software.state().waitingForTouch) cancel.abort();
    });
    const error = await canceled
      .make(cancel)()
      .catch(thrown => thrown);
    expect([error.code, canceled.shown.at(-1)]).toEqual(['cancelled', 'none']);
  });
});
