import { createHash } from 'node:crypto';
import { concat, equal, fromHex, toHex } from '../../../ctap/bytes.ts';
import type { CborValue } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import { type PinToken, permission } from '../pinToken.ts';
import { verifyToken } from '../userVerification.ts';

const REQUEST_OVERHEAD = 64;
const HASH_LENGTH = 16;
/** An empty array and its hash. */
const LEAST_LENGTH = 17;

/** authenticatorLargeBlobs (CTAP 2.3, 6.10.2). */
export function largeBlobs(authenticator: Authenticator, request: CborValue): CborValue {
  const parameters = new Parameters(needed(request));
  const [count, fragment] = [parameters.integer(0x01), parameters.bytes(0x02)];
  const offset = parameters.integer(0x03);
  demand(offset !== undefined && offset >= 0, 'CTAP1_ERR_INVALID_PARAMETER');
  demand((count === undefined) !== (fragment === undefined), 'CTAP1_ERR_INVALID_PARAMETER');
  if (fragment !== undefined) return write(authenticator, parameters, offset, fragment);
  return read(authenticator, parameters, offset, count ?? 0);
}

function read(authenticator: Authenticator, parameters: Parameters, offset: number, count: number): CborValue {
  const unasked = [parameters.integer(0x04), parameters.bytes(0x05), parameters.integer(0x06)];
  demand(
    unasked.every(parameter => parameter === undefined),
    'CTAP1_ERR_INVALID_PARAMETER',
  );
  demand(count >= 0, 'CTAP1_ERR_INVALID_PARAMETER');
  demand(count <= fragmentLength(authenticator), 'CTAP1_ERR_INVALID_LENGTH');
  const array = fromHex(authenticator.state.largeBlobArray);
  demand(offset <= array.length, 'CTAP1_ERR_INVALID_PARAMETER');
  return new Map([[0x01, array.slice(offset, offset + count)]]);
}

function write(authenticator: Authenticator, parameters: Parameters, offset: number, fragment: Uint8Array): CborValue {
  demand(fragment.length <= fragmentLength(authenticator), 'CTAP1_ERR_INVALID_LENGTH');
  const length = parameters.integer(0x04);
  if (offset === 0) {
    demand(length !== undefined, 'CTAP1_ERR_INVALID_PARAMETER');
    const { maxSerializedLargeBlobArray } = authenticator.profile;
    demand(length <= maxSerializedLargeBlobArray, 'CTAP2_ERR_LARGE_BLOB_STORAGE_FULL');
    demand(length >= LEAST_LENGTH, 'CTAP1_ERR_INVALID_PARAMETER');
    authenticator.largeBlobWrite = { length, received: new Uint8Array(), token: undefined };
  } else {
    demand(length === undefined, 'CTAP1_ERR_INVALID_PARAMETER');
  }
  const pending = authenticator.largeBlobWrite;
  // A write ends together with the token that began it (CTAP 2.3, 6).
  demand(pending?.received.length === offset && pending.token?.alive !== false, 'CTAP1_ERR_INVALID_SEQ');
  const token = verify(authenticator, parameters, offset, fragment);
  pending.token ??= token;
  demand(offset + fragment.length <= pending.length, 'CTAP1_ERR_INVALID_PARAMETER');
  pending.received = concat(pending.received, fragment);
  if (pending.received.length === pending.length) commit(authenticator, pending.received);
  return undefined;
}

/**
 * Verifies a fragment and returns its token, or none if the key has no protection. Every fragment is authorized
 * separately: 32 bytes of 0xff, the command, the offset and the fragment's hash.
 */
function verify(
  authenticator: Authenticator,
  parameters: Parameters,
  offset: number,
  fragment: Uint8Array,
): PinToken | undefined {
  if (!authenticator.isProtected && !authenticator.state.alwaysUv) return undefined;
  const param = parameters.bytes(0x05);
  demand(param !== undefined, 'CTAP2_ERR_PUAT_REQUIRED');
  const place = new Uint8Array(4);
  new DataView(place.buffer).setUint32(0, offset, true);
  const hash = createHash('sha256').update(fragment).digest();
  const message = concat(new Uint8Array(32).fill(0xff), Uint8Array.of(0x0c, 0x00), place, hash);
  return verifyToken(authenticator, needed(parameters.integer(0x06)), message, param, permission.lbw);
}

/** Replaces the array only if the new one is complete and has the right hash. */
function commit(authenticator: Authenticator, array: Uint8Array): void {
  authenticator.largeBlobWrite = undefined;
  const hash = createHash('sha256').update(array.subarray(0, -HASH_LENGTH)).digest();
  demand(equal(array.subarray(-HASH_LENGTH), hash.subarray(0, HASH_LENGTH)), 'CTAP2_ERR_INTEGRITY_FAILURE');
  authenticator.state.largeBlobArray = toHex(array);
  authenticator.save();
}

function fragmentLength({ profile }: Authenticator): number {
  return profile.maxMsgSize - REQUEST_OVERHEAD;
}
