import { afterEach, describe, expect, it } from 'vitest';
import { type CborMap, type CborValue, decode } from '../../src/ctap/cbor.ts';
import { type CallOptions, type CborTransport, commandName } from '../../src/ctap/ctap2/call.ts';
import { permissions, setPIN } from '../../src/ctap/ctap2/clientPin.ts';
import type { CredentialDescriptor } from '../../src/ctap/ctap2/makeCredential.ts';
import type { PinUvAuthToken } from '../../src/ctap/ctap2/pinAuth.ts';
import { CtapError } from '../../src/ctap/errors.ts';
import { openChannel } from '../../src/ctap/hid/channel.ts';
import type { ReportTransport } from '../../src/ctap/hid/transport.ts';
import { pinBytes } from '../../src/ctap/pin/rules.ts';
import { KeySession } from '../../src/ctap/session.ts';
import { parseAuthenticatorData } from '../../src/ctap/webauthn/authenticatorData.ts';
import { createSoftwareKey, type SoftwareKey, type SoftwareKeyOptions } from '../../src/simulator/key/softwareKey.ts';
import { HASH, PIN, RP } from '../simulator/key/open.ts';
import { ok, rejection, ScriptedTransport } from './helpers.ts';

const keys: SoftwareKey[] = [];
afterEach(async () => {
  await Promise.all(keys.splice(0).map(key => key.close()));
});

const MAKE = { permissions: permissions.makeCredential, rpId: RP };
const ASSERT = { permissions: permissions.getAssertion, rpId: RP };
const creation = (excludeList: readonly CredentialDescriptor[] = [], user = 1) => ({
  clientDataHash: HASH,
  rp: { id: RP },
  user: { id: Uint8Array.of(user) },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeList,
  rk: true,
});
const silent = { rpId: RP, clientDataHash: HASH, up: false };
const zeros = (length: number) => new Uint8Array(length);

/** Pipes that outlive a power cycle, as a host's do that cannot see one: those of UDP. */
function lasting(key: SoftwareKey): ReportTransport {
  let onReport: (report: Uint8Array) => void = () => undefined;
  let pipe = key.connect();
  const attach = () => {
    pipe.onReport(report => onReport(report));
    pipe.onClosed(() => {
      if (!key.powered) return;
      pipe = key.connect();
      attach();
    });
  };
  attach();
  return {
    send: report => pipe.send(report),
    onReport: listener => {
      onReport = listener;
    },
    onClosed: () => undefined,
    close: () => pipe.close(),
  };
}

interface Desk {
  readonly key: SoftwareKey;
  readonly session: KeySession;
  /** What was sent, by name. */
  readonly commands: string[];
  /** What a test wants to happen before a request is sent. */
  before: (name: string) => unknown;
}

async function openDesk(key: SoftwareKey): Promise<Desk> {
  const channel = await openChannel(lasting(key));
  const commands: string[] = [];
  const desk = { key, commands, before: (_name: string): unknown => undefined };
  const transport: CborTransport = {
    cbor: async (payload: Uint8Array, options?: CallOptions) => {
      commands.push(commandName(payload));
      await desk.before(commandName(payload));
      return channel.cbor(payload, options);
    },
  };
  const session = await KeySession.open(transport);
  return Object.assign(desk, { session });
}

async function plugIn(options: Partial<SoftwareKeyOptions> = {}): Promise<Desk> {
  const key = await createSoftwareKey({ profile: 'full', ...options });
  keys.push(key);
  const desk = await openDesk(key);
  await desk.session.setPin(PIN);
  return desk;
}

/** Another program on the same key. */
async function elsewhere(key: SoftwareKey): Promise<KeySession> {
  return KeySession.open(await openChannel(key.connect()));
}

const credentialOf = (authData: Uint8Array) =>
  parseAuthenticatorData(authData).attestedCredentialData?.credentialId ?? new Uint8Array();

