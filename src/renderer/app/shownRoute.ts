import type { SystemInfo } from '../../contract/system/schema.ts';
import type { Route } from '../ui/page/route.ts';

/** Pages with data of a tenant. */
const ofTenant: readonly Route['page'][] = [
  'overview',
  'users',
  'user',
  'enroll',
  'reconciliation',
  'assignments',
  'batches',
  'new-batch',
  'batch',
  'run-batch',
  'workflows',
  'new-workflow',
  'workflow',
  'edit-workflow',
  'activate',
];

/**
 * Returns the route to show. Without a tenant, the start page replaces pages of a tenant. After a tenant is connected
 * or practice mode is on, the overview replaces the start page.
 */
export function shownRoute(route: Route, info: Pick<SystemInfo, 'connection' | 'undecided'> | undefined): Route {
  if (info === undefined) return route;
  // Keys of a package are made without a tenant.
  if (info.connection === null && route.page === 'batches') return { page: 'deferred', step: 'make' };
  if (info.connection === null && ofTenant.includes(route.page)) return { page: 'start' };
  if (route.page === 'start' && info.connection !== null && !info.undecided) return { page: 'overview' };
  return route;
}
