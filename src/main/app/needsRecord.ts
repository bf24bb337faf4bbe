import { isAmong } from './procedurePaths.ts';

/** What a person may allow while the record is away (the setting enrollAway). */
const ENROLLMENTS: readonly string[] = ['enrollment.start', 'enrollment.begin'];

/**
 * What a desk does not begin while its record is away, or while the desk only reads it: work on a key or in Entra of which only the record would
 * know. Everything else that writes is refused by the record itself, and what was under way is finished.
 */
const BEGINS: readonly string[] = [
  ...ENROLLMENTS,
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

/** Returns whether a procedure of the contract begins an enrollment of one user. */
export function isEnrollment(path: readonly string[]): boolean {
  return isAmong(ENROLLMENTS, path);
}
