import { aesCbcDecrypt, hkdfSha256 } from '../crypto.ts';
import type { AuthenticatorInfo } from '../ctap2/getInfo.ts';
import type { PinUvAuthToken } from '../ctap2/pinAuth.ts';
import { CtapError } from '../errors.ts';

/** Members of getInfo that only a persistent token can decrypt. 16 bytes each, undefined if not reported. */
export interface PersistentState {
  /** Identifies the key until it is reset. */
  readonly deviceIdentifier: Uint8Array | undefined;
  /** Changes with every change of the key's credentials. If it is the same, an earlier list is still valid. */
  readonly credStoreState: Uint8Array | undefined;
}

const BLOCK = 16;

/**
 * Decrypts encIdentifier and encCredStoreState (CTAP 2.3, 6.4). A token from before a PIN change returns other bytes
 * without an error, so compare with earlier values.
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
