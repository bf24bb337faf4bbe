import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import type { RunEnd } from './run.ts';

/**
 * Returns whether the passkey of an enrollment no longer exists: its key was reported lost, or the passkey was deleted,
 * while its page or its PIN waited. Returns false if this is unknown.
 */
export function usePasskeyGone(end: RunEnd | null): boolean {
  const result = end?.kind === 'completed' ? end.result : null;
  const input = { user: result?.user.id ?? '', states: ['active' as const] };
  const active = useQuery(api.assignments.list.queryOptions({ input, enabled: result !== null, gcTime: 0 })).data;
  if (result === null || active === undefined) return false;
  return !active.assignments.some(({ methodId }) => methodId === result.method.id);
}
