import type { SystemInfo } from '../../contract/system/schema.ts';
import type { Route } from '../ui/page/route.ts';

/** Pages that show what belongs to a tenant. */
const ofTenant: readonly Route['page'][] = [
  'users',
  'user',
  'enroll',
  'assignments',
  'workflows',
  'new-workflow',
  'workflow',
  'edit-workflow',
  'activate',
];

/**
 * The route whose page is shown. Without a tenant, pages of a tenant give way to the start page; once the person has a tenant or
 * has asked for practice mode, the start is All Users.
 */
export function shownRoute(route: Route, info: Pick<SystemInfo, 'connection' | 'undecided'> | undefined): Route {
  if (info === undefined) return route;
  if (info.connection === null && ofTenant.includes(route.page)) return { page: 'start' };
  if (route.page === 'start' && info.connection !== null && !info.undecided) return { page: 'users' };
  return route;
}
