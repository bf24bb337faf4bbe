import { keepPreviousData } from '@tanstack/react-query';

/**
 * The options for every query that loads a list in chunks. The rows of the previous filter stay until the new ones
 * arrive.
 */
export const paged = {
  getNextPageParam: <P>(page: { next?: P | undefined }) => page.next,
  placeholderData: keepPreviousData,
  refetchOnMount: 'always',
} as const;