describe('a token that the key no longer takes', () => {
  let now = 0;
  const clock = () => now;
  const endings: [string, (desk: Desk) => unknown][] = [
    [
      '31 s old and not used',
      () => {
        now += 31_000;
      },
    ],
    ['ended by a token of another program', async ({ key }) => (await elsewhere(key)).pinToken(PIN, ASSERT)],
    ['lost in a power cycle that the host did not see', ({ key }) => key.powerCycle()],
  ];

  describe.each(endings)('%s', (_what, end) => {
    it('is replaced once by a source', async () => {
      const desk = await plugIn({ clock });
      const { session } = desk;
      const token = await session.pinToken(PIN, MAKE);
      await end(desk);
      let renewed = 0;
      const renew = () => {
        renewed++;
        return session.pinToken(PIN, MAKE);
      };
      const { authData } = await session.makeCredential({ token, renew }, creation());
      const id = credentialOf(authData);
      const assertion = await session.pinToken(PIN, ASSERT);
      await end(desk);
      const allowList = [{ type: 'public-key' as const, id }];
      const again = { token: assertion, renew: () => session.pinToken(PIN, ASSERT) };
      const proof = await session.getAssertion(again, { ...silent, allowList });
      expect(proof.credentialId).toEqual(id);
      expect(parseAuthenticatorData(proof.authData).flags.uv).toBe(true);
      expect(renewed).toBe(1);
      expect(await session.pinRetries()).toMatchObject({ retries: 8 });
    });

    it('is refused if no way to get another one was given', async () => {
      const desk = await plugIn({ clock });
      const token = await desk.session.pinToken(PIN, MAKE);
      await end(desk);
      expect((await rejection(desk.session.makeCredential(token, creation()))).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
      expect(desk.key.state().credentialCount).toBe(0);
    });

    it('is replaced in all that was begun with the PIN', async () => {
      const desk = await plugIn({ clock });
      const { session } = desk;
      await session.makeCredential(await session.pinToken(PIN, MAKE), creation());
      const management = await session.credentialManagement(PIN);
      await end(desk);
      const [rp] = await management.relyingParties();
      expect(rp?.id).toBe(RP);
      const fingerprints = await session.fingerprints(PIN);
      await end(desk);
      await fingerprints.enroll(() => undefined);
      const blobs = await session.largeBlobs(PIN);
      await end(desk);
      await blobs.write(new Uint8Array(32), Uint8Array.of(1));
      expect(await blobs.read(new Uint8Array(32))).toEqual(Uint8Array.of(1));
    });
  });

  it('is replaced amid a configuration, too', async () => {
    const desk = await plugIn();
    const stale = await desk.session.pinToken(PIN, { permissions: permissions.authenticatorConfig });
    await desk.session.pinToken(PIN, ASSERT);
    const renew = () => desk.session.pinToken(PIN, { permissions: permissions.authenticatorConfig });
    await desk.session.configure({ token: stale, renew }, { kind: 'toggleAlwaysUv' });
    expect(desk.session.info.options.alwaysUv).toBe(true);
  });

  it.each([0x33, 0x38])('is replaced once and no more where the key always answers %i', async status => {
    const desk = await plugIn();
    let asked = 0;
    const source = () => {
      asked++;
      return desk.session.pinToken(PIN, MAKE);
    };
    desk.key.faults.statusOnCommand = { command: 0x01, status };
    expect((await rejection(desk.session.makeCredential(source, creation()))).code).toMatch(/PIN_AUTH_INVALID|EXPIRED/);
    expect(asked).toBe(2);
    expect(desk.commands.filter(name => name === 'makeCredential')).toHaveLength(2);
  });

  it.each([0x28, 0x31, 0x36, 0x19])('is none where the key answers %i', async status => {
    const desk = await plugIn();
    let asked = 0;
    const source = () => {
      asked++;
      return desk.session.pinToken(PIN, MAKE);
    };
    desk.key.faults.statusOnCommand = { command: 0x01, status };
    await rejection(desk.session.makeCredential(source, creation()));
    expect(asked).toBe(1);
  });

  it('throws what its source throws', async () => {
    const desk = await plugIn();
    const failed = desk.session.getAssertion(() => Promise.reject(new CtapError('cancelled')), silent);
    expect((await rejection(failed)).code).toBe('cancelled');
    await desk.session.makeCredential(() => desk.session.pinToken(PIN, MAKE), creation());
  });
});

describe('a right PIN', () => {
  it.each<[string, (session: KeySession) => Promise<unknown>]>([
    ['for a token', session => session.pinToken(PIN, MAKE)],
    ['to be changed', session => session.changePin(PIN, '314159')],
  ])('%s costs no attempt after a wrong one of another program', async (_what, send) => {
    for (const used of [true, false]) {
      const { key, session } = await plugIn();
      if (used) await session.pinToken(PIN, MAKE);
      else await session.agree();
      const other = await elsewhere(key);
      await rejection(other.pinToken('999999', MAKE));
      expect(await other.pinRetries()).toMatchObject({ retries: 7 });
      await send(session);
      expect(await session.pinRetries()).toMatchObject({ retries: 8 });
    }
  });

  it('of another program does not cost ours one either', async () => {
    const { key, session, commands } = await plugIn();
    const other = await elsewhere(key);
    await other.pinToken(PIN, MAKE);
    commands.length = 0;
    await session.pinToken(PIN, MAKE);
    // Refused by the channel, agreed anew, sent.
    expect(commands).toEqual(['clientPIN', 'clientPIN', 'clientPIN']);
  });

  it('that was taken before is sent once more after an unnoticed power cycle', async () => {
    const { key, session } = await plugIn();
    await session.pinToken(PIN, MAKE);
    key.powerCycle();
    await session.makeCredential(await session.pinToken(PIN, MAKE), creation());
    expect(await session.pinRetries()).toMatchObject({ retries: 8 });
  });

  it('that another program changed before such a power cycle is wrong, and the new one is taken', async () => {
    const { key, session } = await plugIn();
    await session.pinToken(PIN, MAKE);
    await (await elsewhere(key)).changePin(PIN, '314159');
    await session.refresh();
    key.powerCycle();
    expect((await rejection(session.pinToken(PIN, MAKE))).code).toBe('CTAP2_ERR_PIN_INVALID');
    await session.makeCredential(await session.pinToken('314159', MAKE), creation());
    expect(await session.pinRetries()).toMatchObject({ retries: 8 });
  });

  it('is never sent twice where it was not taken before, nor under what has just been agreed', async () => {
    const { key, session } = await plugIn();
    const wrong = () => session.pinToken('999999', MAKE);
    expect((await rejection(wrong())).code).toBe('CTAP2_ERR_PIN_INVALID');
    expect(await session.pinRetries()).toMatchObject({ retries: 7 });
    await session.pinToken(PIN, MAKE);
    const other = await elsewhere(key);
    await other.changePin(PIN, '314159');
    expect((await rejection(session.pinToken(PIN, MAKE))).code).toBe('CTAP2_ERR_PIN_INVALID');
    expect(await session.pinRetries()).toMatchObject({ retries: 7 });
  });

  it('sets the first one, and verifies a finger, under what is agreed now', async () => {
    const key = await createSoftwareKey({ profile: 'full' });
    keys.push(key);
    const { session } = await openDesk(key);
    await session.agree();
    await (await elsewhere(key)).agree();
    await session.setPin(PIN);
    await (await session.fingerprints(PIN)).enroll(() => undefined);
    await rejection((await elsewhere(key)).pinToken('999999', MAKE));
    await session.makeCredential(await session.uvToken(MAKE), creation());
    expect(key.state().credentialCount).toBe(1);
  });
});

describe.each(['full', 'legacy'] as const)('a wrong PIN on a %s key that answers PIN_AUTH_INVALID', profile => {
  it('is a wrong PIN, and a refused token still is not', async () => {
    const { key, session } = await plugIn({ profile });
    key.faults.wrongPinIsAuthInvalid = true;
    for (const send of [() => session.pinToken('999999', MAKE), () => session.changePin('999999', '314159')]) {
      expect(await rejection(send())).toMatchObject({
        code: 'CTAP2_ERR_PIN_INVALID',
        cause: { code: 'CTAP2_ERR_PIN_AUTH_INVALID' },
      });
    }
    expect(await session.pinRetries()).toMatchObject({ retries: 6 });
    const token = { ...(await session.pinToken(PIN, MAKE)), token: zeros(32) };
    expect((await rejection(session.makeCredential(token, creation()))).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
  });
});

describe('a PIN that no key can have', () => {
  const impossible = ['', '1', '123', '€', 'x'.repeat(64), '1'.repeat(200)];

  it.each(impossible)('%j is not sent', async pin => {
    const { session, commands } = await plugIn();
    commands.length = 0;
    for (const send of [
      () => session.pinToken(pin, MAKE),
      () => session.changePin(pin, '314159'),
      () => session.credentialManagement(pin),
      () => session.configure(pin, { kind: 'toggleAlwaysUv' }),
    ]) {
      expect((await rejection(send())).code).toBe('pin-impossible');
    }
    expect(commands).toEqual([]);
  });

  it.each(['1234', 'éé', '🔑', 'x'.repeat(63)])('is not %j, which the key judges', async pin => {
    const { session } = await plugIn();
    expect((await rejection(session.pinToken(pin, MAKE))).code).toBe('CTAP2_ERR_PIN_INVALID');
  });
});

describe('one token at a time', () => {
  const lists = [0, 1, 2, 8, 9, 20];
  const faults = [{}, { keepAliveFlood: 3 }, { slow: 2 }, { slow: 2, keepAliveFlood: 3 }, { touchUnsaid: true }];
  const cases = (['full', 'legacy'] as const).flatMap(profile =>
    lists.flatMap(length => faults.map(fault => [profile, length, fault] as const)),
  );

  it.each(cases)(
    '%s key, %i excluded, %j: what is asked ahead comes after makeCredential',
    async (profile, length, fault) => {
      const desk = await plugIn({ profile });
      const { key, session, commands } = desk;
      Object.assign(key.faults, fault);
      const excludeList = Array.from({ length }, (_, i) => ({
        type: 'public-key' as const,
        id: new Uint8Array(32).fill(i + 1),
      }));
      const request = creation(excludeList);
      const token = await session.pinToken(PIN, { permissions: session.permissionsToCreate(request), rpId: RP });
      commands.length = 0;
      let ahead: Promise<PinUvAuthToken> | undefined;
      const sentWhenHeard: (string | undefined)[] = [];
      // The host asks for the next token while the key waits for the touch, at the first sign that it does.
      const { authData } = await session.makeCredential(token, request, {
        onKeepAlive: () => {
          sentWhenHeard.push(commands.at(-1));
          ahead ??= session.pinToken(PIN, ASSERT);
        },
      });
      ahead ??= session.pinToken(PIN, ASSERT);
      const allowList = [{ type: 'public-key' as const, id: credentialOf(authData) }];
      const proof = await session.getAssertion(await ahead, { ...silent, allowList });
      expect(parseAuthenticatorData(proof.authData).flags.uv).toBe(true);
      expect(new Set(sentWhenHeard)).toEqual(sentWhenHeard.length === 0 ? new Set() : new Set(['makeCredential']));
      const limit = profile === 'full' ? 8 : 1;
      const asked = length <= limit ? 0 : Math.ceil(length / limit);
      expect(commands).toEqual([
        ...Array.from({ length: asked }, () => 'getAssertion'),
        'makeCredential',
        'clientPIN',
        'getAssertion',
      ]);
    },
  );

  it('holds also where makeCredential has to be repeated with another token', async () => {
    let now = 0;
    const { session, commands } = await plugIn({ clock: () => now });
    const token = await session.pinToken(PIN, MAKE);
    now += 31_000;
    commands.length = 0;
    let ahead: Promise<PinUvAuthToken> | undefined;
    await session.makeCredential({ token, renew: () => session.pinToken(PIN, MAKE) }, creation(), {
      onKeepAlive: () => {
        ahead ??= session.pinToken(PIN, ASSERT);
      },
    });
    await session.getAssertion((await ahead) ?? zeroToken, silent);
    expect(commands).toEqual([
      'makeCredential',
      ...['clientPIN', 'clientPIN'],
      'makeCredential',
      'clientPIN',
      'getAssertion',
    ]);
  });

  const many = Array.from({ length: 20 }, (_, i) => ({
    type: 'public-key' as const,
    id: new Uint8Array(32).fill(i + 1),
  }));
  const probes = ['getAssertion', 'getAssertion', 'getAssertion'];

  it.each<[string, (session: KeySession) => Promise<PinUvAuthToken>]>([
    ['by PIN', session => session.pinToken(PIN, ASSERT)],
    ['by finger', session => session.uvToken(ASSERT)],
  ])('a token %s asked for amid an operation waits until the operation has ended', async (_what, ask) => {
    const desk = await plugIn();
    const { session, commands } = desk;
    await (await session.fingerprints(PIN)).enroll(() => undefined);
    let ahead: Promise<PinUvAuthToken> | undefined;
    desk.before = name => {
      if (name === 'getAssertion') ahead ??= ask(session);
    };
    commands.length = 0;
    const request = creation(many);
    const own = { permissions: session.permissionsToCreate(request), rpId: RP };
    await session.makeCredential(() => session.pinToken(PIN, own), request);
    await ahead;
    expect(commands).toEqual(['clientPIN', ...probes, 'makeCredential', 'clientPIN']);
  });

  it('operations of several requests do not mix', async () => {
    const { session, commands } = await plugIn();
    await session.pinToken(PIN, MAKE);
    commands.length = 0;
    const make = (user: number) => {
      const request = creation(many, user);
      const own = { permissions: session.permissionsToCreate(request), rpId: RP };
      return session.makeCredential(() => session.pinToken(PIN, own), request);
    };
    await Promise.all([make(1), make(2), make(3)]);
    const one = ['clientPIN', ...probes, 'makeCredential'];
    expect(commands).toEqual([...one, ...one, ...one]);
  });

  it('lets operations follow each other, and one that fails lets the next go on', async () => {
    const { session } = await plugIn();
    const make = (user: number) => session.makeCredential(() => session.pinToken(PIN, MAKE), creation([], user));
    const bad = session.getAssertion(() => session.pinToken(PIN, ASSERT), { ...silent, rpId: 'other.example' });
    const [first, failed, second] = await Promise.allSettled([make(1), bad, make(2)]);
    expect([first.status, failed.status, second.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

const zeroToken: PinUvAuthToken = { version: 2, token: zeros(32) };

describe('secrets', () => {
  it('are gone with the session', async () => {
    for (const profile of ['full', 'legacy'] as const) {
      const { session } = await plugIn({ profile });
      const token = await session.pinToken(PIN, MAKE);
      const { length } = token.token;
      expect(length).toBe(profile === 'legacy' ? 16 : 32);
      expect(token.token).not.toEqual(zeros(length));
      session.close();
      expect(token.token).toEqual(zeros(length));
    }
  });

  it('are gone as soon as the key has ended them, and no sooner', async () => {
    const { session } = await plugIn();
    const lasting = await session.readOnlyToken(PIN);
    const [first, second] = [await session.pinToken(PIN, MAKE), await session.pinToken(PIN, ASSERT)];
    expect(first.token).toEqual(zeros(32));
    expect(second.token).not.toEqual(zeros(32));
    session.close();
    expect(lasting.token).not.toEqual(zeros(32));
    const legacy = (await plugIn({ profile: 'legacy' })).session;
    const [one, same] = [await legacy.pinToken(PIN, MAKE), await legacy.pinToken(PIN, ASSERT)];
    expect(one.token).toEqual(same.token);
    expect(one.token).not.toEqual(zeros(32));
  });

  it('are not left in the padded copy of a PIN', async () => {
    const seen: Uint8Array[] = [];
    const agreement = {
      version: 2,
      platformKey: new Map(),
      encrypt: (data: Uint8Array) => {
        expect(data.slice(0, 6)).toEqual(pinBytes(PIN));
        seen.push(data);
        return data.slice();
      },
      decrypt: (data: Uint8Array) => data,
      authenticate: () => zeros(32),
      forget: () => undefined,
    } as const;
    await setPIN(new ScriptedTransport(ok()), agreement, pinBytes(PIN));
    expect(seen).toEqual([zeros(64)]);
  });
});

describe('a key that makes and uses credentials by its own user verification alone', () => {
  it('is not asked for a token by the PIN that it would not give', async () => {
    const info = new Map<number, CborValue>([
      [0x01, ['FIDO_2_1']],
      [0x03, zeros(16)],
      [
        0x04,
        new Map([
          ['clientPin', true],
          ['pinUvAuthToken', true],
          ['noMcGaPermissionsWithClientPin', true],
        ]),
      ],
    ]);
    const transport = new ScriptedTransport(ok(info));
    const session = await KeySession.open(transport);
    for (const wanted of [1, 2, 3, 5]) {
      const refused = session.pinToken(PIN, { permissions: wanted, rpId: RP });
      expect((await rejection(refused)).code).toBe('uv-required');
    }
    expect(transport.requests).toHaveLength(1);
    await session.pinToken(PIN, { permissions: permissions.credentialManagement }).catch(() => undefined);
    expect(transport.requests).toHaveLength(2);
  });
});

describe('what a key receives and reports', () => {
  it.each([
    ['full', 'none', ['none', 'packed']],
    ['legacy', 'packed', undefined],
  ] as const)('a %s key attests by %s: the preference goes where it is known', async (profile, fmt, sent) => {
    const key = await createSoftwareKey({ profile });
    keys.push(key);
    const channel = await openChannel(key.connect());
    const requests: Uint8Array[] = [];
    const session = await KeySession.open({
      cbor: (payload, options) => {
        requests.push(payload);
        return channel.cbor(payload, options);
      },
    });
    await session.setPin(PIN);
    const request = { ...creation(), attestationFormatsPreference: ['none', 'packed'] };
    expect((await session.makeCredential(await session.pinToken(PIN, MAKE), request)).fmt).toBe(fmt);
    const last = decode(requests.at(-1)?.subarray(1) ?? zeros(0)) as CborMap;
    expect(last.get(0x0b)).toEqual(sent);
  });

  it('its room by credential management replaces what getInfo does not report', async () => {
    const legacy = (await plugIn({ profile: 'legacy' })).session;
    expect(legacy.info.remainingDiscoverableCredentials).toBeUndefined();
    await (await legacy.credentialManagement(PIN)).metadata();
    expect(legacy.info.remainingDiscoverableCredentials).toBe(25);
    const full = (await plugIn({ capacity: 3 })).session;
    await full.makeCredential(await full.pinToken(PIN, MAKE), creation());
    await (await full.credentialManagement(PIN)).metadata();
    // What getInfo told stays until it is read again.
    expect(full.info.remainingDiscoverableCredentials).toBe(3);
  });

  it.each<[string, (session: KeySession) => Promise<unknown>, (desk: Desk) => void]>([
    ['a reset', session => session.reset(), ({ session }) => expect(session.info.options.clientPin).toBe(false)],
    ['a changed PIN', session => session.changePin(PIN, '314159'), () => undefined],
    ['a setting', session => session.configure(PIN, { kind: 'toggleAlwaysUv' }), () => undefined],
    [
      'a finger',
      async session => (await session.fingerprints(PIN)).enroll(() => undefined),
      ({ key }) => expect(key.state().fingerprintCount).toBe(1),
    ],
  ])('%s that the key confirmed is done, though it says nothing of itself after', async (_what, change, check) => {
    const desk = await plugIn();
    desk.before = name => {
      if (name === 'getInfo') throw new CtapError('no-answer');
    };
    await change(desk.session);
    check(desk);
  });

  it('a new PIN that is the present one is refused for what it is', async () => {
    const { session } = await plugIn();
    await session.configure(PIN, { kind: 'setMinPINLength', forceChangePin: true });
    expect(await rejection(session.changePin(PIN, PIN))).toMatchObject({
      code: 'CTAP2_ERR_PIN_POLICY_VIOLATION',
      params: { rule: 'unchanged' },
    });
    await session.changePin(PIN, '314159');
    expect(session.info.forcePINChange).toBe(false);
  });
});

describe('several assertions', () => {
  it('are asked for again where another program came between, and are as many as the last answer says', async () => {
    const desk = await plugIn();
    const { key, session } = desk;
    for (const user of [1, 2, 3]) await session.makeCredential(await session.pinToken(PIN, MAKE), creation([], user));
    const other = await elsewhere(key);
    const interrupted = async (times: number) => {
      let left = times;
      desk.before = async name => name === 'getNextAssertion' && left-- > 0 && other.refresh();
      return (await session.assertions(silent, 25)).length;
    };
    expect(await interrupted(0)).toBe(3);
    expect(await interrupted(1)).toBe(3);
    expect(await interrupted(99)).toBe(1);
    desk.before = () => undefined;
    expect(await session.assertions(silent, 2)).toHaveLength(2);
    const none = session.assertions({ ...silent, rpId: 'other.example' }, 25);
    expect((await rejection(none)).code).toBe('CTAP2_ERR_NO_CREDENTIALS');
  });
});
