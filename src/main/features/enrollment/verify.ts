import { KeydeskError } from '../../../contract/errors/errors.ts';
import { cleanDeviceText } from '../../../contract/text/deviceText.ts';
import { equal } from '../../../ctap/bytes.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import {
  type AttestedStatement,
  attestationObject,
  strictStatement,
  verifyAttestation,
} from '../../../ctap/webauthn/attestation.ts';
import { type AuthenticatorData, parseAuthenticatorData } from '../../../ctap/webauthn/authenticatorData.ts';
import { type CoseKey, parseCoseKey } from '../../../ctap/webauthn/coseKey.ts';
import { rpIdHashOf } from '../../../ctap/webauthn/rpIdHash.ts';
import type { CreationOptions } from '../../services/graph/creationOptions.ts';
import type { MadeCredential } from './create.ts';

/** A credential that passed all checks, ready to be registered. */
export interface VerifiedCredential {
  readonly credentialId: Uint8Array;
  readonly publicKey: CoseKey;
  /** The COSE_Key as the key sent it. */
  readonly publicKeyBytes: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
  /** The maker's certificates in DER, leaf first; empty if the attestation has none. */
  readonly certificates: readonly Uint8Array[];
  /** Why the attestation could not be checked; undefined if it was checked. */
  readonly doubt: Doubt | undefined;
}

/** Why an attestation could not be checked: a code with its value. */
export interface Doubt {
  readonly reason: string;
  readonly value?: string;
}

/** Attestation formats that Entra accepts: `packed`, and `none` unless the policy requires attestation (graph.md, 3). */
const TAKEN: readonly string[] = ['packed', 'none'];

/** What Entra requires of a credential. */
export type Demands = Pick<CreationOptions, 'rp' | 'pubKeyCredParams' | 'extensions' | 'enforceCredProtect'>;

/** Returns the credential id of an answer, even if the rest is malformed, so that the credential can be deleted. */
export function credentialIdOf({ response }: MadeCredential): Uint8Array | undefined {
  try {
    return parseAuthenticatorData(response.authData).attestedCredentialData?.credentialId;
  } catch {
    return undefined;
  }
}

/**
 * Checks a new credential before it is sent to Entra, more strictly than Entra does (WebAuthn Level 3, 7.1): rpIdHash, flags, AAGUID,
 * algorithm, protection and the attestation's signature. An attestation with an unknown format or algorithm is not an error of the
 * credential: `doubt` says what is unknown.
 * @throws KeydeskError wrong-rp-id-hash, credential-invalid; CtapError attestation-invalid, response-malformed
 */
export function verifyCredential(
  made: MadeCredential,
  options: Demands,
  info: Pick<AuthenticatorInfo, 'aaguid'>,
): VerifiedCredential {
  const { fmt, attStmt, authData } = made.response;
  const parsed = parseAuthenticatorData(authData);
  if (!equal(parsed.rpIdHash, rpIdHashOf(options.rp.id))) throw new KeydeskError('wrong-rp-id-hash');
  const attested = parsed.attestedCredentialData;
  if (attested === undefined) throw invalid('no-credential');
  if (!parsed.flags.up) throw invalid('without-touch');
  if (!parsed.flags.uv) throw invalid('without-pin');
  if (attested.aaguid !== info.aaguid) throw invalid('aaguid-differs');
  const publicKey = parseCoseKey(attested.publicKey);
  const { alg } = publicKey;
  if (!options.pubKeyCredParams.some(wanted => wanted.alg === alg)) throw invalid('algorithm-unasked');
  checkProtection(parsed, options);
  const { rpIdHash } = parsed;
  const { clientDataHash } = made;
  const attestation = check({ fmt, attStmt, authData, rpIdHash, clientDataHash, attested });
  return {
    credentialId: attested.credentialId,
    publicKey,
    publicKeyBytes: attested.publicKeyBytes,
    clientDataJSON: made.clientDataJSON,
    attestationObject: submitted(made.response, attestation.doubt),
    ...attestation,
  };
}

/** Checks the attestation's signature. @throws CtapError attestation-invalid, response-malformed */
function check(statement: AttestedStatement): Pick<VerifiedCredential, 'certificates' | 'doubt'> {
  try {
    const result = verifyAttestation(statement);
    // Entra ignores this format even if the attestation is valid.
    const doubt = TAKEN.includes(statement.fmt)
      ? undefined
      : { reason: 'format-not-taken', value: cleanDeviceText(statement.fmt) ?? '' };
    return { certificates: result.type === 'basic' ? result.certificates : [], doubt };
  } catch (error) {
    if (!hasCtapCode(error, 'unsupported')) throw error;
    const { what, value } = error.params;
    return { certificates: [], doubt: { reason: String(what), value: cleanDeviceText(String(value)) ?? '' } };
  }
}

/**
 * Returns the attestation object for Entra. Leaves out a statement that Entra may not understand, as WebAuthn clients do if the relying
 * party wants none (Level 3, 5.1.3). The credential is the same without it.
 */
function submitted({ fmt, attStmt, authData }: MadeCredential['response'], doubt: Doubt | undefined): Uint8Array {
  if (doubt !== undefined) return attestationObject('none', new Map(), authData);
  return attestationObject(fmt, strictStatement(attStmt), authData);
}

function checkProtection({ extensions }: AuthenticatorData, options: Demands): void {
  const level = extensions?.get('credProtect');
  const wanted = options.extensions.credProtect ?? 1;
  if (options.enforceCredProtect && !(typeof level === 'number' && level >= wanted)) {
    throw invalid('unprotected');
  }
}

function invalid(reason: string): KeydeskError {
  return new KeydeskError('credential-invalid', { reason });
}
