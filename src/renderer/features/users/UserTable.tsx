import {
  Avatar,
  Link,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import type { User } from '../../../contract/users.ts';
import { goTo, hrefOf, type Route } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { UserState } from './UserState.tsx';

const useStyles = makeStyles({
  row: { cursor: 'pointer' },
  narrow: { width: '130px' },
  secondary: { color: tokens.colorNeutralForeground3 },
});

/** The users found so far. A click anywhere on a row opens the user; the name is the link for keyboard and screen reader. */
export function UserTable({ users }: { users: readonly User[] }) {
  const styles = useStyles();
  const { columns } = strings.users;
  return (
    <Table aria-label={strings.users.title}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{columns.name}</TableHeaderCell>
          <TableHeaderCell>{columns.userName}</TableHeaderCell>
          <TableHeaderCell>{columns.department}</TableHeaderCell>
          <TableHeaderCell className={styles.narrow}>{columns.state}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {users.map(user => (
          <TableRow key={user.id} className={styles.row} onClick={() => goTo(routeOf(user))}>
            <TableCell>
              <TableCellLayout
                truncate
                media={<Avatar name={user.displayName} size={28} color="colorful" aria-hidden="true" />}
              >
                <Link href={hrefOf(routeOf(user))}>{user.displayName}</Link>
              </TableCellLayout>
            </TableCell>
            <TableCell>
              <TableCellLayout truncate>{user.userPrincipalName}</TableCellLayout>
            </TableCell>
            <TableCell>
              <TableCellLayout truncate className={styles.secondary}>
                {user.department ?? strings.none}
              </TableCellLayout>
            </TableCell>
            <TableCell>
              <UserState user={user} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function routeOf(user: User): Route {
  return { page: 'user', user: user.id, tab: 'info' };
}
