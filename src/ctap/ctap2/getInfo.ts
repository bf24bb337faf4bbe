import { formatAaguid } from '../bytes.ts';
import type { CborValue } from '../cbor.ts';
import { CtapError } from '../errors.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import { Members } from './members.ts';

/** A signature algorithm that a key supports: a COSE algorithm number for credentials of `type`. */
interface Algorithm {
  readonly type: string;
  readonly alg: number;
}

/**
 * What an authenticator reports about itself (CTAP 2.3, 6.4), with the specification's defaults. Members without a
 * default are undefined if the key does not report them. `unknown` holds, by number, every member that this version
 * does not know and every member with an invalid value.
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
  /** Empty if not reported (CTAP 2.0). */
  readonly algorithms: readonly Algorithm[];
  readonly maxSerializedLargeBlobArray: number | undefined;
  readonly forcePINChange: boolean;
  readonly minPINLength: number;
  /** Undefined if a number cannot hold it exactly. `unknown` then has it. */
  readonly firmwareVersion: number | undefined;
  readonly maxCredBlobLength: number | undefined;
  readonly maxRPIDsForSetMinPINLength: number | undefined;
  readonly preferredPlatformUvAttempts: number | undefined;
  readonly uvModality: number | undefined;
  readonly certifications: Readonly<Record<string, number>> | undefined;
  readonly remainingDiscoverableCredentials: number | undefined;
  /** The vendors choose these at random from 64 bits (6.4). */
  readonly vendorPrototypeConfigCommands: readonly (number | bigint)[] | undefined;
  readonly attestationFormats: readonly string[];
  readonly uvCountSinceLastPinEntry: number | undefined;
  readonly longTouchForReset: boolean;
  readonly encIdentifier: Uint8Array | undefined;
  readonly transportsForReset: readonly string[];
  readonly pinComplexityPolicy: boolean | undefined;
  readonly pinComplexityPolicyURL: string | undefined;
  readonly maxPINLength: number;
  readonly encCredStoreState: Uint8Array | undefined;
  readonly authenticatorConfigCommands: readonly (number | bigint)[] | undefined;
  readonly unknown: ReadonlyMap<number | string, CborValue>;
}

const AAGUID_LENGTH = 16;
/**
 * Defaults and limits of 6.4, 6.5.1 and WebAuthn Level 3, 4. A value beyond its limit cannot be right, so it is
 * ignored. Otherwise a tiny limit would empty the excludeList, and a huge one would block the host.
 */
const DEFAULT_MSG_SIZE = 1024;
/** The longest CTAPHID message (11.2.4). A larger limit makes no difference. */
const MOST_MSG_SIZE = 7609;
const LEAST_CREDENTIAL_ID_LENGTH = 16;
const LEAST_PIN_LENGTH = 4;
const MOST_PIN_LENGTH = 63;
/** The maximum number of attempts for built-in user verification (6.5: maxUvRetries). */
const MOST_UV_ATTEMPTS = 25;

/** Sends authenticatorGetInfo (0x04). @throws CtapError */
export async function getInfo(transport: CborTransport, options?: CallOptions): Promise<AuthenticatorInfo> {
  return parseInfo(await call(transport, 'getInfo', undefined, options));
}

/**
 * Parses a getInfo response. Only versions and AAGUID must be present and valid. All other members have a default, and
 * an invalid member is ignored: the key stays usable even if it reports nonsense about an unused feature.
 * @throws CtapError response-malformed
 */
