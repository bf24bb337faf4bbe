import { concat, fromHex } from '../../ctap/bytes.ts';
import type { CborValue } from '../../ctap/cbor.ts';
import type { Authenticator } from './authenticator.ts';
import { padded, signEs256 } from './signatures.ts';

const ES256 = -7;

/** What the key attests, and the platform's choices. */
interface Attested {
  readonly data: Uint8Array;
  readonly clientDataHash: Uint8Array;
  /** True to use the certificate that identifies this very key. */
  readonly enterprise: boolean;
  /** attestationFormatsPreference. The key uses the first one that it supports (CTAP 2.3, 6.1.2, step 19). */
  readonly formats: readonly string[] | undefined;
}

/** Creates the response to makeCredential: authenticator data with its attestation statement. */
export function attest(authenticator: Authenticator, attested: Attested): Map<number, CborValue> {
  const attestationFormats = authenticator.faults.attestationFormats ?? authenticator.profile.attestationFormats;
  const preferred = attested.formats?.find(format => attestationFormats.includes(format));
  const unattested = preferred === 'none' && !attested.enterprise;
  return new Map<number, CborValue>([
    [0x01, unattested ? 'none' : (authenticator.faults.attestationFormat ?? 'packed')],
    [0x02, attested.data],
    [0x03, unattested ? new Map() : packed(authenticator, attested)],
    [0x04, attested.enterprise || undefined],
  ]);
}

/** Creates a packed attestation with the key's own certificate (WebAuthn Level 3, 8.2). */
function packed({ state, faults }: Authenticator, { data, clientDataHash, enterprise }: Attested): CborValue {
  const { privateKey, certificates, enterpriseCertificate } = state.attestation;
  const signature = signEs256(privateKey, concat(data, clientDataHash));
  if (faults.badAttestationSignature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 0xff;
  return new Map<string, CborValue>([
    ['alg', faults.attestationAlgorithm ?? ES256],
    ['sig', faults.paddedSignature === true ? padded(signature) : signature],
    ['x5c', [fromHex(enterprise ? enterpriseCertificate : (certificates[0] ?? ''))]],
  ]);
}
