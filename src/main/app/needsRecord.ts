import { isAmong } from './procedurePaths.ts';

/**
 * What a desk does not begin while it only reads its record, because the record is of another version: work on a key or in Entra of which only the record would
 * know. Everything else that writes is refused by the record itself, and what was under way is finished.
 */
const BEGINS: readonly string[] = [
  'enrollment.start',
  'enrollment.begin',
  'batches.start',
  'batches.retry',
  'passkeys.delete',
  'reconciliation.mend',
  'deferred.upload',
  'assignments.revoke',
  'assignments.deleteErased',
  'inventory.reportLost',
  'workflows.work',
  'workflows.runNow',
  'activation.signIn',
  'activation.enterCode',
  'activation.run',
];

/** Returns whether a procedure of the contract begins something that the record must be able to note. */
export function needsRecord(path: readonly string[]): boolean {
  return isAmong(BEGINS, path);
}
