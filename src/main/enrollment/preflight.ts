import type { EnrollmentRequest } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import type { User } from '../../contract/users.ts';
import type { AuthenticatorInfo } from '../../ctap/ctap2/getInfo.ts';
import { refuseGuest } from '../directory/directory.ts';
import type { OpenKey } from '../keys/keys.ts';
import type { CeremonyParts, CeremonyState } from './parts.ts';

/**
 * Finds out all that can be known before anything is asked for or written: is there such a user who may have a passkey,
 * is there one key, and can that key hold it.
 * @throws KeydeskError user-…, no-key, several-keys, key-…
 */
export async function preflight(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<{ user: User; key: OpenKey }> {
  // The choice costs nothing and its refusal is the likeliest, so it is made before Graph is asked.
  await parts.keys.choose(request.keyId);
  const [user, key] = await Promise.allSettled([
    parts.directory.get(request.user, signal),
    parts.keys.open(request.keyId, signal),
  ]);
  if (key.status === 'fulfilled') state.key = key.value;
  if (user.status === 'rejected') throw user.reason;
  refuseGuest(user.value);
  if (key.status === 'rejected') throw key.reason;
  checkKey(key.value.session.info);
  return { user: user.value, key: key.value };
}

/** Whether a key can hold a Microsoft passkey at all: resident credentials, a PIN, room for one more. */
function checkKey(info: AuthenticatorInfo): void {
  if (!info.versions.some(version => version.startsWith('FIDO_2_'))) throw new KeydeskError('key-not-fido2');
  if (info.options.rk !== true) throw new KeydeskError('key-lacks-capability', { what: 'resident credentials' });
  if (info.options.clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'a PIN' });
  if (info.forcePINChange) throw new KeydeskError('pin-change-required');
  if (info.remainingDiscoverableCredentials === 0) throw new KeydeskError('key-full');
}
