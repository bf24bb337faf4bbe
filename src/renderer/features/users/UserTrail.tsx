import type { User } from '../../../contract/users/schema.ts';
import { strings } from '../../strings.ts';
import type { Route } from '../../ui/page/route.ts';
import { Trail } from '../../ui/page/Trail.tsx';

/** All Users > the user > the current action for the user, if the page is deeper. */
export function UserTrail({ user, deeper }: { user: Pick<User, 'id' | 'displayName'>; deeper?: string }) {
  const list = { route: { page: 'users' } as Route, name: strings.users.title };
  if (deeper === undefined) return <Trail above={[list]} current={user.displayName} />;
  const own = { route: { page: 'user', user: user.id, tab: 'passkeys' } as Route, name: user.displayName };
  return <Trail above={[list, own]} current={deeper} />;
}
