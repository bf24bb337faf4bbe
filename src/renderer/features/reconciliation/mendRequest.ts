import type { MendRequest, ReconciledDifference } from '../../../contract/reconciliation/schema.ts';

/** A plugged-in key and its PIN. */
interface Access {
  readonly keyId: string;
  readonly pin: string;
}

/** Returns the request that mends a difference; undefined if the difference lacks what it needs. */
export function mendRequest(
  mend: MendRequest['mend'],
  { user, key, methodId, credentialId, assignmentId }: ReconciledDifference,
  access: Access | undefined,
  evenIfUnproven: boolean,
): MendRequest | undefined {
  switch (mend) {
    case 'adopt':
      return user === null || methodId === null ? undefined : { mend, user: user.id, methodId };
    case 'delete-in-entra':
      if (user === null || methodId === null) return undefined;
      return { mend, user: user.id, methodId, confirm: user.userPrincipalName };
    case 'delete-on-key': {
      if (access === undefined || credentialId === null) return undefined;
      const confirm = user?.userPrincipalName ?? credentialId;
      return { mend, keyId: access.keyId, pin: access.pin, credentialId, confirm, evenIfUnproven };
    }
    case 'close-assignment':
      return assignmentId === null ? undefined : { mend, assignmentId, evenIfUnproven };
    case 'mark-key-lost':
    case 'mark-key-returned':
      return key?.id == null ? undefined : { mend, inventoryKey: key.id, confirm: key.serial ?? key.id };
  }
}
