import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { problemOf } from '../../../../contract/batches/problem.ts';
import type { Batch, BatchRow, RowState } from '../../../../contract/batches/schema.ts';
import { number } from '../../../../words/say.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { HiddenText } from '../../../ui/display/HiddenText.tsx';
import { keyName } from '../../../ui/display/keyName.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { CARDS } from '../../../ui/page/layout.ts';
import { CellText } from '../../../ui/table/CellText.tsx';
import { CellUser } from '../../../ui/table/CellUser.tsx';
import { columnNames } from '../../../ui/table/columns.ts';
import { useScrollWindow } from '../../../ui/table/useScrollWindow.ts';
import { RowActions } from './RowActions.tsx';
import { RowStateBadge } from './RowStateBadge.tsx';
import { useBatchRows } from './useBatchRows.ts';

const words = strings.batch;
/** Heights of a row and of a card, and the width from which on rows are not cards, in px. */
const ROW_HEIGHT = 60;
const CARD_HEIGHT = 208;
const CARD_WIDTH = 720;

const heightOf = (width: number) => (width > CARD_WIDTH ? ROW_HEIGHT : CARD_HEIGHT);

const columns = [
  { header: () => words.columns.line },
  { header: () => words.columns.user },
  { header: () => words.columns.state },
  { header: () => words.columns.key },
  { header: () => words.columns.problem },
];

const gridTemplateColumns = '64px minmax(0, 5fr) 216px minmax(0, 4fr) minmax(0, 7fr) 44px';
const labels = Object.fromEntries(
  [3, 4, 5].map(n => [
    `& > :nth-child(${n})::before`,
    {
      content: `var(--column-${n})`,
      flex: '0 0 96px',
      color: tokens.colorNeutralForeground3,
      fontSize: tokens.fontSizeBase200,
    },
  ]),
);

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
  },
  head: { display: 'block', position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground3 },
  headRow: {
    display: 'grid',
    gridTemplateColumns,
    alignItems: 'center',
    height: '36px',
    '& > *': { minWidth: 0, whiteSpace: 'nowrap' },
    [CARDS]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  body: { display: 'block', position: 'relative' },
  rows: { position: 'absolute', insetInline: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns,
    alignItems: 'center',
    boxSizing: 'border-box',
    height: `${ROW_HEIGHT}px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    '& > .fui-TableCell': { minWidth: 0, height: 'auto', minHeight: 0 },
    // Otherwise a long name makes a link that is wider than its cell.
    '& span[title] > a': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
    [CARDS]: {
      height: `${CARD_HEIGHT}px`,
      gridTemplateColumns: '40px minmax(0, 1fr) 44px',
      gridTemplateRows: '52px 28px 44px',
      alignContent: 'start',
      paddingBlock: tokens.spacingVerticalS,
      '& > :nth-child(1)': { gridArea: '1 / 1' },
      '& > :nth-child(2)': { gridArea: '1 / 2' },
      '& > :nth-child(6)': { gridArea: '1 / 3' },
      '& > :nth-child(3)': { gridArea: '2 / 2 / 3 / 4' },
      '& > :nth-child(4)': { gridArea: '3 / 2 / 4 / 4' },
      '& > :nth-child(5)': { gridArea: '4 / 2 / 5 / 4' },
      ...labels,
    },
  },
  problem: {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 3,
    overflowY: 'hidden',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    [CARDS]: { WebkitLineClamp: 4 },
  },
});

/** The rows of a batch in one state. Draws only the visible ones. */
export function RowGrid({ batch, state }: { batch: Batch; state: RowState | 'all' }) {
  const styles = useStyles();
  const [failed, setFailed] = useState<unknown>(null);
  const total = state === 'all' ? batch.rows : batch.counts[state];
  const view = useScrollWindow(total, heightOf);
  const { row: rowAt, error } = useBatchRows(batch, state, view.first, Math.max(view.end, 1));
  if (total === 0) return <QuietText>{words.noRows}</QuietText>;
  return (
    <>
      <CallFailure error={failed ?? error} />
      <Table
        ref={view.ref}
        className={styles.grid}
        noNativeElements
        aria-label={strings.batches.rows}
        aria-rowcount={total + 1}
        tabIndex={0}
        onScroll={view.onScroll}
      >
        <TableHeader className={styles.head}>
          <TableRow className={styles.headRow} aria-rowindex={1}>
            {columns.map(({ header }) => (
              <TableHeaderCell key={header()}>{header()}</TableHeaderCell>
            ))}
            <TableHeaderCell>
              <HiddenText>{strings.actions}</HiddenText>
            </TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody className={styles.body} style={{ ...columnNames(columns), height: view.height }}>
          <div className={styles.rows} role="presentation" style={{ top: view.top }}>
            {Array.from({ length: Math.max(0, view.end - view.first) }, (_, n) => {
              const index = view.first + n;
              const row = rowAt(index);
              if (row === undefined)
                return <TableRow key={`empty-${index}`} className={styles.row} aria-rowindex={index + 2} aria-busy />;
              return (
                <TableRow key={row.id} className={styles.row} aria-rowindex={index + 2}>
                  <TableCell>{number(row.line)}</TableCell>
                  <TableCell>
                    <UserCell row={row} />
                  </TableCell>
                  <TableCell>
                    <RowStateBadge state={row.state} />
                  </TableCell>
                  <TableCell>
                    <KeyCell row={row} />
                  </TableCell>
                  <TableCell>
                    <span className={styles.problem} title={problemText(row)}>
                      {problemText(row)}
                    </span>
                  </TableCell>
                  <TableCell>
                    <RowActions batchId={batch.id} row={row} onFailed={setFailed} />
                  </TableCell>
                </TableRow>
              );
            })}
          </div>
        </TableBody>
      </Table>
    </>
  );
}

function UserCell({ row: { user, typed } }: { row: BatchRow }) {
  if (user === null) return <CellText text={typed} />;
  return <CellUser id={user.id} name={user.displayName} under={user.userPrincipalName} tab="passkeys" />;
}

function KeyCell({ row: { key, serial, pinKept, handedOverAt } }: { row: BatchRow }) {
  if (key === null) return serial === null ? strings.none : <CellText text={words.expected({ serial })} quiet />;
  const name = keyName({ product: key.product ?? undefined, serial: key.serial ?? undefined });
  return <CellText text={name} under={handedOverAt !== null ? words.handedOver : pinKept ? words.pinKept : ''} />;
}

/** Returns the problem of a row and what to do, and the note. */
function problemText(row: BatchRow): string {
  const { message, next } = problemOf(row, 'window');
  return [message, next, row.note ?? ''].filter(part => part !== '').join(' ') || strings.none;
}
