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
 * Manages the large blobs of one key, by the credential's largeBlobKey (32 bytes). Does not change entries of other
 * credentials or unreadable entries.
 */
export interface LargeBlobs {
  /** Returns undefined if the credential has no large blob. */
  read(largeBlobKey: Uint8Array): Promise<Uint8Array | undefined>;
  /** Stores or replaces a large blob. @throws CtapError CTAP2_ERR_LARGE_BLOB_STORAGE_FULL, … */
  write(largeBlobKey: Uint8Array, data: Uint8Array): Promise<void>;
  /** Returns false, and writes nothing, if there was none. */
  delete(largeBlobKey: Uint8Array): Promise<boolean>;
}

/** Members of a large-blob map (CTAP 2.3, 6.10.3). */
const entryKeys = { ciphertext: 0x01, nonce: 0x02, origSize: 0x03 } as const;
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
/** SECURITY: maximum size of a decompressed blob, in bytes. The whole storage of a key is much smaller. */
const MOST_UNPACKED = 1_048_576;

/**
 * Creates the commands for large blobs. `token` has the permission largeBlobWrite. Reading needs no token, nor does
 * writing to a key without protection.
 */
export function largeBlobs(
  transport: CborTransport,
  limits: LargeBlobLimits,
  token: PinUvAuthToken | HeldToken | undefined,
): LargeBlobs {
  const readAll = async () => entriesOf(await readWhole(transport, limits));
  // If another program or an expired token interrupts a write, the write begins again from the first fragment.
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
 * SECURITY: an array that another program writes during the read has a wrong hash, too. An array that counts as empty
 * gets overwritten by the next write, so it is read again first.
 */
async function readWhole(transport: CborTransport, limits: LargeBlobLimits): Promise<Uint8Array | undefined> {
  return (await readLargeBlobArray(transport, limits)) ?? (await readLargeBlobArray(transport, limits));
}

/** SECURITY: a largeBlobKey comes from the key. Nothing is encrypted with one of another length. */
function checkKey(largeBlobKey: Uint8Array): void {
  if (largeBlobKey.length !== KEY_LENGTH) throw new CtapError('response-malformed', { member: 'largeBlobKey' });
}

/** Returns no entries for a damaged array, as the specification requires. The next write repairs it (6.10.3). */
function entriesOf(array: Uint8Array | undefined): CborValue[] {
  if (array === undefined) return [];
  try {
    const entries = decode(array);
    return Array.isArray(entries) ? entries : [];
  } catch {
    // The array is damaged, see above.
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

/** Decrypts an entry. Returns undefined for another credential's entry, and for an invalid entry. */
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

/** Returns "blob" and the uncompressed size in eight bytes, little-endian (6.10.3). */
function associatedData(origSize: number): Uint8Array {
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(origSize), true);
  return concat(new TextEncoder().encode('blob'), size);
}
