import { createHash } from 'node:crypto';
import { concat, fromHex } from '../../ctap/bytes.ts';
import { type CborMap, encode } from '../../ctap/cbor.ts';
import type { Authenticator } from './authenticator.ts';
import type { StoredCredential } from './state.ts';

const FLAG = { up: 0x01, uv: 0x04, at: 0x40, ed: 0x80 } as const;

/**
 * Creates authenticator data of a response (WebAuthn Level 3, 6.1). `attested` adds the new credential. Increments the
 * signature counter.
 */
export function authData(
  authenticator: Authenticator,
  answer: { credential: StoredCredential; up: boolean; uv: boolean; attested: boolean; extensions: CborMap },
): Uint8Array {
  const { faults, state, profile } = authenticator;
  const { credential, extensions } = answer;
  state.signCount++;
  authenticator.save();
  const flags =
    (answer.up && faults.withoutPresence !== true ? FLAG.up : 0) |
    (answer.uv && faults.withoutVerification !== true ? FLAG.uv : 0) |
    (answer.attested ? FLAG.at : 0) |
    (extensions.size > 0 ? FLAG.ed : 0);
  const header = new Uint8Array(37);
  const rpId = faults.wrongRpIdHash === true ? 'wrong.example' : credential.rpId;
  const hash = createHash('sha256').update(rpId).digest();
  header.set(credential.u2fApplication === null ? hash : fromHex(credential.u2fApplication));
  header[32] = flags;
  new DataView(header.buffer).setUint32(33, state.signCount);
  const aaguid = faults.wrongAaguid === true ? new Uint8Array(16).fill(0xee) : fromHex(profile.aaguid);
  const parts: Uint8Array[] = [header];
  if (answer.attested) parts.push(attestedData(aaguid, credential));
  if (extensions.size > 0) parts.push(encode(extensions));
  return concat(...parts);
}

function attestedData(aaguid: Uint8Array, credential: StoredCredential): Uint8Array {
  const id = fromHex(credential.id);
  const publicKey = coseKey(credential);
  return concat(aaguid, Uint8Array.of(id.length >> 8, id.length & 0xff), id, encode(publicKey));
}

/** Returns the credential's public key as COSE_Key, ES256. */
export function coseKey(credential: StoredCredential): CborMap {
  return new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, fromHex(credential.x)],
    [-3, fromHex(credential.y)],
  ]);
}
