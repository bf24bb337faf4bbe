import { createHash, randomBytes } from 'node:crypto';
import { concat, fromHex, toHex } from '../../ctap/bytes.ts';
import type { Authenticator } from './authenticator.ts';
import { newKeyPair } from './keyPair.ts';
import { signEs256 } from './signatures.ts';
import type { StoredCredential } from './state.ts';

/** Status words (FIDO U2F Raw Message Formats 1.2, 3.3). */
const status = {
  NO_ERROR: 0x9000,
  WRONG_LENGTH: 0x6700,
  CONDITIONS_NOT_SATISFIED: 0x6985,
  COMMAND_NOT_ALLOWED: 0x6986,
  WRONG_DATA: 0x6a80,
  INS_NOT_SUPPORTED: 0x6d00,
  CLA_NOT_SUPPORTED: 0x6e00,
  UNKNOWN: 0x6f00,
} as const;
const control = { checkOnly: 0x07, enforcePresence: 0x03, dontEnforce: 0x08 } as const;
const PARAMETER_LENGTH = 32;
const KEY_HANDLE_LENGTH = 32;

/** A request that failed with a status word. */
class StatusWord extends Error {
  readonly word: number;

  constructor(word: number) {
    super(word.toString(16));
    this.word = word;
  }
}

interface Apdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly data: Uint8Array;
}

const instructions: ReadonlyMap<number, (authenticator: Authenticator, apdu: Apdu) => Uint8Array> = new Map([
  [0x01, register],
  [0x02, authenticate],
  [0x03, version],
]);

/** Runs one U2F request (CTAPHID_MSG): an APDU. Returns the response and its status word. Never waits for a touch. */
export function runU2f(authenticator: Authenticator, request: Uint8Array): Uint8Array {
  try {
    const apdu = parseApdu(request);
    if (apdu.cla !== 0) throw new StatusWord(status.CLA_NOT_SUPPORTED);
    const run = instructions.get(apdu.ins);
    if (run === undefined) throw new StatusWord(status.INS_NOT_SUPPORTED);
    // U2F has no user verification (CTAP 2.3, 7.2.4).
    if (authenticator.state.alwaysUv) throw new StatusWord(status.COMMAND_NOT_ALLOWED);
    return concat(run(authenticator, apdu), word(status.NO_ERROR));
  } catch (error) {
    // Like a real key, it answers even after an internal error.
    return word(error instanceof StatusWord ? error.word : status.UNKNOWN);
  }
}

/**
 * Parses an APDU: four bytes, then a length in one byte or in three, the data, and the maximum length of the response,
 * which is ignored.
 */
function parseApdu(bytes: Uint8Array): Apdu {
  const [cla, ins, p1, p2, length, high, low] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) {
    throw new StatusWord(status.WRONG_LENGTH);
  }
  const data = () => {
    if (length === undefined || bytes.length === 5) return new Uint8Array();
    if (length !== 0) return bytes.subarray(5, 5 + length);
    // Without data, the three bytes are the maximum length of the response.
    if (bytes.length === 7) return new Uint8Array();
    const end = 7 + (((high ?? 0) << 8) | (low ?? 0));
    if (bytes.length < end) throw new StatusWord(status.WRONG_LENGTH);
    return bytes.subarray(7, end);
  };
  return { cla, ins, p1, data: data() };
}

function version(_authenticator: Authenticator, { data }: Apdu): Uint8Array {
  if (data.length > 0) throw new StatusWord(status.WRONG_LENGTH);
  return new TextEncoder().encode('U2F_V2');
}

function register(authenticator: Authenticator, { data }: Apdu): Uint8Array {
  if (data.length !== 2 * PARAMETER_LENGTH) throw new StatusWord(status.WRONG_LENGTH);
  demandPresence(authenticator);
  const [challenge, application] = [data.subarray(0, PARAMETER_LENGTH), data.subarray(PARAMETER_LENGTH)];
  const credential = newCredential(authenticator, application);
  authenticator.setCredentials([...authenticator.state.credentials, credential]);
  const handle = fromHex(credential.id);
  const publicKey = concat(Uint8Array.of(4), fromHex(credential.x), fromHex(credential.y));
  const signed = concat(Uint8Array.of(0), application, challenge, handle, publicKey);
  const { privateKey, certificates } = authenticator.state.attestation;
  return concat(
    Uint8Array.of(5),
    publicKey,
    Uint8Array.of(handle.length),
    handle,
    fromHex(certificates[0] ?? ''),
    signEs256(privateKey, signed),
  );
}

function authenticate(authenticator: Authenticator, { p1, data }: Apdu): Uint8Array {
  const handleAt = 2 * PARAMETER_LENGTH + 1;
  if (data.length < handleAt || data.length !== handleAt + (data[handleAt - 1] ?? 0)) {
    throw new StatusWord(status.WRONG_LENGTH);
  }
  const [challenge, application] = [data.subarray(0, PARAMETER_LENGTH), data.subarray(PARAMETER_LENGTH, handleAt - 1)];
  const credential = find(authenticator, toHex(application), toHex(data.subarray(handleAt)));
  if (credential === undefined) throw new StatusWord(status.WRONG_DATA);
  if (p1 === control.checkOnly) throw new StatusWord(status.CONDITIONS_NOT_SATISFIED);
  if (p1 !== control.enforcePresence && p1 !== control.dontEnforce) throw new StatusWord(status.WRONG_DATA);
  const present = p1 === control.enforcePresence;
  if (present) demandPresence(authenticator);
  authenticator.state.signCount++;
  authenticator.save();
  const head = new Uint8Array(5);
  head[0] = present ? 1 : 0;
  new DataView(head.buffer).setUint32(1, authenticator.state.signCount);
  return concat(head, signEs256(credential.privateKey, concat(application, head, challenge)));
}

function demandPresence({ presence }: Authenticator): void {
  if (!presence.poll()) throw new StatusWord(status.CONDITIONS_NOT_SATISFIED);
}

/**
 * Finds a credential created by U2F, or by CTAP2 for the same relying party unless it requires user verification (CTAP
 * 2.3, 10.3).
 */
function find({ state }: Authenticator, application: string, handle: string): StoredCredential | undefined {
  const rpIdHash = ({ rpId, u2fApplication }: StoredCredential) =>
    u2fApplication ?? createHash('sha256').update(rpId).digest('hex');
  return state.credentials.find(
    credential => credential.id === handle && credential.credProtect !== 3 && rpIdHash(credential) === application,
  );
}

function newCredential({ state }: Authenticator, application: Uint8Array): StoredCredential {
  return {
    ...newKeyPair(),
    id: randomBytes(KEY_HANDLE_LENGTH).toString('hex'),
    discoverable: false,
    rpId: '',
    u2fApplication: toHex(application),
    userId: '',
    credProtect: 1,
    credRandom: null,
    credBlob: null,
    largeBlobKey: null,
    thirdPartyPayment: false,
    order: state.nextOrder++,
  };
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
