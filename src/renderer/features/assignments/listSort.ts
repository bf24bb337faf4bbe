import { useMemo, useState } from 'react';
import { type AssignmentSort, assignmentSorts } from '../../../contract/assignments/schema.ts';
import type { RouteFilters } from '../../ui/page/route.ts';

/** The order of the list of assignments. */
export interface ListSort {
  readonly sort: AssignmentSort;
  readonly descending: boolean;
  /** Chooses an order in its usual direction. */
  choose(sort: string): void;
  /** Chooses an order by its column: a second click turns it around. */
  onSort(sort: string): void;
}

/** The newest times come first, everything else begins with A. */
function usualDirection(sort: AssignmentSort): boolean {
  return sort === 'updated' || sort === 'created';
}

/** @param begin the filters of the address. A list by age begins with those who wait longest */
export function useListSort(begin: RouteFilters | undefined): ListSort {
  const [order, setOrder] = useState<{ sort: AssignmentSort; descending: boolean }>(() =>
    begin?.time === 'created' ? { sort: 'created', descending: false } : { sort: 'updated', descending: true },
  );
  return useMemo(() => {
    const known = (name: string) => assignmentSorts.find(sort => sort === name) ?? 'updated';
    return {
      ...order,
      choose: name => setOrder({ sort: known(name), descending: usualDirection(known(name)) }),
      onSort: name => {
        const sort = known(name);
        setOrder({ sort, descending: sort === order.sort ? !order.descending : usualDirection(sort) });
      },
    };
  }, [order]);
}
