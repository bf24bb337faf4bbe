import type { ReactNode } from 'react';
import { QueryState, type ShownQuery } from '../display/QueryState.tsx';

/**
 * A list from the core: loading, failed, empty, or its rows.
 * @param count the number of loaded rows
 * @param empty what to show for a list without rows
 * @param foot the end of a list that is loaded in chunks (`ListFoot`)
 */
export function ListView(props: {
  list: ShownQuery;
  count: number;
  empty: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { list, count, empty, foot, children } = props;
  const isLoaded = !list.isPending && !list.isError;
  return (
    <>
      <QueryState query={list} />
      {isLoaded && count === 0 && empty}
      {count > 0 && children}
      {count > 0 && foot}
    </>
  );
}
