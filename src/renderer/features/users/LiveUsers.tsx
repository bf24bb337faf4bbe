import { makeStyles } from '@fluentui/react-components';
import { PeopleSearchRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { useDebounced } from '../../ui/form/useDebounced.ts';
import { goTo } from '../../ui/page/route.ts';
import { ListFoot } from '../../ui/table/ListFoot.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { PageSearch } from '../../ui/table/PageSearch.tsx';
import { UserTable } from './UserTable.tsx';

const words = strings.users;

const useStyles = makeStyles({
  search: { width: '100%', maxWidth: '440px' },
});

/** Users from Microsoft Entra ID, before the first import. */
export function LiveUsers() {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const query = useDebounced(typed.trim(), 250);
  const pages = useInfiniteQuery(
    api.users.search.infiniteOptions({
      input: (next: string | undefined) => ({ query, ...(next === undefined ? {} : { next }) }),
      initialPageParam: undefined as string | undefined,
      // A page whose next page was already loaded is the last one.
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
      <ListView
        list={pages}
        count={users.length}
        empty={<EmptyState Icon={PeopleSearchRegular} title={query === '' ? words.empty : words.noMatch({ query })} />}
        foot={
          <ListFoot list={pages} shown={users.length} more={words.more}>
            <QuietText data-frame="" size={200} aria-live="polite">
              {words.shown({ count: users.length })}
            </QuietText>
          </ListFoot>
        }
      >
        <UserTable users={users} />
      </ListView>
    </>
  );
}

/** Opens the user if only one matches the typed text. The list may not show that text yet. */
async function openOnlyHit(query: string): Promise<void> {
  if (query === '') return;
  const { users, next } = await client.users.search({ query });
  const [user] = users;
  if (user !== undefined && users.length === 1 && next === undefined)
    goTo({ page: 'user', user: user.id, tab: 'passkeys' });
}
