import { concat, equal } from '../bytes.ts';
import type { CborMap, CborValue } from '../cbor.ts';
import { sha256 } from '../crypto.ts';
import { CtapError } from '../errors.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import type { AuthenticatorInfo } from './getInfo.ts';
import { Members } from './members.ts';
import { authorize, type PinUvAuthToken } from './pinAuth.ts';

/** The key's largest message and its large-blob storage, in bytes, from getInfo. */
export type LargeBlobLimits = Pick<AuthenticatorInfo, 'maxMsgSize' | 'maxSerializedLargeBlobArray'>;

/** Bytes of maxMsgSize reserved for the other parameters of a request (CTAP 2.3, 6.10.1: maxFragmentLength). */
const REQUEST_OVERHEAD = 64;
const HASH_LENGTH = 16;
/**
 * The smallest storage that a key may have (6.4). SECURITY: also limits how much is read, whatever size the key
 * reports.
 */
const LEAST_STORE = 1024;
const MOST_STORE = 65_536;

/**
 * Reads the serialized large-blob array without its hash by authenticatorLargeBlobs (0x0C; CTAP 2.3, 6.10.3). Returns
 * undefined if the hash is wrong, because writing the array was then interrupted.
 * @throws CtapError response-malformed, …
 */
export async function readLargeBlobArray(
  transport: CborTransport,
  limits: LargeBlobLimits,
  options?: CallOptions,
): Promise<Uint8Array | undefined> {
  const most = fragmentLength(limits);
  const store = Math.min(Math.max(limits.maxSerializedLargeBlobArray ?? MOST_STORE, LEAST_STORE), MOST_STORE);
  let whole = new Uint8Array();
  for (let fragment: Uint8Array | undefined; fragment === undefined || fragment.length === most; ) {
    const parameters = new Map([
      [0x01, most],
      [0x03, whole.length],
    ]);
    const m = new Members(await call(transport, 'largeBlobs', parameters, options), 'largeBlobs');
    fragment = m.required(m.bytes(0x01, 'config'), 'config');
    // SECURITY: stops a key that never stops sending.
    if (fragment.length > most || whole.length + fragment.length > store) throw malformed('config');
    whole = new Uint8Array(concat(whole, fragment));
  }
  const array = whole.subarray(0, -HASH_LENGTH);
  return equal(whole.subarray(-HASH_LENGTH), hashOf(array)) ? array : undefined;
}

/**
 * Replaces the key's whole array by authenticatorLargeBlobs (0x0C), with the hash at the end.
 * @param token with the permission largeBlobWrite; undefined for a key that is not protected
 * @throws CtapError CTAP2_ERR_LARGE_BLOB_STORAGE_FULL before anything is sent or by the key, …
 */
export async function writeLargeBlobArray(
  transport: CborTransport,
  limits: LargeBlobLimits,
  array: Uint8Array,
  token: PinUvAuthToken | undefined,
  options?: CallOptions,
): Promise<void> {
  const whole = concat(array, hashOf(array));
  const store = limits.maxSerializedLargeBlobArray ?? LEAST_STORE;
  if (whole.length > store) {
    throw new CtapError('CTAP2_ERR_LARGE_BLOB_STORAGE_FULL', { length: whole.length, limit: store });
  }
  const most = fragmentLength(limits);
  for (let offset = 0; offset < whole.length; offset += most) {
    const fragment = whole.slice(offset, offset + most);
    const auth = token && authorize(token, messageOf(offset, fragment));
    const parameters: CborMap = new Map<number, CborValue>([
      [0x02, fragment],
      [0x03, offset],
      [0x04, offset === 0 ? whole.length : undefined],
      [0x05, auth?.pinUvAuthParam],
      [0x06, auth?.version],
    ]);
    await call(transport, 'largeBlobs', parameters, options);
  }
}

function fragmentLength({ maxMsgSize }: LargeBlobLimits): number {
  if (maxMsgSize <= REQUEST_OVERHEAD) throw malformed('maxMsgSize');
  return maxMsgSize - REQUEST_OVERHEAD;
}

function hashOf(array: Uint8Array): Uint8Array {
  return sha256(array).subarray(0, HASH_LENGTH);
}

/**
 * Returns the message that authorizes one fragment: 32 bytes of 0xff, the command, the offset and the fragment's hash
 * (6.10.2).
 */
function messageOf(offset: number, fragment: Uint8Array): Uint8Array {
  const place = new Uint8Array(4);
  new DataView(place.buffer).setUint32(0, offset, true);
  return concat(new Uint8Array(32).fill(0xff), Uint8Array.of(0x0c, 0x00), place, sha256(fragment));
}

function malformed(member: string): CtapError {
  return new CtapError('response-malformed', { member: `largeBlobs.${member}` });
}
