import type { ActivationCode } from '../../../contract/activation/schema.ts';
import type { CodeRow } from './tries.ts';

/** Returns a code in the contract's shape. @param now in ms */
export function toCode(row: CodeRow, now: number): ActivationCode {
  return {
    id: row.id,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
    state: stateOf(row, now),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** Returns why a code is not valid any more; null if it is. @param now in ms */
export function endOf(row: CodeRow, now: number): 'used' | 'withdrawn' | 'expired' | null {
  if (row.used_at !== null) return 'used';
  if (row.withdrawn_at !== null) return 'withdrawn';
  return Date.parse(row.expires_at) <= now ? 'expired' : null;
}

function stateOf(row: CodeRow, now: number): ActivationCode['state'] {
  return endOf(row, now) ?? (row.tries_left === 0 ? 'blocked' : 'open');
}
