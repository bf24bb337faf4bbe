import { Link } from '@fluentui/react-components';
import { useState } from 'react';
import type { ActivityEntry } from '../../../contract/activity/schema.ts';
import { keyWords, kindWords, resultWords, subjectWords } from '../../../contract/activity/words.ts';
import { strings } from '../../strings.ts';
import { formatDate } from '../../ui/display/formatDate.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { hrefOf } from '../../ui/page/route.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { EntryDialog } from './EntryDialog.tsx';

const words = strings.activity;

const colors: Readonly<Record<string, 'success' | 'danger'>> = { done: 'success', failed: 'danger' };

const columns: readonly Column<ActivityEntry>[] = [
  { header: () => words.columns.at, width: '164px', cell: ({ at }) => <CellText text={formatDate(at) ?? at} quiet /> },
  {
    header: () => words.columns.what,
    width: '18%',
    cell: entry => <What entry={entry} />,
  },
  { header: () => words.columns.user, width: '19%', cell: entry => <UserName entry={entry} /> },
  { header: () => words.columns.key, cell: entry => <CellText text={keyWords(entry) ?? strings.none} /> },
  {
    header: () => words.columns.result,
    width: '112px',
    cell: ({ result }) => <StateBadge color={colors[result] ?? 'informative'}>{resultWords(result)}</StateBadge>,
  },
  { header: () => words.columns.actor, width: '10%', cell: ({ actor }) => <CellText text={actor.name} quiet /> },
];

/** The entries of the activity log. A click on a row shows all of its entry. */
export function ActivityTable({ entries }: { entries: readonly ActivityEntry[] }) {
  const [shown, setShown] = useState<ActivityEntry | null>(null);
  return (
    <>
      <ListTable label={words.title} columns={columns} rows={entries} keyOf={({ seq }) => seq} onOpen={setShown} />
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </>
  );
}

/** What happened, and what it is about if that is neither a user nor a key. */
function What({ entry }: { entry: ActivityEntry }) {
  const kind = kindWords(entry.kind);
  return (
    <CellText text={kind} under={subjectWords(entry) ?? undefined} wrap>
      <Link as="button" aria-label={words.show({ kind, seq: entry.seq })}>
        {kind}
      </Link>
    </CellText>
  );
}

function UserName({ entry: { user } }: { entry: ActivityEntry }) {
  const name = user.userPrincipalName ?? user.id;
  if (name === null) return <CellText text={strings.none} />;
  const route = { page: 'user', user: user.id ?? name, tab: 'activity' } as const;
  return (
    <CellText text={name}>
      <Link href={hrefOf(route)} onClick={event => event.stopPropagation()}>
        {name}
      </Link>
    </CellText>
  );
}
