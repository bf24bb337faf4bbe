import { vi } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/ctap/bytes.ts';
import { type CborValue, decode, encode } from '../../../src/ctap/cbor.ts';
import { ecdhP256 } from '../../../src/ctap/crypto.ts';
import { bioEnrollment } from '../../../src/ctap/ctap2/bioEnrollment.ts';
import { getPINRetries } from '../../../src/ctap/ctap2/clientPin.ts';
import { credentialManagement } from '../../../src/ctap/ctap2/credentialManagement.ts';
import { getAssertion, refusesSilentAssertion } from '../../../src/ctap/ctap2/getAssertion.ts';
import { parseInfo } from '../../../src/ctap/ctap2/getInfo.ts';
import { makeCredential } from '../../../src/ctap/ctap2/makeCredential.ts';
import { CtapError, statusError } from '../../../src/ctap/errors.ts';
import { fittingExcludeList } from '../../../src/ctap/excludeList.ts';
import { openChannel } from '../../../src/ctap/hid/channel.ts';
import { BROADCAST, commands } from '../../../src/ctap/hid/packets.ts';
import { checkCurrentPin } from '../../../src/ctap/pin/rules.ts';
import { SessionAgreement } from '../../../src/ctap/pin/sessionAgreement.ts';
import { verifyAssertion } from '../../../src/ctap/webauthn/assertion.ts';
import { parseAuthenticatorData } from '../../../src/ctap/webauthn/authenticatorData.ts';
import { parseCoseKey } from '../../../src/ctap/webauthn/coseKey.ts';
import { corrupt, ok, ScriptedTransport } from '../helpers.ts';
import { CHANNEL, ScriptedKey } from '../hid/scriptedKey.ts';
import { RP_ID, vector } from '../webauthn/vectors.ts';
import type { Given, HidAnswer } from './rows.ts';

type Kind<K extends Given['kind']> = Extract<Given, { kind: K }>;

const bytes = (hex: string) => fromHex(hex.replaceAll(' ', ''));
const OTHER = 0x0badc0de;
const token = { version: 2, token: new Uint8Array(32) } as const;

/** Runs one row's input. Resolves with the accepted value, or rejects with a CtapError. */
export async function run(given: Given): Promise<unknown> {
  switch (given.kind) {
    case 'cbor':
      return plain(decode(bytes(given.bytes)));
    case 'getInfo':
      return plain(parseInfo(decode(bytes(given.bytes)))[given.member as 'versions'] as unknown as CborValue);
    case 'answer':
      return plain((await response(given))[given.member] as CborValue);
    case 'authData':
      return flagsOf(bytes(given.bytes));
    case 'signIn':
      return signIn(given);
    case 'list':
      return list(given);
    case 'hid':
      return transact(given);
    case 'init':
      return initialize(given);
    case 'status':
      return answered(given);
    case 'pin':
      return checkCurrentPin(given.pin).length;
    case 'agreement':
      return sendPin(given);
    case 'exclude':
      return exclude(given);
  }
}

/** Converts a value to the notation of rows: bytes in hexadecimal, wide numbers with an n, maps as objects. */
function plain(value: CborValue): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  return value;
}

async function response({ to, bytes: hex }: Kind<'answer'>): Promise<Readonly<Record<string, unknown>>> {
  const transport = new ScriptedTransport(concat(Uint8Array.of(0), bytes(hex)));
  const clientDataHash = new Uint8Array(32);
  switch (to) {
    case 'makeCredential': {
      const request = { clientDataHash, rp: { id: RP_ID }, user: { id: Uint8Array.of(7) }, pubKeyCredParams: [] };
      return { ...(await makeCredential(transport, request, undefined)) };
    }
    case 'getAssertion':
      return { ...(await getAssertion(transport, { rpId: RP_ID, clientDataHash }, undefined)) };
    case 'getPINRetries':
      return { ...(await getPINRetries(transport, 2)) };
    case 'sensor':
      return { ...(await bioEnrollment(transport, 'bioEnrollment', undefined, async () => undefined).sensor()) };
    case 'metadata':
      return { ...(await credentialManagement(transport, 'credentialManagement', token).metadata()) };
  }
}

function flagsOf(authData: Uint8Array): string {
  const { flags } = parseAuthenticatorData(authData);
  return Object.entries(flags)
    .filter(([, set]) => set)
    .map(([name]) => name)
    .join(' ');
}

function signIn({ changed }: Kind<'signIn'>): boolean {
  const { attested, assertion } = vector('ES256 Credential with Self Attestation');
  const { authData, clientDataJSON, signature } = assertion;
  verifyAssertion({
    rpId: changed === 'rpId' ? 'example.com' : RP_ID,
    publicKey: parseCoseKey(attested.publicKey),
    authData: changed === 'authData' ? corrupt(authData, -1) : authData,
    clientDataJSON: changed === 'challenge' ? corrupt(clientDataJSON, 40) : clientDataJSON,
    signature:
      changed === 'signature' ? corrupt(signature, -1) : changed === 'leadingZero' ? padded(signature) : signature,
  });
  return true;
}

