import type { AssignmentRow } from './records.ts';

/** What Entra and the last import say about a passkey whose deletion was answered with "not found". */
export interface GoneParts {
  /** Whether the import learned that the user was deleted: only a positive answer of Graph's says so. */
  userLeft(userId: string): Promise<boolean>;
  /** Whether Entra lists the passkey now. @throws KeydeskError graph-…, user-not-found */
  isListed(userId: string, methodId: string, signal: AbortSignal): Promise<boolean>;
}

/**
 * How old a passkey must be, in ms, before two negative answers count: reads and deletions may reach a replica that has not
 * heard of it yet (graph.md, 9).
 */
const LAG = 60 * 60_000;

/**
 * Returns whether a passkey is proven to be gone after a DELETE was answered with 404. One such answer proves nothing: the user
 * may be outside the administrative unit of the sign-in, and a passkey that was just registered may not be known everywhere.
 * So either the user is known to be deleted, or the passkey is old enough and a successful read does not list it either.
 */
export async function isProvenGone(
  { userLeft, isListed }: GoneParts,
  row: Pick<AssignmentRow, 'user_id' | 'method_id' | 'activated_at'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (row.method_id === null) return true;
  if (await userLeft(row.user_id)) return true;
  if (Date.now() - Date.parse(row.activated_at ?? '') < LAG) return false;
  try {
    return !(await isListed(row.user_id, row.method_id, signal));
  } catch {
    // A read that fails proves nothing: the deletion stays due.
    return false;
  }
}
