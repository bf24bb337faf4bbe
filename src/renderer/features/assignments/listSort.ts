import { useMemo, useState } from 'react';
import { type AssignmentSort, assignmentSorts } from '../../../contract/assignments/schema.ts';

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

export function useListSort(): ListSort {
  const [order, setOrder] = useState<{ sort: AssignmentSort; descending: boolean }>({
    sort: 'updated',
    descending: true,
  });
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
