import {
  Avatar,
  Link,
  makeStyles,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import type { User } from '../../../contract/users/schema.ts';
import { goTo, hrefOf, type Route } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { ControlsHeader } from '../../ui/ControlsHeader.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { AddPasskeyButton } from './AddPasskeyButton.tsx';
import { UserState } from './UserState.tsx';

const useStyles = makeStyles({
  row: { cursor: 'pointer' },
  narrow: { width: '130px' },
  button: { width: '44px' },
});

/** The users found so far. A click anywhere on a row opens the user; the name is the link for keyboard and screen reader. */
export function UserTable({ users }: { users: readonly User[] }) {
  const styles = useStyles();
  const { columns } = strings.users;
  return (
    <ListTable aria-label={strings.users.title}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{columns.name}</TableHeaderCell>
          <TableHeaderCell>{columns.userName}</TableHeaderCell>
          <TableHeaderCell>{columns.department}</TableHeaderCell>
          <TableHeaderCell className={styles.narrow}>{columns.state}</TableHeaderCell>
          <ControlsHeader className={styles.button}>{strings.actions}</ControlsHeader>
        </TableRow>
      </TableHeader>
      <TableBody>
        {users.map(user => (
          <TableRow key={user.id} className={styles.row} onClick={() => goTo(routeOf(user))}>
            <TextCell
              text={user.displayName}
              media={<Avatar name={user.displayName} size={28} color="colorful" aria-hidden="true" />}
            >
              <Link href={hrefOf(routeOf(user))}>{user.displayName}</Link>
            </TextCell>
            <TextCell text={user.userPrincipalName} />
            <TextCell text={user.department ?? strings.none} quiet />
            <TableCell>
              <UserState user={user} />
            </TableCell>
            <TableCell>
              <AddPasskeyButton user={user} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </ListTable>
  );
}

function routeOf(user: User): Route {
  return { page: 'user', user: user.id, tab: 'passkeys' };
}
