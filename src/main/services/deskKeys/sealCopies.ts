import { openBox, sealBox } from './box.ts';
import { type Copies, markOf, readCopies } from './copies.ts';
import { type Keyring, knownKey } from './keyring.ts';
import { fingerprintOf, type PublicKey } from './publicKey.ts';
import type { SecretRow } from './sharedSecrets.ts';

/** A secret as its row has it. */
export type SealedSecret = Pick<SecretRow, 'name' | 'sealed' | 'copies'>;

/**
 * Why this desk cannot open the copy of a secret. `embedded`: it shares no record. `keyless`: it has no keys, because nothing can seal them here. `uncopied`: nobody has sealed it for this desk.
 * `stranger`: a desk sealed it that this one does not trust. `damaged`: the copy belongs to another row, or was changed.
 */
export type NotOpened = 'embedded' | 'keyless' | 'uncopied' | 'stranger' | 'damaged';

/** Adds copies for the recipients that have none. */
export async function addCopies(
  ring: Keyring,
  recipients: readonly PublicKey[],
  { name, sealed, copies }: SealedSecret,
  text: string,
): Promise<string> {
  const { of, for: before } = readCopies(copies, markOf(sealed));
  const by = fingerprintOf(ring.own);
  const added: Copies['for'] = {};
  for (const key of recipients) {
    const print = fingerprintOf(key);
    if (before[print] !== undefined) continue;
    const context = contextOf({ record: ring.own.record, name, of, by, print });
    const box = await sealBox(ring.boxKey, key.box, context, text);
    added[print] = { by, box: Buffer.from(box).toString('base64') };
  }
  return JSON.stringify({ of, for: { ...before, ...added } });
}

/** Opens the copy for this desk. */
export async function openCopy(
  ring: Keyring,
  { name, sealed, copies }: SealedSecret,
): Promise<{ readonly text: string } | { readonly why: NotOpened }> {
  const print = fingerprintOf(ring.own);
  const { of, for: all } = readCopies(copies, markOf(sealed));
  const copy = all[print];
  if (copy === undefined) return { why: 'uncopied' };
  const sender = knownKey(ring, copy.by);
  if (sender === undefined) return { why: 'stranger' };
  const context = contextOf({ record: ring.own.record, name, of, by: copy.by, print });
  try {
    return { text: await openBox(ring.boxKey, sender.box, context, Buffer.from(copy.box, 'base64')) };
  } catch {
    // The library's error says no more than that it does not open.
    return { why: 'damaged' };
  }
}

/** SECURITY: a copy is bound to its record, its row, the secret that it is a copy of, its sender and its recipient. */
function contextOf(of: { record: string; name: string; of: string; by: string; print: string }): Uint8Array {
  return Buffer.from(JSON.stringify([of.record, of.name, of.of, of.by, of.print]));
}
