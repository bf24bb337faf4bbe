import type { User } from '../../../contract/users/schema.ts';
import { strings } from '../../strings.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';

/** The state of an account: enabled, disabled or guest. */
export function UserState({ user }: { user: User }) {
  if (user.guest) return <StateBadge color="informative">{strings.users.guest}</StateBadge>;
  if (user.accountEnabled) return <StateBadge color="success">{strings.users.enabled}</StateBadge>;
  return <StateBadge color="warning">{strings.users.disabled}</StateBadge>;
}
