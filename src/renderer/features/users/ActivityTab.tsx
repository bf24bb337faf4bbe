import type { User } from '../../../contract/users/schema.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ActivityList } from '../activity/ActivityList.tsx';

/** What was done for one user. Some entries know the object id alone, some the name. */
export function ActivityTab({ user }: { user: User }) {
  return (
    <Panel>
      <ActivityList filter={{ users: [user.id, user.userPrincipalName] }} />
    </Panel>
  );
}
