import type { UserRow } from '../../../contract/directory/schema.ts';
import { isMicrosoftModel } from '../../../contract/passkeys/kinds.ts';
import type { Passkey, User } from '../../../contract/users/schema.ts';
import type { BatchContext } from './context.ts';

/** Maximum number of assignments of one user that are read. */
const MOST = 200;

/**
 * Returns whether a user certainly had no passkey at the last import. Microsoft's report is enough for that, unless Keydesk has assigned a
 * key or listed a passkey since.
 */
export function hasNoPasskey({ passkeyKinds, passkeys, assignment }: UserRow): boolean {
  return passkeyKinds?.length === 0 && (passkeys ?? 0) === 0 && (assignment === null || assignment === 'pending');
}

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
  if (known !== undefined && hasNoPasskey(known)) return [];
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
