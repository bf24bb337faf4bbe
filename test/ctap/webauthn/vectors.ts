import { fromHex } from '../../../src/ctap/bytes.ts';
import { type CborMap, decode } from '../../../src/ctap/cbor.ts';
import { sha256 } from '../../../src/ctap/crypto.ts';
import type { AttestedStatement } from '../../../src/ctap/webauthn/attestation.ts';
import {
  type AttestedCredentialData,
  type AuthenticatorData,
  parseAuthenticatorData,
} from '../../../src/ctap/webauthn/authenticatorData.ts';
import file from '../../vectors/webauthn-l3.json' with { type: 'json' };

/** The relying party of every vector. */
export const RP_ID = 'example.org';

/** One parsed registration and sign-in from the W3C's test vectors. */
export interface Vector {
  readonly title: string;
  readonly fmt: string;
  readonly attStmt: CborMap;
  readonly authData: Uint8Array;
  readonly parsed: AuthenticatorData;
  readonly attested: AttestedCredentialData;
  readonly challenge: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
  readonly registration: Readonly<Record<string, string>>;
  readonly assertion: {
    readonly challenge: Uint8Array;
    readonly authData: Uint8Array;
    readonly clientDataJSON: Uint8Array;
    readonly signature: Uint8Array;
  };
}

type Section = Readonly<Record<string, string>>;

/** Every vector with a registration. */
export const vectors: Vector[] = Object.values(
  file.vectors as unknown as Record<string, { title: string; registration: Section; authentication: Section }>,
)
  .filter(({ registration }) => registration.attestationObject !== undefined)
  .map(({ title, registration, authentication }) => {
    const attestationObject = bytes(registration, 'attestationObject');
    const members = decode(attestationObject) as CborMap;
    const authData = members.get('authData') as Uint8Array;
    const parsed = parseAuthenticatorData(authData);
    if (parsed.attestedCredentialData === undefined) throw new Error(`${title} has no credential`);
    return {
      title,
      fmt: members.get('fmt') as string,
      attStmt: members.get('attStmt') as CborMap,
      authData,
      parsed,
      attested: parsed.attestedCredentialData,
      challenge: bytes(registration, 'challenge'),
      clientDataJSON: bytes(registration, 'clientDataJSON'),
      attestationObject,
      registration,
      assertion: {
        challenge: bytes(authentication, 'challenge'),
        authData: bytes(authentication, 'authenticatorData'),
        clientDataJSON: bytes(authentication, 'clientDataJSON'),
        signature: bytes(authentication, 'signature'),
      },
    };
  });

/** Returns the vector with that name. */
export function vector(title: string): Vector {
  const found = vectors.find(each => each.title === title);
  if (found === undefined) throw new Error(`no vector ${title}`);
  return found;
}

/** Returns the input of verifyAttestation for a vector. */
export function statementOf(v: Vector): AttestedStatement {
  const { fmt, attStmt, authData, attested } = v;
  return { fmt, attStmt, authData, attested, rpIdHash: v.parsed.rpIdHash, clientDataHash: sha256(v.clientDataJSON) };
}

function bytes(section: Section, name: string): Uint8Array {
  const value = section[name];
  if (value === undefined) throw new Error(`a vector without ${name}`);
  return fromHex(value);
}
