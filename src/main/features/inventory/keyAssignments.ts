import type { Assignment, AssignmentReason } from '../../../contract/assignments/schema.ts';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/** What the inventory needs of the feature that owns the assignments: changes of a key's passkeys when the key's state changes. */
export interface KeyAssignments {
  /**
   * Revokes the active assignments on a key, of every tenant, in one transaction with `also`. The deletions in Entra become due.
   * @param also writes the change of the key. Gets the number of revoked assignments
   */
  revokeKey(
    securityKeyId: string,
    reason: Extract<AssignmentReason, 'key-lost' | 'key-retired' | 'key-returned'>,
    also: (transaction: Transaction, revoked: number) => Promise<void>,
  ): Promise<Assignment[]>;
  /** Revokes the active assignments whose passkeys were erased with the key, in one transaction with `also`. Deletes nothing in Entra. */
  erased(what: {
    readonly securityKeyId: string;
    also(transaction: Transaction): Promise<void>;
  }): Promise<Assignment[]>;
  /** Runs the due deletions in Entra. Never rejects because of Entra's answer. */
  finishDeletions(only?: readonly string[]): Promise<Deletions>;
  byIds(ids: readonly string[]): Promise<Assignment[]>;
  /** Resolves when all started writes are done. */
  written(): Promise<void>;
}
