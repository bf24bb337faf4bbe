import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { PeopleSearchRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { goTo } from '../../app/route.ts';
import { api, client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { ListFoot } from '../../ui/ListFoot.tsx';
import { PageSearch } from '../../ui/PageSearch.tsx';
import { UserTable } from './UserTable.tsx';
import { useDebounced } from './useDebounced.ts';

const words = strings.users;

const useStyles = makeStyles({
  search: { width: '100%', maxWidth: '440px' },
  count: { color: tokens.colorNeutralForeground3 },
});

/** Users straight from Microsoft Entra ID: search, then choose a person. */
export function LiveUsers() {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const query = useDebounced(typed.trim(), 250);
  const pages = useInfiniteQuery(
    api.users.search.infiniteOptions({
      input: (next: string | undefined) => ({ query, ...(next === undefined ? {} : { next }) }),
      initialPageParam: undefined as string | undefined,
      // A page that leads back to an earlier one is the last.
      getNextPageParam: ({ next }, _pages, _last, links) => (links.includes(next) ? undefined : next),
    }),
  );
  const users = pages.data?.pages.flatMap(page => page.users) ?? [];

  return (
    <>
      <PageSearch
        className={styles.search}
        label={words.search}
        value={typed}
        onSearch={setTyped}
        onEnter={text => void openOnlyHit(text.trim())}
      />
      {pages.isError && <FailureMessage failure={failureOf(pages.error)} onRetry={() => void pages.refetch()} />}
      {pages.isPending && <Spinner label={strings.loading} />}
      {users.length > 0 && <UserTable users={users} />}
      {pages.isSuccess && users.length === 0 && (
        <EmptyState Icon={PeopleSearchRegular} title={query === '' ? words.empty : words.noMatch(query)} />
      )}
      {users.length > 0 && (
        <ListFoot list={pages} shown={users.length} more={words.more}>
          <Text data-frame="" size={200} className={styles.count} aria-live="polite">
            {words.shown(users.length)}
          </Text>
        </ListFoot>
      )}
    </>
  );
}

/** Opens the user who alone fits what was typed, which may not be searched for yet. */
async function openOnlyHit(query: string): Promise<void> {
  if (query === '') return;
  const { users, next } = await client.users.search({ query });
  const [user] = users;
  if (user !== undefined && users.length === 1 && next === undefined)
    goTo({ page: 'user', user: user.id, tab: 'passkeys' });
}
