import type { Assignment, AssignmentReason } from '../../../contract/assignments/schema.ts';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/** What the inventory needs of whoever owns the assignments: what happens to the passkeys on a key when the key's state changes. */
export interface KeyAssignments {
  /**
   * Revokes the active assignments on a key, of every tenant, in one transaction with `also`. The deletions in Entra become due.
   * @param also Writes the key's own change. Gets the number of revoked assignments
   */
  revokeKey(
    securityKeyId: string,
    reason: Extract<AssignmentReason, 'key-lost' | 'key-retired'>,
    also: (transaction: Transaction, revoked: number) => Promise<void>,
  ): Promise<Assignment[]>;
  /** Ends the active assignments whose passkeys were erased with the key, in one transaction with `also`. Deletes nothing in Entra. */
  erased(what: {
    readonly securityKeyId: string;
    also(transaction: Transaction): Promise<void>;
  }): Promise<Assignment[]>;
  /** Deletes in Entra what is due. Never rejects for what Entra answers. */
  finishDeletions(only?: readonly string[]): Promise<Deletions>;
  byIds(ids: readonly string[]): Promise<Assignment[]>;
  /** Resolves when every started write is done. */
  written(): Promise<void>;
}
