import { aesCbcDecrypt, hkdfSha256 } from '../crypto.ts';
import type { AuthenticatorInfo } from '../ctap2/getInfo.ts';
import type { PinUvAuthToken } from '../ctap2/pinAuth.ts';
import { CtapError } from '../errors.ts';

/** What only the holder of a key's persistent token can read of its getInfo; 16 bytes each, undefined when not told. */
export interface PersistentState {
  /** Which key this is, until it is reset. */
  readonly deviceIdentifier: Uint8Array | undefined;
  /** Other bytes after every change of the key's credentials: while they are the same, a list once read still holds. */
  readonly credStoreState: Uint8Array | undefined;
}

const BLOCK = 16;

/**
 * Reads encIdentifier and encCredStoreState (CTAP 2.3, 6.4). A token of before a PIN change gives other bytes, and nothing
 * tells so: compare with what was read before.
 * @throws CtapError response-malformed
 */
export function persistentState(
  info: Pick<AuthenticatorInfo, 'encIdentifier' | 'encCredStoreState'>,
  { token }: PinUvAuthToken,
): PersistentState {
  const open = (name: keyof typeof info) => {
    const sealed = info[name];
    if (sealed === undefined) return undefined;
    if (sealed.length !== 2 * BLOCK) throw new CtapError('response-malformed', { member: `getInfo.${name}` });
    return aesCbcDecrypt(hkdfSha256(token, name, BLOCK), sealed.subarray(0, BLOCK), sealed.subarray(BLOCK));
  };
  return { deviceIdentifier: open('encIdentifier'), credStoreState: open('encCredStoreState') };
}
