import { keepPreviousData } from '@tanstack/react-query';

/** The options of every query of a list that is read in parts. The rows of the previous filter stay until the new ones are there. */
export const paged = {
  getNextPageParam: <P>(page: { next?: P | undefined }) => page.next,
  placeholderData: keepPreviousData,
  refetchOnMount: 'always',
} as const;