/** Adds one zero byte before r. */
function padded(der: Uint8Array): Uint8Array {
  const length = der[3] ?? 0;
  return concat(Uint8Array.of(0x30, (der[1] ?? 0) + 1, 0x02, length + 1, 0), der.subarray(4));
}

async function list({ answers }: Kind<'list'>): Promise<string[]> {
  const transport = new ScriptedTransport(...answers.map(bytes));
  const management = credentialManagement(transport, 'credentialManagement', token);
  const parties = await management.relyingParties();
  return [...parties.map(({ id }) => id ?? '?'), ...management.oddities()];
}

function play(key: ScriptedKey, sends: readonly HidAnswer[], prefix: Uint8Array = new Uint8Array()): void {
  for (const { after = 0, on = 'own', command, payload, without = [] } of sends) {
    const channel = { own: CHANNEL, other: OTHER, broadcast: BROADCAST }[on];
    const message = concat(prefix, bytes(payload));
    const reply = () =>
      key.reply(bytes(command)[0] ?? 0, message, channel, reports => reports.filter((_, i) => !without.includes(i)));
    setTimeout(reply, after);
  }
}

async function transact({ request, lives = true, sends }: Kind<'hid'>): Promise<string> {
  const key = new ScriptedKey();
  const channel = await openChannel(key);
  const allocate = key.allocate.bind(key);
  key.allocate = message => lives && allocate(message);
  key.answer = () => play(key, sends);
  const heard: string[] = [];
  const answer = channel.cbor(bytes(request), { onKeepAlive: status => heard.push(status) });
  answer.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(300_000);
  return [toHex(await answer), ...heard].join(' ');
}

async function initialize({ sends, capabilities = '05', wink = false }: Kind<'init'>): Promise<number> {
  const key = new ScriptedKey();
  let next = 0;
  key.allocate = ({ payload }) => {
    const send = sends[next++] ?? sends.at(-1);
    if (send === undefined) return;
    const isAnswer = bytes(send.command)[0] === commands.INIT;
    const rest = isAnswer ? `${send.payload} 02 000000 ${capabilities}` : send.payload;
    play(key, [{ ...send, payload: rest }], isAnswer ? payload : undefined);
  };
  key.answer = message => key.reply(message.command, message.payload);
  const opening = openChannel(key);
  opening.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(10_000);
  const channel = await opening;
  if (wink) await channel.wink();
  return channel.info.capabilities;
}

async function answered({ to, status }: Kind<'status'>): Promise<string> {
  const error = statusError(bytes(status)[0] ?? 0);
  if (to === 'silentAssertion') {
    if (refusesSilentAssertion(error)) return 'with a touch';
    throw new CtapError('assertion-invalid', { reason: 'not for the touch' });
  }
  if (to === 'token') throw error;
  const own = ecdhP256();
  const peer = new Map<number, CborValue>([
    [-2, own.x],
    [-3, own.y],
  ]);
  const transport = new ScriptedTransport(ok(new Map([[1, peer]])));
  const agreement = new SessionAgreement(transport, () => [2], ecdhP256());
  return agreement.withPin(new Uint8Array(4), () => Promise.reject(error));
}

async function sendPin({ used }: Kind<'agreement'>): Promise<boolean> {
  const clientPin = (subCommand: number) =>
    Uint8Array.of(
      0x06,
      ...encode(
        new Map([
          [1, 2],
          [2, subCommand],
        ]),
      ),
    );
  const key = new ScriptedKey(message => key.reply(message.command, message.payload));
  const channel = await openChannel(key);
  await channel.cbor(clientPin(2));
  if (used) key.reply(commands.CBOR, Uint8Array.of(0x31), OTHER);
  await channel.cbor(clientPin(9));
  return true;
}

/** Simulates a key that holds every requested credential. */
async function exclude({ length, maxMsgSize }: Kind<'exclude'>): Promise<string> {
  const id = new Uint8Array(length).fill(1);
  const asserted = ok(
    new Map<number, Uint8Array>([
      [2, new Uint8Array(37)],
      [3, new Uint8Array(70)],
    ]),
  );
  const request = {
    clientDataHash: new Uint8Array(32),
    rp: { id: 'login.microsoft.com' },
    user: { id: Uint8Array.of(7) },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeList: [{ type: 'public-key' as const, id }],
  };
  const limits = { maxMsgSize, maxCredentialCountInList: undefined, maxCredentialIdLength: undefined };
  const sent = await fittingExcludeList(new ScriptedTransport(asserted), limits, request, token);
  return sent.length === 0 ? 'left out' : 'sent';
}
