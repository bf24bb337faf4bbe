import {
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import type { CSSProperties } from 'react';
import { HiddenText } from '../display/HiddenText.tsx';
import { CARDS, NARROW_CARDS } from '../page/layout.ts';
import { type Column, columnNames } from './columns.ts';

/** More columns than any table has. */
const MAX_COLUMNS = 12;

/** Each cell of a card begins with the name of its column, which is a variable of the table (`columnNames`). */
const cellNames = Object.fromEntries(
  Array.from({ length: MAX_COLUMNS }, (_, i) => [
    `& > tbody > tr > td:nth-child(${i + 1})::before`,
    { content: `var(--column-${i + 1}, "")` },
  ]),
);

/** A row as a card. */
const cards = {
  display: 'block',
  '& > thead': { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  '& > tbody': { display: 'block' },
  '& > tbody > tr': {
    display: 'flex',
    flexDirection: 'column',
    height: 'auto',
    paddingBlock: tokens.spacingVerticalS,
  },
  '& > tbody > tr > td': {
    display: 'flex',
    alignItems: 'baseline',
    gap: tokens.spacingHorizontalM,
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: 'none',
    height: 'auto',
    paddingBlock: tokens.spacingVerticalXXS,
    overflowWrap: 'anywhere',
  },
  '& > tbody > tr > td::before': {
    flex: '0 0 120px',
    hyphens: 'auto',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  ...cellNames,
  // A row without actions has an empty cell there.
  '& > tbody > tr > td:empty': { display: 'none' },
  // A card has room for the whole text.
  '& span[title]': { whiteSpace: 'normal', overflow: 'visible' },
};

const useStyles = makeStyles({
  container: { '@media screen': { containerType: 'inline-size' }, minWidth: 0 },
  // Paper is narrower than that, but still shows tables: see app/paperStyles.ts.
  table: { '@media screen': { [CARDS]: cards } },
  compact: { '@media screen': { [NARROW_CARDS]: cards } },
  // Cards have no headers, except those that order the list.
  ordered: {
    '@media screen': {
      [CARDS]: {
        '& > thead': { position: 'static', display: 'block', width: 'auto', height: 'auto', clipPath: 'none' },
        '& > thead > tr': { display: 'flex', flexWrap: 'wrap', height: 'auto' },
        '& > thead > tr > th': { flex: '0 0 auto', width: 'auto' },
      },
    },
  },
  // A variable, so that the print style overrides it.
  head: { width: 'var(--column-width)' },
  cell: { minWidth: 0 },
  opens: { cursor: 'pointer' },
});

export interface ListTableProps<R> {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf(row: R): string | number;
  /** A click anywhere on a row calls it. A link or a button in the row must do the same, for keyboard and screen reader. */
  onOpen?: (row: R) => void;
  size?: 'small' | 'medium';
  /** A few short columns fit into half of a page: rows become cards only in very little width. */
  compact?: boolean;
  /** The order of the rows. Columns with `sort` then get a button in their header. */
  order?: ListOrder | undefined;
}

export interface ListOrder {
  readonly sort: string;
  readonly descending: boolean;
  onSort(sort: string): void;
}

/**
 * A table that its columns describe. If it has little width, each row becomes a card, with the name of the column before each value,
 * so that nobody must scroll sideways (WCAG 2.2, 1.4.10 Reflow).
 *
 * A browser may drop the roles of a table that is drawn as blocks, so they are set explicitly.
 */
export function ListTable<R>(props: ListTableProps<R>) {
  const styles = useStyles();
  const { label, columns, rows, keyOf, onOpen, size = 'small', order, compact = false } = props;
  return (
    <div className={styles.container}>
      <Table
        role="table"
        aria-label={label}
        size={size}
        className={compact ? styles.compact : styles.table}
        style={columnNames(columns)}
      >
        <TableHeader role="rowgroup">
          <TableRow role="row">
            {columns.map(column => (
              <Head key={column.header()} column={column} order={order} />
            ))}
          </TableRow>
        </TableHeader>
        <TableBody role="rowgroup">
          {rows.map(row => (
            <TableRow
              key={keyOf(row)}
              role="row"
              className={mergeClasses(onOpen && styles.opens)}
              onClick={onOpen && (() => onOpen(row))}
            >
              {columns.map(({ header, cell, controls }) => (
                <TableCell key={header()} role="cell" className={styles.cell} {...controlsMark(controls)}>
                  {cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Head<R>({ column, order }: { column: Column<R>; order: ListOrder | undefined }) {
  const styles = useStyles();
  const { header, width, controls, sort, head } = column;
  const style = width === undefined ? {} : { style: { '--column-width': width } as CSSProperties };
  return (
    <TableHeaderCell
      role="columnheader"
      className={styles.head}
      {...style}
      {...controlsMark(controls)}
      {...sorting(order, sort)}
    >
      {head ?? (controls === true ? <HiddenText>{header()}</HiddenText> : header())}
    </TableHeaderCell>
  );
}

function sorting(order: ListOrder | undefined, sort: string | undefined) {
  if (order === undefined || sort === undefined) return {};
  const direction = order.descending ? ('descending' as const) : ('ascending' as const);
  return {
    sortable: true,
    onClick: () => order.onSort(sort),
    ...(order.sort === sort ? { sortDirection: direction } : {}),
  };
}

/** The print styles hide elements with this mark. */
function controlsMark(controls: boolean | undefined) {
  return controls === true ? { 'data-controls': '' } : {};
}
