import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import type { RunEnd } from './run.ts';

/**
 * Whether the passkey that an enrollment made is one no more: its key was reported lost, or it was deleted, while its page or its PIN
 * waited. Where that is not known, it counts as being there.
 */
export function usePasskeyGone(end: RunEnd | null): boolean {
  const result = end?.kind === 'completed' ? end.result : null;
  const input = { user: result?.user.id ?? '', states: ['active' as const] };
  const active = useQuery(api.assignments.list.queryOptions({ input, enabled: result !== null, gcTime: 0 })).data;
  if (result === null || active === undefined) return false;
  return !active.assignments.some(({ methodId }) => methodId === result.method.id);
}
