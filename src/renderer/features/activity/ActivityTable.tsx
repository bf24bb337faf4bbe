import {
  Badge,
  Link,
  makeStyles,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ActivityEntry } from '../../../contract/activity/schema.ts';
import { keyWords, kindWords, resultWords } from '../../../contract/activity/words.ts';
import { hrefOf } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { formatDate } from '../../ui/formatDate.ts';
import { ListTable } from '../../ui/ListTable.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { EntryDialog } from './EntryDialog.tsx';

const words = strings.activity;

const useStyles = makeStyles({
  row: { cursor: 'pointer' },
  when: { width: '164px' },
  what: { width: '20%' },
  user: { width: '20%' },
  result: { width: '76px' },
  actor: { width: '10%' },
});

const colors: Readonly<Record<string, 'success' | 'danger'>> = { done: 'success', failed: 'danger' };

export function ActivityTable({ entries }: { entries: readonly ActivityEntry[] }) {
  const styles = useStyles();
  const [shown, setShown] = useState<ActivityEntry | null>(null);
  return (
    <>
      <ListTable aria-label={words.title} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.when}>{words.columns.at}</TableHeaderCell>
            <TableHeaderCell className={styles.what}>{words.columns.what}</TableHeaderCell>
            <TableHeaderCell className={styles.user}>{words.columns.user}</TableHeaderCell>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.result}>{words.columns.result}</TableHeaderCell>
            <TableHeaderCell className={styles.actor}>{words.columns.actor}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {entries.map(entry => (
            <TableRow key={entry.seq} className={styles.row} onClick={() => setShown(entry)}>
              <TextCell text={formatDate(entry.at) ?? entry.at} quiet />
              <TextCell text={kindWords(entry.kind)}>
                <Link as="button" aria-label={`${kindWords(entry.kind)}. ${words.show(entry.seq)}`}>
                  {kindWords(entry.kind)}
                </Link>
              </TextCell>
              <UserCell entry={entry} />
              <TextCell text={keyWords(entry) ?? strings.none} />
              <TableCell>
                <Badge appearance="tint" color={colors[entry.result] ?? 'informative'}>
                  {resultWords(entry.result)}
                </Badge>
              </TableCell>
              <TextCell text={entry.actor.name} quiet />
            </TableRow>
          ))}
        </TableBody>
      </ListTable>
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function UserCell({ entry: { user } }: { entry: ActivityEntry }) {
  const name = user.userPrincipalName ?? user.id;
  if (name === null) return <TextCell text={strings.none} />;
  const route = { page: 'user', user: user.id ?? name, tab: 'activity' } as const;
  return (
    <TextCell text={name}>
      <Link href={hrefOf(route)} onClick={event => event.stopPropagation()}>
        {name}
      </Link>
    </TextCell>
  );
}
