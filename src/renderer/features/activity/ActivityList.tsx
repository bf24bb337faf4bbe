import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { ListFoot } from '../../ui/ListFoot.tsx';
import { ActivityTable } from './ActivityTable.tsx';

const words = strings.activity;

const useStyles = makeStyles({
  count: { color: tokens.colorNeutralForeground3 },
});

/** The entries that a filter lets through, newest first, and older ones on demand. */
export function ActivityList({ filter }: { filter: ActivityFilter }) {
  const styles = useStyles();
  const list = useInfiniteQuery(
    api.activity.list.infiniteOptions({
      input: (before: number | undefined) => ({ ...filter, ...(before === undefined ? {} : { before }) }),
      initialPageParam: undefined,
      getNextPageParam: page => page.next,
      placeholderData: keepPreviousData,
      // Changes are made all over the window; the log is read anew whenever somebody looks at it.
      staleTime: 0,
      refetchOnMount: 'always',
    }),
  );
  if (list.isPending) return <Spinner label={strings.loading} />;
  if (list.isError) return <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />;
  const entries = list.data.pages.flatMap(page => page.entries);
  if (entries.length === 0) {
    const filtered = Object.keys(filter).some(name => name !== 'users');
    return filtered ? (
      <EmptyState Icon={HistoryRegular} title={words.noMatch} />
    ) : (
      <EmptyState Icon={HistoryRegular} title={words.empty} hint={words.emptyHint} />
    );
  }
  return (
    <>
      <ActivityTable entries={entries} />
      <ListFoot list={list} shown={entries.length} more={words.older}>
        <Text data-frame="" className={styles.count} role="status">
          {words.shown(entries.length)}
        </Text>
      </ListFoot>
    </>
  );
}
