import { HistoryRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { ListFoot } from '../../ui/table/ListFoot.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { paged } from '../../ui/table/paged.ts';
import { ActivityTable } from './ActivityTable.tsx';

const words = strings.activity;

/** The entries of the activity log that match a filter, the newest first. A button loads older ones. */
export function ActivityList({ filter }: { filter: ActivityFilter }) {
  const list = useInfiniteQuery(
    api.activity.list.infiniteOptions({
      input: (before: number | undefined) => ({ ...filter, ...(before === undefined ? {} : { before }) }),
      initialPageParam: undefined,
      ...paged,
      // Every part of the window makes changes, so the log is read again whenever it is shown.
      staleTime: 0,
    }),
  );
  const entries = list.data?.pages.flatMap(page => page.entries) ?? [];
  const filtered = Object.keys(filter).some(name => name !== 'users');
  return (
    <ListView
      list={list}
      count={entries.length}
      empty={
        filtered ? (
          <EmptyState Icon={HistoryRegular} title={words.noMatch} />
        ) : (
          <EmptyState Icon={HistoryRegular} title={words.empty} hint={words.emptyHint} />
        )
      }
      foot={
        <ListFoot list={list} shown={entries.length} more={words.older}>
          <QuietText data-frame="" role="status">
            {words.shown({ count: entries.length })}
          </QuietText>
        </ListFoot>
      }
    >
      <ActivityTable entries={entries} />
    </ListView>
  );
}
