import type { User } from '../../../contract/users/schema.ts';
import { Panel } from '../../ui/page/Panel.tsx';
import { ActivityList } from '../activity/ActivityList.tsx';

/** The activity of one user. Some entries hold only the object id of the user, others only the name. */
export function ActivityTab({ user }: { user: User }) {
  return (
    <Panel>
      <ActivityList filter={{ users: [user.id, user.userPrincipalName] }} />
    </Panel>
  );
}
