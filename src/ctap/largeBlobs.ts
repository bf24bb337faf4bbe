import { concat } from './bytes.ts';
import { type CborMap, type CborValue, decode, encode } from './cbor.ts';
import { aesGcmDecrypt, aesGcmEncrypt, randomBytes } from './crypto.ts';
import type { CborTransport } from './ctap2/call.ts';
import { type HeldToken, held } from './ctap2/heldToken.ts';
import { type LargeBlobLimits, readLargeBlobArray, writeLargeBlobArray } from './ctap2/largeBlobs.ts';
import type { PinUvAuthToken } from './ctap2/pinAuth.ts';
import { deflate, inflate } from './deflate.ts';
import { CtapError } from './errors.ts';

/**
 * The large blobs of one key, by the credential's largeBlobKey (32 bytes). Entries of other credentials, and those this
 * layer cannot read, are left as they are.
 */
export interface LargeBlobs {
  /** Undefined where the credential has none. */
  read(largeBlobKey: Uint8Array): Promise<Uint8Array | undefined>;
  /** Stores or replaces. @throws CtapError CTAP2_ERR_LARGE_BLOB_STORAGE_FULL, … */
  write(largeBlobKey: Uint8Array, data: Uint8Array): Promise<void>;
  /** False, and nothing is written, where there was none. */
  delete(largeBlobKey: Uint8Array): Promise<boolean>;
}

/** Members of a large-blob map (CTAP 2.3, 6.10.3). */
const entryKeys = { ciphertext: 0x01, nonce: 0x02, origSize: 0x03 } as const;
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
/** SECURITY: no blob is unpacked beyond this, in bytes; a key's whole store is far less. */
const MOST_UNPACKED = 1_048_576;

/** `token` has the permission largeBlobWrite; reading needs none, nor does writing to a key without protection. */
export function largeBlobs(
  transport: CborTransport,
  limits: LargeBlobLimits,
  token: PinUvAuthToken | HeldToken | undefined,
): LargeBlobs {
  const readAll = async () => entriesOf(await readWhole(transport, limits));
  // A write that another program, or the end of its token, interrupts begins again from the first fragment.
  const writeAll = (entries: CborValue[]) => {
    const write = (own: PinUvAuthToken | undefined) => writeLargeBlobArray(transport, limits, encode(entries), own);
    return token === undefined ? write(undefined) : held(token).use(write);
  };
  return {
    read: async key => {
      checkKey(key);
      for (const entry of await readAll()) {
        const opened = open(key, entry);
        const data = opened && (await inflate(opened.compressed, opened.origSize));
        if (data !== undefined) return data;
      }
      return undefined;
    },
    write: async (key, data) => {
      checkKey(key);
      const others = (await readAll()).filter(old => open(key, old) === undefined);
      await writeAll([...others, await seal(key, data)]);
    },
    delete: async key => {
      checkKey(key);
      const entries = await readAll();
      const others = entries.filter(entry => open(key, entry) === undefined);
      if (others.length === entries.length) return false;
      await writeAll(others);
      return true;
    },
  };
}

/**
 * SECURITY: an array that another program writes while it is read has a wrong hash too, and what counts as empty is
 * overwritten by whoever writes next: it is read again before that.
 */
async function readWhole(transport: CborTransport, limits: LargeBlobLimits): Promise<Uint8Array | undefined> {
  return (await readLargeBlobArray(transport, limits)) ?? (await readLargeBlobArray(transport, limits));
}

/** SECURITY: the largeBlobKey is the key's own, and nothing is sealed with one of another length. */
function checkKey(largeBlobKey: Uint8Array): void {
  if (largeBlobKey.length !== KEY_LENGTH) throw new CtapError('response-malformed', { member: 'largeBlobKey' });
}

/** A damaged array counts as empty, as the specification asks: whoever writes next makes it whole (6.10.3). */
function entriesOf(array: Uint8Array | undefined): CborValue[] {
  if (array === undefined) return [];
  try {
    const entries = decode(array);
    return Array.isArray(entries) ? entries : [];
  } catch {
    // Damage, see above.
    return [];
  }
}

async function seal(key: Uint8Array, data: Uint8Array): Promise<CborMap> {
  const nonce = randomBytes(NONCE_LENGTH);
  return new Map<number, CborValue>([
    [entryKeys.ciphertext, aesGcmEncrypt(key, nonce, associatedData(data.length), await deflate(data))],
    [entryKeys.nonce, nonce],
    [entryKeys.origSize, data.length],
  ]);
}

/** What the key opens; undefined for another credential's entry, and for what is no entry at all. */
function open(key: Uint8Array, entry: CborValue): { compressed: Uint8Array; origSize: number } | undefined {
  if (!(entry instanceof Map)) return undefined;
  const [ciphertext, nonce] = [entry.get(entryKeys.ciphertext), entry.get(entryKeys.nonce)];
  const origSize = entry.get(entryKeys.origSize);
  if (!(ciphertext instanceof Uint8Array && nonce instanceof Uint8Array)) return undefined;
  if (typeof origSize !== 'number' || origSize < 0 || origSize > MOST_UNPACKED) return undefined;
  if (nonce.length !== NONCE_LENGTH) return undefined;
  const compressed = aesGcmDecrypt(key, nonce, associatedData(origSize), ciphertext);
  return compressed && { compressed, origSize };
}

/** "blob" and the uncompressed size in eight bytes, little-endian (6.10.3). */
function associatedData(origSize: number): Uint8Array {
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(origSize), true);
  return concat(new TextEncoder().encode('blob'), size);
}
