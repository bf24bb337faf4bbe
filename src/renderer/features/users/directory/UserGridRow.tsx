import { Checkbox, makeStyles, mergeClasses, TableCell, TableRow, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import type { UserRow } from '../../../../contract/directory/schema.ts';
import { strings } from '../../../strings.ts';
import { AddPasskeyButton } from '../AddPasskeyButton.tsx';
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
  WIDE_CARD,
} from './gridLayout.ts';
import { userColumns } from './userColumns.tsx';

const words = strings.directory;

const cardLabel = {
  flex: '0 0 96px',
  color: tokens.colorNeutralForeground3,
  fontSize: tokens.fontSizeBase200,
};

/** The grid area of each cell in a card. The user name has none, because it is below the name. */
const areas = ['check', 'name', null, 'department', 'state', 'passkeys', 'assignment', 'used', 'add'] as const;
const cardAreas = Object.fromEntries(
  areas.flatMap((gridArea, i) => (gridArea === null ? [] : [[`& > :nth-child(${i + 1})`, { gridArea }]])),
);
/** In a card, the name of the column precedes each value: a variable of the grid (`columnNames`). */
const cardLabels = Object.fromEntries(
  userColumns.slice(2).flatMap((_, i) => [
    [`& > :nth-child(${i + 4})::before`, { content: `var(--column-${i + 3})`, ...cardLabel }],
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
  // The active row of the arrow keys.
  active: { ':global([role="grid"]:focus)': { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` } },
  selected: { backgroundColor: tokens.colorNeutralBackground1Selected },
  cell: { minWidth: 0 },
  wideOnly: { [NARROW]: { display: 'none' } },
  narrowOnly: { display: 'none', [NARROW]: { display: 'block' } },
});

export interface UserGridRowProps {
  index: number;
  /** Undefined while it is loading. */
  user: UserRow | undefined;
  active: boolean;
  selected: boolean;
  onOpen(user: UserRow): void;
  onToggle(user: UserRow): void;
}

/** One row of All Users. Memoized, because most rows stay the same while the person scrolls. */
export const UserGridRow = memo(function UserGridRow(props: UserGridRowProps) {
  const { index, user, active, selected, onOpen, onToggle } = props;
  const styles = useStyles();
  const className = mergeClasses(styles.row, selected && styles.selected, active && styles.active);
  // The header is row 1.
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
          aria-label={words.select({ name: user.displayName })}
          checked={selected}
          input={{ tabIndex: -1 }}
          onClick={event => event.stopPropagation()}
          onChange={() => onToggle(user)}
        />
      </TableCell>
      {userColumns.map(({ header, wideOnly, cell }) => (
        <TableCell key={header()} className={mergeClasses(styles.cell, wideOnly === true && styles.wideOnly)}>
          {cell(user, styles.narrowOnly)}
        </TableCell>
      ))}
      <TableCell>{user.leftAt === null && <AddPasskeyButton user={user} inGrid />}</TableCell>
    </TableRow>
  );
});
