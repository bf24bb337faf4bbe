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
import { memo } from 'react';
import type { UserRow } from '../../../../contract/directory/schema.ts';
import { passkeyKindsText } from '../../../../contract/passkeys/kinds.ts';
import { hrefOf } from '../../../app/route.ts';
import { strings } from '../../../strings.ts';
import { formatDay } from '../../../ui/formatDate.ts';
import { TextCell } from '../../../ui/TextCell.tsx';
import { AssignmentState } from '../../assignments/AssignmentState.tsx';
import { AddPasskeyButton } from '../AddPasskeyButton.tsx';
import { UserState } from '../UserState.tsx';
import {
  CARD,
  CARD_HEIGHT,
  gridColumns,
  NARROW,
  NARROW_COLUMNS,
  narrowColumns,
  ROW_HEIGHT,
  SLIM_CARD,
  SLIM_CARD_HEIGHT,
  sortable,
  WIDE_CARD,
} from './columns.ts';
import { passkeysOf } from './passkeysOf.ts';

const words = strings.directory;

const cardLabel = {
  flex: '0 0 96px',
  color: tokens.colorNeutralForeground3,
  fontSize: tokens.fontSizeBase200,
};

/** Where a card has its cells; the user name stands under the name. */
const areas = ['check', 'name', null, 'department', 'state', 'passkeys', 'assignment', 'used', 'add'] as const;
const cardAreas = Object.fromEntries(
  areas.flatMap((gridArea, i) => (gridArea === null ? [] : [[`& > :nth-child(${i + 1})`, { gridArea }]])),
);
/** In a card each value has the name of its column before it, and is as wide as what is left. */
const cardLabels = Object.fromEntries(
  sortable.slice(2).flatMap(({ label }, i) => [
    [`& > :nth-child(${i + 4})::before`, { content: JSON.stringify(label), ...cardLabel }],
    [`& > :nth-child(${i + 4}) > div`, { minWidth: 0, width: 'auto' }],
  ]),
);

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: gridColumns,
    [NARROW_COLUMNS]: { gridTemplateColumns: narrowColumns },
    [CARD]: {
      gridTemplateRows: '48px',
      gridAutoRows: '26px',
      alignContent: 'center',
      ...cardAreas,
      '& > .fui-TableCell': { height: 'auto', minHeight: 0 },
      ...cardLabels,
    },
    [WIDE_CARD]: {
      height: `${CARD_HEIGHT}px`,
      gridTemplateColumns: '44px minmax(0, 1fr) minmax(0, 1fr) 44px',
      gridTemplateAreas: '"check name name add" ". department state ." ". assignment passkeys ." ". used used ."',
    },
    [SLIM_CARD]: {
      height: `${SLIM_CARD_HEIGHT}px`,
      gridTemplateColumns: '36px minmax(0, 1fr) 44px',
      gridTemplateAreas:
        '"check name add" ". department department" ". state state" ". passkeys passkeys" ". assignment assignment" ". used used"',
    },
    alignItems: 'center',
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  // Where the arrows are: for people who work with the keyboard.
  active: { ':global([role="grid"]:focus)': { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` } },
  selected: { backgroundColor: tokens.colorNeutralBackground1Selected },
  wideOnly: { [NARROW]: { display: 'none' } },
  narrowOnly: { display: 'none', [NARROW]: { display: 'block' } },
});

export interface UserGridRowProps {
  index: number;
  /** Undefined while it is on its way. */
  user: UserRow | undefined;
  active: boolean;
  selected: boolean;
  onOpen(user: UserRow): void;
  onToggle(user: UserRow): void;
}

/** Drawn again only when something of it changes: while somebody scrolls, most rows stay what they are. */
export const UserGridRow = memo(function UserGridRow(props: UserGridRowProps) {
  const { index, user, active, selected, onOpen, onToggle } = props;
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
      onClick={() => onOpen(user)}
    >
      <TableCell>
        <Checkbox
          aria-label={words.select(user.displayName)}
          checked={selected}
          input={{ tabIndex: -1 }}
          onClick={event => event.stopPropagation()}
          onChange={() => onToggle(user)}
        />
      </TableCell>
      <TextCell
        text={user.displayName}
        under={user.userPrincipalName}
        underClassName={styles.narrowOnly}
        media={<Avatar name={user.displayName} size={28} color="colorful" aria-hidden="true" />}
      >
        <Link tabIndex={-1} href={hrefOf({ page: 'user', user: user.id, tab: 'passkeys' })}>
          {user.displayName}
        </Link>
      </TextCell>
      <TextCell className={styles.wideOnly} text={user.userPrincipalName} />
      <TextCell text={user.department ?? strings.none} quiet />
      <TableCell>
        {user.leftAt === null ? (
          <UserState user={user} />
        ) : (
          <Badge appearance="tint" color="subtle">
            {words.hasLeft}
          </Badge>
        )}
      </TableCell>
      <TextCell text={passkeysOf(user)} tip={passkeyKindsText(user.passkeyKinds ?? []) || undefined} quiet />
      <TableCell>{user.assignment === null ? strings.none : <AssignmentState state={user.assignment} />}</TableCell>
      <TextCell text={formatDay(user.lastUsedAt) ?? strings.none} quiet />
      <TableCell>{user.leftAt === null && <AddPasskeyButton user={user} inGrid />}</TableCell>
    </TableRow>
  );
});
