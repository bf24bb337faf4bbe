import {
  Badge,
  Link,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ActivityEntry } from '../../../contract/activity.ts';
import { kindWords, resultWords } from '../../../contract/activityWords.ts';
import { hrefOf } from '../../app/route.ts';
import { formatDate } from '../../components/formatDate.ts';
import { strings } from '../../strings.ts';
import { EntryDialog } from './EntryDialog.tsx';

const words = strings.activity;

const useStyles = makeStyles({
  row: { cursor: 'pointer' },
  when: { width: '165px' },
  what: { width: '240px' },
  result: { width: '100px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const colors: Readonly<Record<string, 'success' | 'danger'>> = { done: 'success', failed: 'danger' };

export function ActivityTable({ entries }: { entries: readonly ActivityEntry[] }) {
  const styles = useStyles();
  const [shown, setShown] = useState<ActivityEntry | null>(null);
  return (
    <>
      <Table aria-label={words.title} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.when}>{words.columns.at}</TableHeaderCell>
            <TableHeaderCell className={styles.what}>{words.columns.what}</TableHeaderCell>
            <TableHeaderCell>{words.columns.user}</TableHeaderCell>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.result}>{words.columns.result}</TableHeaderCell>
            <TableHeaderCell>{words.columns.actor}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {entries.map(entry => (
            <TableRow key={entry.seq} className={styles.row} onClick={() => setShown(entry)}>
              <TableCell className={styles.quiet}>{formatDate(entry.at) ?? entry.at}</TableCell>
              <TableCell>
                <TableCellLayout truncate>
                  <Link as="button" aria-label={`${kindWords(entry.kind)}. ${words.show(entry.seq)}`}>
                    {kindWords(entry.kind)}
                  </Link>
                </TableCellLayout>
              </TableCell>
              <TableCell>
                <TableCellLayout truncate>{userOf(entry)}</TableCellLayout>
              </TableCell>
              <TableCell>
                <TableCellLayout truncate>{entry.key.serial ?? entry.key.id ?? strings.none}</TableCellLayout>
              </TableCell>
              <TableCell>
                <Badge appearance="tint" color={colors[entry.result] ?? 'informative'}>
                  {resultWords(entry.result)}
                </Badge>
              </TableCell>
              <TableCell>
                <TableCellLayout truncate className={styles.quiet}>
                  {entry.actor.name}
                </TableCellLayout>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function userOf({ user: { id, userPrincipalName } }: ActivityEntry) {
  const name = userPrincipalName ?? id;
  if (name === null) return strings.none;
  const route = { page: 'user', user: id ?? name, tab: 'activity' } as const;
  return (
    <Link href={hrefOf(route)} onClick={event => event.stopPropagation()}>
      {name}
    </Link>
  );
}
