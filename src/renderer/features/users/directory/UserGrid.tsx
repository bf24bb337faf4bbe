import { makeStyles, Table, TableBody, tokens } from '@fluentui/react-components';
import { PeopleSearchRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useCallback, useState } from 'react';
import type { UserFilter, UserRow } from '../../../../contract/directory/schema.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { EmptyState } from '../../../ui/display/EmptyState.tsx';
import { goTo } from '../../../ui/page/route.ts';
import { columnNames } from '../../../ui/table/columns.ts';
import { rowAfterKey } from '../../../ui/table/gridKeys.ts';
import { checkedState, everybody, isSelected, nobody, type Selection, toggled } from '../../../ui/table/selection.ts';
import { useScrollWindow } from '../../../ui/table/useScrollWindow.ts';
import { rowHeight } from './gridLayout.ts';
import { UserGridHead } from './UserGridHead.tsx';
import { UserGridRow } from './UserGridRow.tsx';
import { userColumns } from './userColumns.tsx';
import { useUserRows } from './useUserRows.ts';

const words = strings.directory;

const useStyles = makeStyles({
  grid: {
    flex: '1 1 320px',
    minHeight: '320px',
    containerType: 'inline-size',
    overflowY: 'auto',
    overflowX: 'hidden',
    display: 'block',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    // PrintUsers.tsx prints all rows.
    '@media print': { display: 'none' },
  },
  body: { display: 'block', position: 'relative' },
  rows: { position: 'absolute', insetInline: 0 },
});

export interface UserGridProps {
  filter: UserFilter;
  version: number;
  selection: Selection;
  onSelect(change: (before: Selection) => Selection): void;
  onSort(sort: UserFilter['sort']): void;
  /** Called with the number of rows, and whether it is a lower bound. */
  onTotal(total: number, more: boolean): void;
}

/** Opens the page of a user. */
function open(user: UserRow): void {
  goTo({ page: 'user', user: user.id, tab: 'passkeys' });
}

/** The imported users that match a filter. Draws only the visible rows. The arrow keys, Page, Home, End, Enter and Space work. */
export function UserGrid({ filter, version, selection, onSelect, onSort, onTotal }: UserGridProps) {
  const styles = useStyles();
  const [active, setActive] = useState(0);
  const [known, setKnown] = useState(0);
  const view = useScrollWindow(known, rowHeight);
  const rows = useUserRows(filter, version, view.first, Math.max(view.end, 1));
  if (rows.total !== known) setKnown(rows.total);
  const told = `${rows.total} ${rows.more}`;
  const [lastTold, setLastTold] = useState('');
  if (told !== lastTold && !rows.pending) {
    setLastTold(told);
    queueMicrotask(() => onTotal(rows.total, rows.more));
  }
  const last = rows.total - 1;

  const toggle = useCallback(({ id }: UserRow) => onSelect(before => toggled(before, id)), [onSelect]);
  const move = (row: number) => {
    setActive(row);
    view.scrollTo(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = rowAfterKey(event.key, { active, page: view.page, last });
    const user = rows.row(active);
    if (target !== undefined) move(target);
    else if (event.key === 'Enter' && user !== undefined) open(user);
    else if (event.key === ' ' && user !== undefined) toggle(user);
    else return;
    event.preventDefault();
  };

  if (rows.error !== null) return <CallFailure error={rows.error} />;
  if (rows.total === 0 && !rows.pending) return <EmptyState Icon={PeopleSearchRegular} title={words.noMatch} />;
  const checked = checkedState(selection);
  return (
    <Table
      ref={view.ref}
      className={styles.grid}
      noNativeElements
      role="grid"
      aria-label={strings.users.title}
      aria-rowcount={rows.more ? -1 : rows.total + 1}
      aria-multiselectable="true"
      aria-activedescendant={rows.row(active) === undefined ? undefined : `user-row-${active}`}
      tabIndex={0}
      onScroll={view.onScroll}
      onKeyDown={onKeyDown}
    >
      <UserGridHead
        filter={filter}
        checked={checked}
        onCheck={() => onSelect(() => (checked === false ? everybody : nobody))}
        onSort={onSort}
      />
      <TableBody className={styles.body} style={{ ...columnNames(userColumns), height: view.height }}>
        <div className={styles.rows} role="presentation" style={{ top: view.top }}>
          {Array.from({ length: Math.max(0, view.end - view.first) }, (_, i) => {
            const index = view.first + i;
            const user = rows.row(index);
            return (
              <UserGridRow
                key={index % view.slots}
                index={index}
                user={user}
                active={index === active}
                selected={user !== undefined && isSelected(selection, user.id)}
                onOpen={open}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </TableBody>
    </Table>
  );
}
