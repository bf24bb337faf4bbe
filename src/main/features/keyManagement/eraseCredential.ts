import type { CredentialDeletion } from '../../../contract/keys/management.ts';
import { fromBase64url } from '../../../ctap/bytes.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { Keys } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Enrollments } from '../enrollment/enrollments.ts';
import { deleteCredential } from './credentials.ts';
import { recordedChange } from './recordedChange.ts';

export interface EraseCredentialParts {
  readonly keys: Keys;
  readonly activity: Activity;
  readonly assignments: Pick<Assignments, 'erased'>;
  readonly enrollments: Pick<Enrollments, 'beforeDeletion'>;
  readonly log: (message: string) => void;
}

interface CredentialRef {
  readonly keyId?: string | undefined;
  readonly pin: string;
  readonly credentialId: string;
}

/**
 * Deletes a credential from a key, revokes its assignment and closes the unfinished enrollment that made it.
 * @throws KeydeskError key-…, pin-…
 */
export async function eraseCredential(
  parts: EraseCredentialParts,
  { keyId, pin, credentialId }: CredentialRef,
): Promise<CredentialDeletion> {
  const { assignments, enrollments, log } = parts;
  const unfinished = await recordedChange(parts, 'key-credential-deleted', { credentialId }, use =>
    use(keyId, async key => {
      const made = fromBase64url(credentialId);
      const before = await withPin(key.session, () => enrollments.beforeDeletion(key, pin, made));
      await deleteCredential(key, pin, credentialId);
      return before;
    }),
  );
  // The credential is deleted from the key, even if a record cannot be written.
  const failed = (error: unknown) => log(`after a credential was deleted: ${String(error)}`);
  const revoked = await assignments.erased({ credentialId }).catch(error => {
    failed(error);
    return [];
  });
  await unfinished.erased().catch(failed);
  return { revoked };
}
