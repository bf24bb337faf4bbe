import type { AssignmentRow } from './records.ts';

/**
 * Returns the expiry of an assignment that becomes pending again. If the old expiry has passed, the assignment gets the same duration
 * again. Otherwise the next round would expire it.
 * @param now in ms since the epoch
 */
export function waitAgain(
  { created_at, expires_at }: Pick<AssignmentRow, 'created_at' | 'expires_at'>,
  now: number,
): { expires_at?: string } {
  if (expires_at === null || Date.parse(expires_at) > now) return {};
  const span = Math.max(0, Date.parse(expires_at) - Date.parse(created_at));
  return { expires_at: new Date(now + span).toISOString() };
}
