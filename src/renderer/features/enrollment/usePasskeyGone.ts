import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import type { RunEnd } from './run.ts';

/**
 * Returns whether the passkey of an enrollment no longer exists: its key was reported lost, or the passkey was deleted,
 * while its page or its PIN waited. Returns false if this is unknown, for example because the new passkey is not recorded
 * yet: a shared record may be away.
 */
export function usePasskeyGone(end: RunEnd | null): boolean {
  const result = end?.kind === 'completed' ? end.result : null;
  const input = { user: result?.user.id ?? '', states: ['active' as const, 'revoked' as const] };
  const list = useQuery(api.assignments.list.queryOptions({ input, enabled: result !== null, gcTime: 0 })).data;
  if (result === null || list === undefined) return false;
  const recorded = list.assignments.filter(({ methodId }) => methodId === result.method.id);
  return recorded.length > 0 && recorded.every(({ state }) => state === 'revoked');
}
