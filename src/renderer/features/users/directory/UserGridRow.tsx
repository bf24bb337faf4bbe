import {
  Avatar,
  Badge,
  Checkbox,
  Link,
  makeStyles,
  mergeClasses,
  TableCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import type { UserRow } from '../../../../contract/directory.ts';
import { hrefOf } from '../../../app/route.ts';
import { formatDay } from '../../../components/formatDate.ts';
import { strings } from '../../../strings.ts';
import { AssignmentState } from '../../assignments/AssignmentState.tsx';
import { UserState } from '../UserState.tsx';
import { gridColumns, ROW_HEIGHT } from './columns.ts';

const words = strings.directory;

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: gridColumns,
    alignItems: 'center',
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  selected: { backgroundColor: tokens.colorNeutralBackground1Selected },
  cell: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    paddingInline: tokens.spacingHorizontalS,
  },
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  link: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  secondary: { color: tokens.colorNeutralForeground3 },
});

export interface UserGridRowProps {
  index: number;
  /** Undefined while it is on its way. */
  user: UserRow | undefined;
  active: boolean;
  selected: boolean;
  onOpen(): void;
  onToggle(): void;
}

export function UserGridRow({ index, user, active, selected, onOpen, onToggle }: UserGridRowProps) {
  const styles = useStyles();
  const className = mergeClasses(styles.row, selected && styles.selected, active && styles.active);
  // The head is row 1.
  if (user === undefined) return <TableRow className={className} aria-rowindex={index + 2} aria-busy="true" />;
  return (
    <TableRow
      id={`user-row-${index}`}
      className={className}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={onOpen}
    >
      <TableCell>
        <Checkbox
          aria-label={words.select(user.displayName)}
          checked={selected}
          input={{ tabIndex: -1 }}
          onClick={event => event.stopPropagation()}
          onChange={onToggle}
        />
      </TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.name)}>
        <Avatar name={user.displayName} size={28} color="colorful" aria-hidden="true" />
        <Link
          className={styles.link}
          tabIndex={-1}
          href={hrefOf({ page: 'user', user: user.id, tab: 'info' })}
          dir="auto"
        >
          {user.displayName}
        </Link>
      </TableCell>
      <TableCell className={styles.cell}>{user.userPrincipalName}</TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.secondary)} dir="auto">
        {user.department ?? strings.none}
      </TableCell>
      <TableCell>
        {user.leftAt === null ? (
          <UserState user={user} />
        ) : (
          <Badge appearance="tint" color="subtle">
            {words.hasLeft}
          </Badge>
        )}
      </TableCell>
      <TableCell className={styles.secondary}>{passkeysOf(user)}</TableCell>
      <TableCell>{user.assignment === null ? strings.none : <AssignmentState state={user.assignment} />}</TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.secondary)}>
        {formatDay(user.lastUsedAt) ?? strings.none}
      </TableCell>
    </TableRow>
  );
}

/** The user's own list, where it was read, knows better than the report about all. */
function passkeysOf({ passkeys, passkey }: UserRow): string {
  if (passkeys !== null) return words.passkeyCount(passkeys);
  return passkey === null ? strings.none : passkey ? words.hasPasskey : words.noPasskey;
}
