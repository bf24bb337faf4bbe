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
 * Returns the passkeys of a user that are on a security key, or none if the last import says so. That is enough to check a file before the first key; Entra is
 * asked when the key is there (atKey.ts).
 * @throws KeydeskError graph-…
 */
export async function securityKeysOf(context: BatchContext, user: User, signal: AbortSignal): Promise<Passkey[]> {
  const known = await context.imported.user(user.id);
  return known !== undefined && hasNoPasskey(known) ? [] : listedKeysOf(context, user.id, signal);
}

/** Returns whether a pending assignment asks for a second key of a user who has one: then nobody is skipped because of the first. */
export async function wantsBackup(
  { assignments }: Pick<BatchContext, 'assignments'>,
  userId: string,
): Promise<boolean> {
  const pending = await assignments.list({ user: userId, states: ['pending'], limit: MOST });
  return pending.assignments.some(({ purpose }) => purpose === 'backup');
}

/**
 * Returns the passkeys of a user that are on a security key, from Entra. A passkey counts if Keydesk has created it, if its model is in
 * the list of key models, or if Entra says that it never leaves its device: what is unknown may be on a phone, and must not be replaced.
 * @throws KeydeskError graph-…
 */
export async function listedKeysOf(
  { directory, assignments, metadata }: BatchContext,
  userId: string,
  signal: AbortSignal,
): Promise<Passkey[]> {
  const [passkeys, own] = await Promise.all([
    directory.passkeys(userId, signal),
    assignments.list({ user: userId, limit: MOST }),
  ]);
  return passkeys.filter(({ id, aaGuid, passkeyType }) => {
    // Those of Microsoft Authenticator and Windows Hello never leave their device either.
    if (isMicrosoftModel(aaGuid)) return false;
    const isOwn = own.assignments.some(({ methodId }) => methodId === id);
    return isOwn || passkeyType === 'deviceBound' || (aaGuid !== null && metadata.model(aaGuid) !== undefined);
  });
}
