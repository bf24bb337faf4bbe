import type { Overview, StuckKind } from '../../../contract/overview/schema.ts';
import { hrefOf, type RouteFilters } from '../../ui/page/route.ts';

/** The filter of everybody who should have a security key. */
const targeted: RouteFilters = { account: 'enabled', kind: 'member' };

/** Which of the targeted users a number counts. */
export type UserPart = 'targeted' | 'covered' | 'open';

/** Returns the address of All Users with the users that a number counts. */
export function usersHref(part: UserPart, more: RouteFilters = {}): string {
  const has = part === 'targeted' ? {} : { securityKey: part === 'covered' ? 'yes' : 'no' };
  return hrefOf({ page: 'users', filters: { ...targeted, ...has, ...more } });
}

export function groupFilter({ id, name }: Overview['groups'][number]): RouteFilters {
  return { group: id, groupName: name };
}

export function departmentFilter({ department }: Overview['departments'][number]): RouteFilters {
  return { department: department === null ? 'none' : `is:${department}` };
}

/** Returns the address of the assignments that became active in some days. */
export function madeHref(from: string, to: string): string {
  return hrefOf({ page: 'assignments', filters: { time: 'activated', from, to } });
}

export function pendingHref({ from, to }: Pick<Overview['pending'][number], 'from' | 'to'>): string {
  return hrefOf({
    page: 'assignments',
    filters: { state: 'pending', time: 'created', ...(from === null ? {} : { from }), to },
  });
}

export function failedHref(code: string | null): string {
  return hrefOf({ page: 'assignments', filters: { state: 'failed', cause: code ?? 'none' } });
}

export function activationsHref({ day }: Overview['activations']): string {
  return hrefOf({ page: 'activity', filters: { kind: 'key-activated', from: day, to: day } });
}

export function stockHref(state: keyof Overview['stock']): string {
  return hrefOf({ page: 'inventory', filters: { state } });
}

/** Returns the address where a person can do something about what is stuck. */
export function stuckHref(kind: StuckKind, { pending }: Overview): string {
  switch (kind) {
    case 'import-failed':
      return hrefOf({ page: 'users' });
    case 'enrollments-unfinished':
      return hrefOf({ page: 'keys' });
    case 'assignments-failed':
      return hrefOf({ page: 'assignments', filters: { state: 'failed' } });
    case 'pending-long': {
      const oldest = pending.find(({ age }) => age === 'days-30');
      return oldest === undefined ? hrefOf({ page: 'assignments' }) : pendingHref(oldest);
    }
    case 'deletions-due':
      return hrefOf({ page: 'inventory' });
    case 'batches-paused':
    case 'batch-rows-failed':
    case 'pins-kept':
      return hrefOf({ page: 'batches' });
    case 'workflow-runs':
      return hrefOf({ page: 'workflows' });
    case 'webhook-messages':
      return hrefOf({ page: 'settings' });
  }
}
