import {
  Checkbox,
  makeStyles,
  Table,
  TableBody,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { PeopleSearchRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useCallback, useState } from 'react';
import type { UserFilter, UserRow } from '../../../../contract/directory/schema.ts';
import { goTo } from '../../../app/route.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { HiddenText } from '../../../ui/HiddenText.tsx';
import { useScrollWindow } from '../../../ui/useScrollWindow.ts';
import { CARD, gridColumns, NARROW, NARROW_COLUMNS, narrowColumns, rowHeight, sortable } from './columns.ts';
import { everybody, isSelected, nobody, type Selection, toggled } from './selection.ts';
import { UserGridRow } from './UserGridRow.tsx';
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
    // PrintUsers.tsx has them all.
    '@media print': { display: 'none' },
  },
  head: {
    display: 'block',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  headRow: {
    display: 'grid',
    gridTemplateColumns: gridColumns,
    [NARROW_COLUMNS]: { gridTemplateColumns: narrowColumns },
    alignItems: 'center',
    height: '36px',
    '& > *': { minWidth: 0, whiteSpace: 'nowrap' },
    // What cannot be sorted by is named in each card.
    [CARD]: { display: 'flex', '& > *': { flex: '0 0 auto', width: 'auto' } },
  },
  wideOnly: { [NARROW]: { display: 'none' } },
  unsortable: {
    [CARD]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
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
  /** Tells how many rows there are, and whether that is a lower bound. */
  onTotal(total: number, more: boolean): void;
}

/** Leads to a user's page. */
function open(user: UserRow): void {
  goTo({ page: 'user', user: user.id, tab: 'passkeys' });
}

/** All imported users that a filter lets through, however many: only those in sight are drawn. Arrows, Page, Home, End, Enter and blank work. */
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
    const next = Math.min(Math.max(0, row), last);
    setActive(next);
    view.scrollTo(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + view.page,
      PageUp: active - view.page,
      Home: 0,
      End: last,
    };
    const target = moves[event.key];
    const user = rows.row(active);
    if (target !== undefined) move(target);
    else if (event.key === 'Enter' && user !== undefined) open(user);
    else if (event.key === ' ' && user !== undefined) toggle(user);
    else return;
    event.preventDefault();
  };

  if (rows.error !== null) return <FailureMessage failure={failureOf(rows.error)} />;
  if (rows.total === 0 && !rows.pending) return <EmptyState Icon={PeopleSearchRegular} title={words.noMatch} />;
  const everyone = selection.all && selection.named.size === 0;
  const someone = selection.all || selection.named.size > 0;
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
      <TableHeader className={styles.head}>
        <TableRow className={styles.headRow} aria-rowindex={1}>
          <TableHeaderCell aria-label={words.columns.select}>
            <Checkbox
              aria-label={words.selectAll}
              checked={everyone ? true : someone ? 'mixed' : false}
              onChange={() => onSelect(() => (someone ? nobody : everybody))}
            />
          </TableHeaderCell>
          {sortable.map(({ label, sort, wideOnly }) =>
            sort === undefined ? (
              <TableHeaderCell key={label} className={styles.unsortable}>
                {label}
              </TableHeaderCell>
            ) : (
              <TableHeaderCell
                key={label}
                className={wideOnly === true ? styles.wideOnly : undefined}
                sortable
                {...(filter.sort === sort ? { sortDirection: filter.descending ? 'descending' : 'ascending' } : {})}
                onClick={() => onSort(sort)}
              >
                {label}
              </TableHeaderCell>
            ),
          )}
          <TableHeaderCell>
            <HiddenText>{strings.users.addPasskey}</HiddenText>
          </TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody className={styles.body} style={{ height: view.height }}>
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
