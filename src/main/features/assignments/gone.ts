import { READ_LAG } from '../../services/graph/readLag.ts';
import type { AssignmentRow } from './records.ts';

/** What Entra and the last import say about a passkey whose deletion was answered with 404. */
export interface GoneParts {
  /** The time of shared rows, in ms since the epoch. */
  now(): number;
  /** Returns whether the import learned that the user was deleted. Only an explicit answer from Graph counts. */
  userLeft(userId: string): Promise<boolean>;
  /** Returns whether Entra lists the passkey now. @throws KeydeskError graph-…, user-not-found */
  isListed(userId: string, methodId: string, signal: AbortSignal): Promise<boolean>;
}

/**
 * Returns whether a passkey is proven to be gone after a DELETE was answered with 404. That answer alone proves nothing: the user may be
 * outside the administrative unit of the sign-in, and a new passkey may not have reached every replica. Proof is that the user is known
 * to be deleted, or that the passkey is older than `READ_LAG` and a successful read does not list it either.
 */
export async function isProvenGone(
  { now, userLeft, isListed }: GoneParts,
  row: Pick<AssignmentRow, 'user_id' | 'method_id' | 'activated_at'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (row.method_id === null) return true;
  if (await userLeft(row.user_id)) return true;
  if (now() - Date.parse(row.activated_at ?? '') < READ_LAG) return false;
  try {
    return !(await isListed(row.user_id, row.method_id, signal));
  } catch {
    // A failed read proves nothing: the deletion stays due.
    return false;
  }
}
