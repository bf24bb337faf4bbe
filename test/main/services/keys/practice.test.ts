import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { toHex } from '../../../../src/ctap/bytes.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import type { MakeCredentialRequest } from '../../../../src/ctap/ctap2/makeCredential.ts';
import { type CtapHidChannel, openChannel } from '../../../../src/ctap/hid/channel.ts';
import type { ReportTransport } from '../../../../src/ctap/hid/transport.ts';
import { KeySession } from '../../../../src/ctap/session.ts';
import { verifyAssertion } from '../../../../src/ctap/webauthn/assertion.ts';
import { verifyAttestation } from '../../../../src/ctap/webauthn/attestation.ts';
import { parseAuthenticatorData } from '../../../../src/ctap/webauthn/authenticatorData.ts';
import { parseCoseKey } from '../../../../src/ctap/webauthn/coseKey.ts';
import { type PracticeSource, practiceSource } from '../../../../src/main/services/keys/practiceSource.ts';
import { practiceFaults } from '../../../../src/simulator/key/practiceFaults.ts';
import { wordsOf } from '../../../../src/words/say.ts';
import { HASH, PIN, RP } from '../../../simulator/key/open.ts';

const SILENCE = 250;
/** How long one key is looked at, in ms. */
const PATIENCE = 2500;
/** For the touch that nobody gives, in ms. */
const TOUCH_TIMEOUT = 400;
const WRONG = '999111';
/** The command bytes of CTAPHID, with the bit of an initialization packet. */
const CBOR = 0x90;
const KEEPALIVE = 0xbb;

/** What a host sees of one act: a summary without what is random, or the code of the error. */
async function seen(act: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await act());
  } catch (error) {
    const { code, params, message } = error as { code?: string; params?: object; message: string };
    return `${code ?? message} ${JSON.stringify(params ?? {})}`;
  }
}

const request: MakeCredentialRequest = {
  clientDataHash: HASH,
  rp: { id: RP, name: 'Microsoft' },
  user: { id: Uint8Array.of(1), name: 'mia', displayName: 'Mia' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  extensions: { credProtect: 2 },
  rk: true,
};

async function makeAndSign(session: KeySession, overrides: Partial<MakeCredentialRequest> = {}) {
  const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP });
  const { fmt, attStmt, authData } = await session.makeCredential(token, { ...request, ...overrides });
  const data = parseAuthenticatorData(authData);
  const attested = data.attestedCredentialData;
  if (attested === undefined) throw new Error('no credential');
  const { rpIdHash, flags } = data;
  const sound = await seen(
    async () => verifyAttestation({ fmt, attStmt, authData, rpIdHash, clientDataHash: HASH, attested }).type,
  );
  const facts = {
    fmt,
    sound,
    flags,
    rp: toHex(rpIdHash),
    aaguid: attested.aaguid,
    strict: isStrict(attStmt.get('sig')),
  };
  return { attested, facts: { ...facts, credProtect: data.extensions?.get('credProtect') ?? null } };
}

/** Whether an ECDSA signature's first number has no needless zero byte. */
function isStrict(signature: unknown): boolean {
  return !(signature instanceof Uint8Array) || signature[4] !== 0 || (signature[5] ?? 0) >= 0x80;
}