export function parseInfo(response: CborValue): AuthenticatorInfo {
  const m = new Members(response, 'getInfo');
  const told = new Told(m);
  const aaguid = told.required(0x03, 'aaguid', (key, name) => m.bytes(key, name));
  if (aaguid.length !== AAGUID_LENGTH) throw new CtapError('response-malformed', { member: 'getInfo.aaguid' });
  const options = told.entries(0x04, (inner, id) => inner.boolean(id, String(id))) ?? {};
  const url = told.read(0x1c, key => m.bytes(key, 'pinComplexityPolicyURL'));
  const protocols = told.read(0x06, key => m.integers(key, 'pinUvAuthProtocols')) ?? [];
  const minPINLength = told.count(0x0d, LEAST_PIN_LENGTH, MOST_PIN_LENGTH) ?? LEAST_PIN_LENGTH;
  const certifications = told.entries(0x13, (inner, id) => inner.integer(id, String(id)));
  return {
    versions: told.required(0x01, 'versions', (key, name) => m.texts(key, name)),
    extensions: told.read(0x02, key => m.texts(key, 'extensions')) ?? [],
    aaguid: formatAaguid(aaguid),
    options: { rk: false, up: true, plat: false, ...options },
    maxMsgSize: Math.min(told.count(0x05, DEFAULT_MSG_SIZE) ?? DEFAULT_MSG_SIZE, MOST_MSG_SIZE),
    // CTAP 2.0 has protocol one only and need not report it. A key with a PIN that lists no protocol has protocol one.
    pinUvAuthProtocols: protocols.length > 0 || options.clientPin === undefined ? protocols : [1],
    maxCredentialCountInList: told.count(0x07, 1),
    maxCredentialIdLength: told.count(0x08, LEAST_CREDENTIAL_ID_LENGTH),
    transports: told.read(0x09, key => m.texts(key, 'transports')) ?? [],
    algorithms: told.read(0x0a, key => m.maps(key, 'algorithms')?.map(parseAlgorithm)) ?? [],
    maxSerializedLargeBlobArray: told.count(0x0b),
    forcePINChange: told.boolean(0x0c) ?? false,
    minPINLength,
    firmwareVersion: told.read(0x0e, key => m.integer(key, 'firmwareVersion')),
    maxCredBlobLength: told.count(0x0f),
    maxRPIDsForSetMinPINLength: told.count(0x10),
    preferredPlatformUvAttempts: told.count(0x11, 1, MOST_UV_ATTEMPTS),
    uvModality: told.count(0x12),
    certifications,
    remainingDiscoverableCredentials: told.count(0x14),
    vendorPrototypeConfigCommands: told.read(0x15, key => m.wideIntegers(key, 'vendorPrototypeConfigCommands')),
    attestationFormats: told.read(0x16, key => m.texts(key, 'attestationFormats')) ?? ['packed'],
    uvCountSinceLastPinEntry: told.count(0x17),
    longTouchForReset: told.boolean(0x18) ?? false,
    encIdentifier: told.read(0x19, key => m.bytes(key, 'encIdentifier')),
    transportsForReset: told.read(0x1a, key => m.texts(key, 'transportsForReset')) ?? [],
    pinComplexityPolicy: told.boolean(0x1b),
    pinComplexityPolicyURL: url === undefined ? undefined : new TextDecoder().decode(url),
    maxPINLength: told.count(0x1d, minPINLength, MOST_PIN_LENGTH) ?? MOST_PIN_LENGTH,
    encCredStoreState: told.read(0x1e, key => m.bytes(key, 'encCredStoreState')),
    authenticatorConfigCommands: told.read(0x1f, key => m.wideIntegers(key, 'authenticatorConfigCommands')),
    unknown: told.unknown(),
  };
}

/**
 * Returns whether a key supports CTAP 2.`minor` or a later version. Unknown versions count as later, because every
 * version includes what earlier ones introduced.
 */
export function speaks({ versions }: Pick<AuthenticatorInfo, 'versions'>, minor: number): boolean {
  return versions.some(version => {
    const [, major, told] = /^FIDO_(\d+)_(\d+)/.exec(version) ?? [];
    return Number(major) > 2 || (Number(major) === 2 && Number(told) >= minor && !version.endsWith('_PRE'));
  });
}

/** Reads members, and records which are known, and which of the optional ones are invalid. */
class Told {
  readonly #members: Members;
  readonly #known = new Set<number | string>();
  readonly #unreadable = new Set<number | string>();

  constructor(members: Members) {
    this.#members = members;
  }

  /** @throws CtapError response-malformed if the member is missing or invalid */
  required<T>(key: number, name: string, read: (key: number, name: string) => T | undefined): T {
    this.#known.add(key);
    return this.#members.required(read(key, name), name);
  }

  read<T>(key: number, read: (key: number) => T | undefined): T | undefined {
    this.#known.add(key);
    try {
      return read(key);
    } catch {
      // One invalid optional member must not make the key unusable. It is recorded, and shown with the key.
      this.#unreadable.add(key);
      return undefined;
    }
  }

  /** Returns a count or a size. Returns undefined if it is less than `least` or more than `most`, too. */
  count(key: number, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
    return this.read(key, known => {
      const value = this.#members.count(known, '');
      if (value === undefined || (value >= least && value <= most)) return value;
      throw new CtapError('response-malformed', { member: 'getInfo' });
    });
  }

  boolean(key: number): boolean | undefined {
    return this.read(key, known => this.#members.boolean(known, ''));
  }

  /** Returns the readable entries of a map. */
  entries<T>(key: number, read: (inner: Members, id: number | string) => T | undefined): Record<string, T> | undefined {
    const map = this.read(key, known => this.#members.map(known, ''));
    if (map === undefined) return undefined;
    const inner = new Members(map, '');
    const pairs = inner.keys().map(id => [String(id), this.read(key, () => read(inner, id))] as const);
    return Object.fromEntries(pairs.filter((pair): pair is [string, T & {}] => pair[1] !== undefined));
  }

  /** Returns the members that nothing has read, and the invalid ones. Call after all members are read. */
  unknown(): Map<number | string, CborValue> {
    const keys = this.#members.keys().filter(key => !this.#known.has(key) || this.#unreadable.has(key));
    return new Map(keys.map(key => [key, this.#members.raw(key)]));
  }
}

function parseAlgorithm(value: CborValue): Algorithm {
  const m = new Members(value, 'getInfo.algorithms');
  return { type: m.required(m.text('type', 'type'), 'type'), alg: m.required(m.integer('alg', 'alg'), 'alg') };
}
