import { formatAaguid } from '../bytes.ts';
import type { CborValue } from '../cbor.ts';
import { CtapError } from '../errors.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import { Members } from './members.ts';

/** A signature algorithm a key offers: a COSE algorithm number for credentials of `type`. */
interface Algorithm {
  readonly type: string;
  readonly alg: number;
}

/**
 * What an authenticator tells of itself (CTAP 2.3, 6.4), with the specification's defaults where it gives one. Members
 * without a default are undefined when not told. `unknown` keeps every member this version does not name, by number.
 */
export interface AuthenticatorInfo {
  readonly versions: readonly string[];
  readonly extensions: readonly string[];
  /** 8-4-4-4-12 hexadecimal digits. */
  readonly aaguid: string;
  readonly options: Readonly<Record<string, boolean>>;
  readonly maxMsgSize: number;
  readonly pinUvAuthProtocols: readonly number[];
  readonly maxCredentialCountInList: number | undefined;
  readonly maxCredentialIdLength: number | undefined;
  readonly transports: readonly string[];
  /** Empty when not told (CTAP 2.0). */
  readonly algorithms: readonly Algorithm[];
  readonly maxSerializedLargeBlobArray: number | undefined;
  readonly forcePINChange: boolean;
  readonly minPINLength: number;
  readonly firmwareVersion: number | undefined;
  readonly maxCredBlobLength: number | undefined;
  readonly maxRPIDsForSetMinPINLength: number | undefined;
  readonly preferredPlatformUvAttempts: number | undefined;
  readonly uvModality: number | undefined;
  readonly certifications: Readonly<Record<string, number>> | undefined;
  readonly remainingDiscoverableCredentials: number | undefined;
  readonly vendorPrototypeConfigCommands: readonly number[] | undefined;
  readonly attestationFormats: readonly string[];
  readonly uvCountSinceLastPinEntry: number | undefined;
  readonly longTouchForReset: boolean;
  readonly encIdentifier: Uint8Array | undefined;
  readonly transportsForReset: readonly string[];
  readonly pinComplexityPolicy: boolean | undefined;
  readonly pinComplexityPolicyURL: string | undefined;
  readonly maxPINLength: number;
  readonly encCredStoreState: Uint8Array | undefined;
  readonly authenticatorConfigCommands: readonly number[] | undefined;
  readonly unknown: ReadonlyMap<number | string, CborValue>;
}

const AAGUID_LENGTH = 16;
const LAST_KNOWN_MEMBER = 0x1f;

/** authenticatorGetInfo (0x04). @throws CtapError */
export async function getInfo(transport: CborTransport, options?: CallOptions): Promise<AuthenticatorInfo> {
  return parseInfo(await call(transport, 'getInfo', undefined, options));
}

/** A getInfo response as AuthenticatorInfo. @throws CtapError response-malformed */
export function parseInfo(response: CborValue): AuthenticatorInfo {
  const m = new Members(response, 'getInfo');
  const aaguid = m.required(m.bytes(0x03, 'aaguid'), 'aaguid');
  if (aaguid.length !== AAGUID_LENGTH) throw new CtapError('response-malformed', { member: 'getInfo.aaguid' });
  const options = booleans(m, 0x04, 'options');
  const url = m.bytes(0x1c, 'pinComplexityPolicyURL');
  return {
    versions: m.required(m.texts(0x01, 'versions'), 'versions'),
    extensions: m.texts(0x02, 'extensions') ?? [],
    aaguid: formatAaguid(aaguid),
    options: { rk: false, up: true, plat: false, ...options },
    maxMsgSize: m.integer(0x05, 'maxMsgSize') ?? 1024,
    pinUvAuthProtocols: m.integers(0x06, 'pinUvAuthProtocols') ?? (options.clientPin === undefined ? [] : [1]),
    maxCredentialCountInList: m.integer(0x07, 'maxCredentialCountInList'),
    maxCredentialIdLength: m.integer(0x08, 'maxCredentialIdLength'),
    transports: m.texts(0x09, 'transports') ?? [],
    algorithms: (m.maps(0x0a, 'algorithms') ?? []).map(parseAlgorithm),
    maxSerializedLargeBlobArray: m.integer(0x0b, 'maxSerializedLargeBlobArray'),
    forcePINChange: m.boolean(0x0c, 'forcePINChange') ?? false,
    minPINLength: m.integer(0x0d, 'minPINLength') ?? 4,
    firmwareVersion: m.integer(0x0e, 'firmwareVersion'),
    maxCredBlobLength: m.integer(0x0f, 'maxCredBlobLength'),
    maxRPIDsForSetMinPINLength: m.integer(0x10, 'maxRPIDsForSetMinPINLength'),
    preferredPlatformUvAttempts: m.integer(0x11, 'preferredPlatformUvAttempts'),
    uvModality: m.integer(0x12, 'uvModality'),
    certifications: m.raw(0x13) === undefined ? undefined : integers(m, 0x13, 'certifications'),
    remainingDiscoverableCredentials: m.integer(0x14, 'remainingDiscoverableCredentials'),
    vendorPrototypeConfigCommands: m.integers(0x15, 'vendorPrototypeConfigCommands'),
    attestationFormats: m.texts(0x16, 'attestationFormats') ?? ['packed'],
    uvCountSinceLastPinEntry: m.integer(0x17, 'uvCountSinceLastPinEntry'),
    longTouchForReset: m.boolean(0x18, 'longTouchForReset') ?? false,
    encIdentifier: m.bytes(0x19, 'encIdentifier'),
    transportsForReset: m.texts(0x1a, 'transportsForReset') ?? [],
    pinComplexityPolicy: m.boolean(0x1b, 'pinComplexityPolicy'),
    pinComplexityPolicyURL: url === undefined ? undefined : new TextDecoder().decode(url),
    maxPINLength: m.integer(0x1d, 'maxPINLength') ?? 63,
    encCredStoreState: m.bytes(0x1e, 'encCredStoreState'),
    authenticatorConfigCommands: m.integers(0x1f, 'authenticatorConfigCommands'),
    unknown: new Map(m.keys().flatMap(key => (isKnown(key) ? [] : [[key, m.raw(key)] as const]))),
  };
}

function isKnown(key: number | string): boolean {
  return typeof key === 'number' && key >= 0x01 && key <= LAST_KNOWN_MEMBER;
}

function parseAlgorithm(value: CborValue): Algorithm {
  const m = new Members(value, 'getInfo.algorithms');
  return { type: m.required(m.text('type', 'type'), 'type'), alg: m.required(m.integer('alg', 'alg'), 'alg') };
}

function booleans(m: Members, key: number, name: string): Record<string, boolean> {
  const inner = new Members(m.map(key, name) ?? new Map(), `getInfo.${name}`);
  return Object.fromEntries(inner.keys().map(id => [id, inner.required(inner.boolean(id, String(id)), String(id))]));
}

function integers(m: Members, key: number, name: string): Record<string, number> {
  const inner = new Members(m.map(key, name) ?? new Map(), `getInfo.${name}`);
  return Object.fromEntries(inner.keys().map(id => [id, inner.required(inner.integer(id, String(id)), String(id))]));
}
