import { makeStyles, mergeClasses, Table, type TableProps, tokens } from '@fluentui/react-components';
import { useLayoutEffect, useRef } from 'react';
import { CARDS } from './layout.ts';

/** More than any table has. */
const COLUMNS = 12;

/** Each cell of a card begins with the name of its column, which `nameColumns` has left in a variable of the table. */
const cellNames = Object.fromEntries(
  Array.from({ length: COLUMNS }, (_, i) => [
    `& > tbody > tr > td:nth-child(${i + 1})::before`,
    { content: `var(--column-${i + 1}, "")` },
  ]),
);

const useStyles = makeStyles({
  container: { '@media screen': { containerType: 'inline-size' }, minWidth: 0 },
  table: {
    // Paper is narrower than that, and has tables all the same, see app/paperStyles.ts.
    '@media screen': {
      [CARDS]: {
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
          flex: '0 0 96px',
          color: tokens.colorNeutralForeground3,
          fontSize: tokens.fontSizeBase200,
        },
        ...cellNames,
        // Nothing can be done with this row.
        '& > tbody > tr > td:empty': { display: 'none' },
        // There is room for the whole text.
        '& span[title]': { whiteSpace: 'normal', overflow: 'visible' },
      },
    },
  },
});

/**
 * A table of a list. Where it has little width each row becomes a card, with the name of the column before each value, so that
 * nothing needs to be scrolled sideways (WCAG 2.2, 1.4.10 Reflow).
 */
export function ListTable({ className, ...props }: TableProps) {
  const styles = useStyles();
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const table = container.current?.querySelector('table');
    if (!table) return;
    nameColumns(table);
    markControls(table);
    keepRoles(table);
  });
  return (
    <div ref={container} className={styles.container}>
      <Table {...props} className={mergeClasses(styles.table, className)} />
    </div>
  );
}

/** A table that is drawn as blocks must stay a table for screen readers. */
function keepRoles(table: HTMLTableElement): void {
  table.role = 'table';
  for (const group of table.querySelectorAll('thead, tbody')) group.role = 'rowgroup';
  for (const row of table.rows) {
    row.role = 'row';
    for (const cell of row.cells) cell.role = cell.tagName === 'TH' ? 'columnheader' : 'cell';
  }
}

function nameColumns(table: HTMLTableElement): void {
  const heads = table.tHead?.rows[0]?.cells ?? [];
  for (const [index, head] of Array.from(heads).entries()) {
    table.style.setProperty(`--column-${index + 1}`, JSON.stringify(head.textContent));
  }
}

/** The cells of a column of buttons are marked as its head is (ControlsHeader.tsx). */
function markControls(table: HTMLTableElement): void {
  const heads = Array.from(table.tHead?.rows[0]?.cells ?? []);
  const columns = heads.filter(head => 'controls' in head.dataset).map(head => head.cellIndex);
  for (const body of table.tBodies) {
    for (const row of body.rows) for (const column of columns) row.cells[column]?.setAttribute('data-controls', '');
  }
}
