import { isMicrosoftModel } from '../../../contract/passkeys/kinds.ts';
import type { Passkey, User } from '../../../contract/users/schema.ts';
import type { BatchContext } from './context.ts';

/** Maximum number of assignments of one user that are read. */
const MOST = 200;

/**
 * Returns the passkeys of a user that are on a security key, from Entra. A passkey counts if Keydesk has created it, or if its model is in
 * the list of key models: what is unknown may be on a phone, and must not be replaced.
 * @throws KeydeskError graph-…
 */
export async function securityKeysOf(
  { imported, directory, assignments, metadata }: BatchContext,
  user: User,
  signal: AbortSignal,
): Promise<Passkey[]> {
  const known = await imported.user(user.id);
  // The report of the last import is enough to say that there is none; the registration checks it again.
  if (known?.passkeyKinds?.length === 0 && known.passkeys === 0) return [];
  const [passkeys, own] = await Promise.all([
    directory.passkeys(user.id, signal),
    assignments.list({ user: user.id, limit: MOST }),
  ]);
  return passkeys.filter(({ id, aaGuid }) => {
    if (isMicrosoftModel(aaGuid)) return false;
    const isOwn = own.assignments.some(({ methodId }) => methodId === id);
    return isOwn || (aaGuid !== null && metadata.model(aaGuid) !== undefined);
  });
}
