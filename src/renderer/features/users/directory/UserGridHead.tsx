import { Checkbox, makeStyles, TableHeader, TableHeaderCell, TableRow, tokens } from '@fluentui/react-components';
import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { strings } from '../../../strings.ts';
import { HiddenText } from '../../../ui/display/HiddenText.tsx';
import { CARD, gridColumns, NARROW, NARROW_COLUMNS, narrowColumns } from './gridLayout.ts';
import { type UserColumn, userColumns } from './userColumns.tsx';

const words = strings.directory;

const useStyles = makeStyles({
  head: {
    display: 'block',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: gridColumns,
    [NARROW_COLUMNS]: { gridTemplateColumns: narrowColumns },
    alignItems: 'center',
    height: '36px',
    '& > *': { minWidth: 0, whiteSpace: 'nowrap' },
    // Each card shows the names of the columns that cannot be sorted by.
    [CARD]: { display: 'flex', '& > *': { flex: '0 0 auto', width: 'auto' } },
  },
  wideOnly: { [NARROW]: { display: 'none' } },
  unsortable: {
    [CARD]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
});

interface Props {
  filter: UserFilter;
  /** Whether all users are selected; `mixed` if only some are. */
  checked: boolean | 'mixed';
  onCheck(): void;
  onSort(sort: UserFilter['sort']): void;
}

/** The header of All Users. It stays visible while the list scrolls. */
export function UserGridHead({ filter, checked, onCheck, onSort }: Props) {
  const styles = useStyles();
  return (
    <TableHeader className={styles.head}>
      <TableRow className={styles.row} aria-rowindex={1}>
        <TableHeaderCell aria-label={words.columns.select}>
          <Checkbox aria-label={words.selectAll} checked={checked} onChange={onCheck} />
        </TableHeaderCell>
        {userColumns.map(column => (
          <ColumnHead key={column.header()} column={column} filter={filter} onSort={onSort} />
        ))}
        <TableHeaderCell>
          <HiddenText>{strings.users.addPasskey}</HiddenText>
        </TableHeaderCell>
      </TableRow>
    </TableHeader>
  );
}

function ColumnHead({ column, filter, onSort }: Pick<Props, 'filter' | 'onSort'> & { column: UserColumn }) {
  const styles = useStyles();
  const { header, sort, wideOnly } = column;
  if (sort === undefined) return <TableHeaderCell className={styles.unsortable}>{header()}</TableHeaderCell>;
  const direction = filter.descending ? 'descending' : 'ascending';
  return (
    <TableHeaderCell
      className={wideOnly === true ? styles.wideOnly : undefined}
      sortable
      {...(filter.sort === sort ? { sortDirection: direction } : {})}
      onClick={() => onSort(sort)}
    >
      {header()}
    </TableHeaderCell>
  );
}
