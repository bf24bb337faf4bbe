import type { DeferredRow, DeferredState } from '../../../contract/deferred/schema.ts';
import { deferredStateWords } from '../../../contract/deferred/words.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import { number } from '../../../words/say.ts';
import { strings } from '../../strings.ts';
import { formatDate } from '../../ui/display/formatDate.ts';
import { keyName } from '../../ui/display/keyName.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';

const words = strings.deferred;

const colors = {
  refused: 'warning',
  fetched: 'informative',
  making: 'brand',
  made: 'success',
  uploaded: 'success',
  failed: 'danger',
} as const satisfies Record<DeferredState, string>;

const columns: readonly Column<DeferredRow>[] = [
  { header: () => words.columns.line, width: '64px', cell: ({ line }) => number(line) },
  {
    header: () => words.columns.user,
    cell: ({ user, typed }) => (
      <CellText text={user?.userPrincipalName ?? typed}>{user?.displayName ?? typed}</CellText>
    ),
  },
  {
    header: () => words.columns.state,
    width: '208px',
    cell: ({ state }) => <StateBadge color={colors[state]}>{deferredStateWords[state]}</StateBadge>,
  },
  {
    header: () => words.columns.key,
    cell: ({ key }) => <CellText text={key === null ? strings.none : keyName(key)} quiet />,
  },
  {
    header: () => words.columns.until,
    width: '184px',
    cell: ({ expiresAt }) => <CellText text={formatDate(expiresAt) ?? strings.none} quiet />,
  },
  {
    header: () => words.columns.problem,
    cell: ({ error }) => {
      if (error === null) return <CellText text={strings.none} quiet />;
      const { message, next } = wordsFor(error);
      return <CellText text={`${message} ${next}`}>{message}</CellText>;
    },
  },
];

/** The rows of a package, each with its outcome. */
export function DeferredRows({ rows }: { rows: readonly DeferredRow[] }) {
  if (rows.length === 0) return null;
  return <ListTable label={words.rows} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}
