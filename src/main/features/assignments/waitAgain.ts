import type { AssignmentRow } from './records.ts';

/**
 * Returns the expiry of an assignment that waits for a key again: where its time is over, it gets as long again as it had, because
 * otherwise it would expire at the next look.
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