/** Does with a key what Keydesk does, and more, and returns all that a host can tell of it. */
async function probe(source: PracticeSource): Promise<string[]> {
  const told: string[] = [];
  const began = performance.now();
  const note = async (name: string, act: () => Promise<unknown>) => {
    // One slow answer is enough to see that a key is slow.
    const late = performance.now() - began > PATIENCE;
    told.push(`${name}: ${late ? 'no time left' : await seen(act)}`);
  };
  const { id } = (await source.list())[0] ?? { id: '' };
  const opened = await source.open(id);
  let keepAlives = 0;
  const statuses = new Set<number>();
  const transport: ReportTransport = {
    ...opened,
    onReport: listener =>
      opened.onReport(report => {
        if (report[4] === KEEPALIVE) keepAlives++;
        if (report[4] === CBOR) statuses.add(report[7] ?? 0);
        listener(report);
      }),
  };
  let channel: CtapHidChannel | undefined;
  let session: KeySession | undefined;
  await note('open', async () => {
    channel = await openChannel(transport, { silence: SILENCE, touchAfter: 60 });
    return channel.info.capabilities;
  });
  await note('getInfo', async () => toHex(((await channel?.cbor(Uint8Array.of(4))) ?? new Uint8Array()).slice(0, 4)));
  await note('open a session', async () => {
    if (channel !== undefined) session = await KeySession.open(channel);
    return [session?.info.options, session?.info.attestationFormats, session?.info.firmwareVersion];
  });
  const use = async <T>(work: (open: KeySession) => Promise<T>): Promise<T> => {
    if (session === undefined) throw new Error('no session');
    return work(session);
  };
  await note('wink', async () => channel?.wink());
  await note('setPin', () => use(open => open.setPin(PIN)));
  await note('wrong PIN', () => use(open => open.pinToken(WRONG, { permissions: permissions.getAssertion, rpId: RP })));
  let credential: Awaited<ReturnType<typeof makeAndSign>>['attested'] | undefined;
  await note('make', () =>
    use(async open => {
      const made = await makeAndSign(open);
      credential = made.attested;
      return made.facts;
    }),
  );
  await note('sign in', () =>
    use(async open => {
      const token = await open.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP });
      const { authData, signature } = await open.getAssertion(token, { rpId: RP, clientDataHash: HASH, up: false });
      const clientDataJSON = new TextEncoder().encode('a client data');
      const publicKey = parseCoseKey(credential?.publicKey ?? new Map());
      const { flags } = parseAuthenticatorData(authData);
      const sound = await seen(
        async () => verifyAssertion({ rpId: RP, publicKey, authData, clientDataJSON, signature }).flags,
      );
      return [flags, sound];
    }),
  );
  await note('make without attestation', () =>
    use(async open => (await makeAndSign(open, { attestationFormatsPreference: ['packed', 'none'] })).facts),
  );
  await note('make by EdDSA', () =>
    use(async open => (await makeAndSign(open, { pubKeyCredParams: [{ type: 'public-key', alg: -8 }] })).facts),
  );
  await note('list', () =>
    use(async open => {
      const management = await open.credentialManagement(PIN);
      const found = await management.credentials((await management.relyingParties())[0]?.rpIdHash ?? HASH);
      return [found.map(({ userName }) => userName), management.oddities()];
    }),
  );
  const before = keepAlives;
  const waits = new Set<string>();
  await source.act({ touchPolicy: 'never' });
  await note('canceled touch', async () => {
    const cancel = new AbortController();
    await use(open => open.select({ signal: cancel.signal, onKeepAlive: () => cancel.abort() }));
  });
  await note('touch', () => use(open => open.select({ onKeepAlive: status => void waits.add(status) })));
  await source.act({ touchPolicy: 'auto' });
  told.push(
    `keep-alives: ${[...waits].sort().join()}, ${keepAlives - before > 100 ? 'many' : keepAlives - before > 0}`,
  );
  told.push(`statuses: ${[...statuses].sort().join()}`);
  await opened.close();
  return told;
}

async function practice(): Promise<PracticeSource> {
  const source = await practiceSource({ folder: null, touchTimeout: TOUCH_TIMEOUT });
  onTestFinished(() => source.close());
  return source;
}

describe('the misbehaviors that practice mode offers', () => {
  test('are all switches of the software key, and each has words', async () => {
    const { faults } = (await practice()).state();
    expect(faults).toEqual([...practiceFaults.keys()]);
    expect(new Set(Object.keys(wordsOf('practicePage').faults))).toEqual(new Set(faults));
    expect(new Set(Object.values(wordsOf('practicePage').faults)).size).toBe(faults.length);
  });

  test('is none that the simulator does not have', async () => {
    await expect((await practice()).act({ fault: 'made-up' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  let healthy: string[];
  beforeAll(async () => {
    const source = await practiceSource({ folder: null, touchTimeout: TOUCH_TIMEOUT });
    healthy = await probe(source);
    await source.close();
  });
  test.each([...practiceFaults.keys()])('%s takes effect, and is over when another is chosen', async fault => {
    const source = await practice();
    await source.act({ fault });
    expect(source.state().fault).toBe(fault);
    expect(await probe(source)).not.toEqual(healthy);
    await source.act({ fault: null });
    expect(source.state().fault).toBe(null);
  });
});

describe('the keys of practice mode', () => {
  test('are as many fresh ones as wanted, each kept for later', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-practice-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const source = await practiceSource({ folder });
    const open = async () => {
      const [key] = await source.list();
      const session = await KeySession.open(await openChannel(await source.open(key?.id ?? '')));
      return { id: key?.id, product: key?.product, session };
    };
    await (await open()).session.setPin(PIN);
    for (const number of [2, 3]) {
      await source.act('insert-fresh');
      const { id, product, session } = await open();
      expect([id, product, session.info.options.clientPin]).toEqual([
        `practice:${number}`,
        `Practice key ${number}`,
        false,
      ]);
      await session.setPin(PIN);
    }
    await source.act({ model: 'old' });
    await source.act('insert-fresh');
    const old = await open();
    expect(old.product).toBe('Old practice key 2');
    await old.session.setPin(PIN);
    expect(source.state()).toMatchObject({ model: 'old-2', models: ['new', 'old', 'new-2', 'new-3', 'old-2'] });
    await source.close();

    const later = await practiceSource({ folder });
    expect(later.state().models).toEqual(['new', 'old', 'new-2', 'new-3', 'old-2']);
    await later.act({ model: 'new-3' });
    const [again] = await later.list();
    const session = await KeySession.open(await openChannel(await later.open(again?.id ?? '')));
    expect(session.info.options.clientPin).toBe(true);
    await expect(later.act({ model: 'new-9' })).rejects.toMatchObject({ code: 'invalid-input' });
    await later.close();
  });
});
