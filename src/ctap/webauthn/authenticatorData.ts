import { formatAaguid } from '../bytes.ts';
import { type CborMap, decodeFirst } from '../cbor.ts';
import { CtapError } from '../errors.ts';

/** Flag bits of authenticator data (WebAuthn Level 3, 6.1). */
const FLAGS = { up: 0x01, uv: 0x04, be: 0x08, bs: 0x10, at: 0x40, ed: 0x80 } as const;
const HEADER_LENGTH = 37;
const AAGUID_LENGTH = 16;
/** WebAuthn Level 3, 4: a credential id has at least 16 bytes, so that it is unique, and at most 1023. */
const MIN_CREDENTIAL_ID_LENGTH = 16;
const MAX_CREDENTIAL_ID_LENGTH = 1023;

export interface AttestedCredentialData {
  /** 8-4-4-4-12 hexadecimal digits. */
  readonly aaguid: string;
  readonly credentialId: Uint8Array;
  readonly publicKey: CborMap;
  /** The COSE_Key as the key sent it. */
  readonly publicKeyBytes: Uint8Array;
}

export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array;
  readonly flags: Readonly<Record<keyof typeof FLAGS, boolean>>;
  readonly signCount: number;
  readonly attestedCredentialData: AttestedCredentialData | undefined;
  readonly extensions: CborMap | undefined;
}

/** Parses authenticator data (WebAuthn Level 3, 6.1). Rejects missing and extra bytes. @throws CtapError */
export function parseAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  if (bytes.length < HEADER_LENGTH) throw malformed('authData');
  const bits = bytes[32] ?? 0;
  const flags = {
    up: (bits & FLAGS.up) !== 0,
    uv: (bits & FLAGS.uv) !== 0,
    be: (bits & FLAGS.be) !== 0,
    bs: (bits & FLAGS.bs) !== 0,
    at: (bits & FLAGS.at) !== 0,
    ed: (bits & FLAGS.ed) !== 0,
  };
  // A credential that is not eligible for backup cannot be backed up (WebAuthn Level 3, 7.1 and 7.2).
  if (flags.bs && !flags.be) throw malformed('authData.flags');
  let rest = bytes.subarray(HEADER_LENGTH);
  let attestedCredentialData: AttestedCredentialData | undefined;
  let extensions: CborMap | undefined;
  if (flags.at) {
    const { data, length } = parseAttested(rest);
    attestedCredentialData = data;
    rest = rest.subarray(length);
  }
  if (flags.ed) {
    const { value, length } = decodeFirst(rest);
    if (!(value instanceof Map)) throw malformed('authData.extensions');
    extensions = value;
    rest = rest.subarray(length);
  }
  if (rest.length > 0) throw malformed('authData.leftover');
  const signCount = new DataView(bytes.buffer, bytes.byteOffset).getUint32(33);
  return { rpIdHash: bytes.slice(0, 32), flags, signCount, attestedCredentialData, extensions };
}

function parseAttested(bytes: Uint8Array): { data: AttestedCredentialData; length: number } {
  const idStart = AAGUID_LENGTH + 2;
  if (bytes.length < idStart) throw malformed('authData.attestedCredentialData');
  const idLength = new DataView(bytes.buffer, bytes.byteOffset).getUint16(AAGUID_LENGTH);
  const keyStart = idStart + idLength;
  const allowed = idLength >= MIN_CREDENTIAL_ID_LENGTH && idLength <= MAX_CREDENTIAL_ID_LENGTH;
  if (!allowed || bytes.length < keyStart) throw malformed('authData.credentialId');
  const { value, length } = decodeFirst(bytes.subarray(keyStart));
  if (!(value instanceof Map)) throw malformed('authData.credentialPublicKey');
  const data = {
    aaguid: formatAaguid(bytes.subarray(0, AAGUID_LENGTH)),
    credentialId: bytes.slice(idStart, keyStart),
    publicKey: value,
    publicKeyBytes: bytes.slice(keyStart, keyStart + length),
  };
  return { data, length: keyStart + length };
}

function malformed(member: string): CtapError {
  return new CtapError('response-malformed', { member });
}
