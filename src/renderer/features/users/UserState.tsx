import { Badge } from '@fluentui/react-components';
import type { User } from '../../../contract/users/schema.ts';
import { strings } from '../../strings.ts';

/** Whether the account is of use for a passkey: enabled, disabled, or a guest's. */
export function UserState({ user }: { user: User }) {
  if (user.guest) {
    return (
      <Badge appearance="tint" color="informative">
        {strings.users.guest}
      </Badge>
    );
  }
  return user.accountEnabled ? (
    <Badge appearance="tint" color="success">
      {strings.users.enabled}
    </Badge>
  ) : (
    <Badge appearance="tint" color="warning">
      {strings.users.disabled}
    </Badge>
  );
}
