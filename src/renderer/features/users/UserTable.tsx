import { Avatar, Link } from '@fluentui/react-components';
import type { User } from '../../../contract/users/schema.ts';
import { strings } from '../../strings.ts';
import { goTo, hrefOf, type Route } from '../../ui/page/route.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { AddPasskeyButton } from './AddPasskeyButton.tsx';
import { UserState } from './UserState.tsx';

const { columns: headers } = strings.users;

const columns: readonly Column<User>[] = [
  {
    header: () => headers.name,
    cell: user => (
      <CellText
        text={user.displayName}
        media={<Avatar name={user.displayName} size={28} color="colorful" aria-hidden="true" />}
      >
        <Link href={hrefOf(routeOf(user))}>{user.displayName}</Link>
      </CellText>
    ),
  },
  { header: () => headers.userName, cell: ({ userPrincipalName }) => <CellText text={userPrincipalName} /> },
  { header: () => headers.department, cell: ({ department }) => <CellText text={department ?? strings.none} quiet /> },
  { header: () => headers.state, width: '130px', cell: user => <UserState user={user} /> },
  { header: () => strings.actions, width: '44px', controls: true, cell: user => <AddPasskeyButton user={user} /> },
];

/** The users that were found. A click anywhere on a row opens the user. The name is a link for keyboard and screen reader. */
export function UserTable({ users }: { users: readonly User[] }) {
  return (
    <ListTable
      label={strings.users.title}
      columns={columns}
      rows={users}
      keyOf={({ id }) => id}
      onOpen={user => goTo(routeOf(user))}
      size="medium"
    />
  );
}

function routeOf(user: User): Route {
  return { page: 'user', user: user.id, tab: 'passkeys' };
}
