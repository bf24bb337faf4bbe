import type { JsonWebKey } from 'node:crypto';
import { z } from 'zod';
import type { Vault } from '../auth/vault.ts';
import { makeBoxKeys } from './box.ts';
import { fingerprintOf, type PublicKey } from './publicKey.ts';
import { makeSigningKeys } from './statement.ts';

/** The name of the secret in the vault. */
export const DESK_KEYS = 'desk-keys';

const bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'));
const privateKey = z.record(z.string(), z.unknown()).transform(jwk => jwk as JsonWebKey);
const publicKeySchema = z.object({
  record: z.string(),
  desk: z.string(),
  holder: z.string(),
  box: bytes,
  signing: bytes,
});

/** A key that this desk has trusted. */
const knownSchema = z.object({
  key: publicKeySchema,
  /** `person`: somebody has compared the fingerprint at this desk. Otherwise the fingerprint of the key that signed the statement. */
  via: z.string(),
  /** Whether it gets nothing any more. That is final: a desk that comes back makes other keys. */
  isRemoved: z.boolean(),
});
export type KnownKey = z.output<typeof knownSchema>;

const keyringSchema = z.object({
  own: publicKeySchema,
  boxKey: privateKey,
  signingKey: privateKey,
  known: z.array(knownSchema).readonly(),
});

/**
 * The private keys of this desk, and the keys that it trusts. SECURITY: sealed in a file of the data folder. It is in no table, because the record writes to tables of the desk.
 */
export type Keyring = z.output<typeof keyringSchema>;

/** Returns undefined if there is none. @throws KeydeskError as Vault.read; Error if it is damaged */
export async function readKeyring(vault: Pick<Vault, 'read'>): Promise<Keyring | undefined> {
  const text = await vault.read(DESK_KEYS);
  return text === undefined || text === '' ? undefined : keyringSchema.parse(JSON.parse(text));
}

/** @throws KeydeskError secrets-unwritable */
export async function writeKeyring(vault: Pick<Vault, 'write'>, keyring: Keyring): Promise<void> {
  await vault.write(DESK_KEYS, JSON.stringify(keyring, withBase64));
}

/** Forgets the private keys that this program has. Those of another program of the desk stay. @throws KeydeskError secrets-unwritable */
export async function emptyKeyring(vault: Pick<Vault, 'write'>): Promise<void> {
  await vault.write(DESK_KEYS, '');
}

/** Makes the keys of a desk. It trusts nobody yet. */
export async function makeKeyring(of: Pick<PublicKey, 'record' | 'desk' | 'holder'>): Promise<Keyring> {
  const [box, signing] = [await makeBoxKeys(), makeSigningKeys()];
  return {
    own: { ...of, box: box.publicKey, signing: signing.publicKey },
    boxKey: box.privateKey as JsonWebKey,
    signingKey: signing.privateKey,
    known: [],
  };
}

/** Returns a key that this desk knows by its fingerprint, its own included, also if it is removed: what it sealed before stays readable. */
export function knownKey({ own, known }: Keyring, fingerprint: string): PublicKey | undefined {
  return [own, ...known.map(({ key }) => key)].find(key => fingerprintOf(key) === fingerprint);
}

/** JSON.stringify has turned a Buffer into an object before it calls this, so the value is read again. */
function withBase64(this: unknown, key: string, value: unknown): unknown {
  const own: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
}
