import { Button } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { type ReactNode, useCallback, useState } from 'react';
import { strings } from '../../strings.ts';
import { Row } from '../page/Row.tsx';
import { PrintCut } from './PrintCut.tsx';
import { MOST_PRINTED, printDrawn, usePrintList } from './print.ts';

/** The part of a useInfiniteQuery (TanStack Query) that loads more rows. */
interface Parts {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): Promise<Pick<Parts, 'hasNextPage'> & { readonly isError: boolean }>;
}

/**
 * The end of a list: a button that loads the next chunk, and **Print**, which loads all chunks first. The buttons are
 * not disabled meanwhile, because they would lose the focus.
 * @param shown the number of loaded rows
 * @param more the label of the button that loads the next chunk
 */
export function ListFoot(props: { list: Parts; shown: number; more: string; children?: ReactNode }) {
  const { list, shown, more, children } = props;
  const [printing, setPrinting] = useState(false);
  const [cut, setCut] = useState(false);
  const print = useCallback(async () => {
    setPrinting(true);
    let state: Awaited<ReturnType<Parts['fetchNextPage']>> = { hasNextPage: list.hasNextPage, isError: false };
    // A chunk has a hundred rows or fewer.
    for (let parts = 0; state.hasNextPage && !state.isError && parts < MOST_PRINTED / 100; parts++) {
      state = await list.fetchNextPage();
    }
    await printDrawn(() => {
      setCut(state.hasNextPage);
      setPrinting(false);
    });
  }, [list]);
  const start = useCallback(() => {
    if (!printing) void print();
  }, [print, printing]);
  usePrintList(start);
  return (
    <Row gap="large">
      <MoreButton list={list} more={more} />
      {children}
      {shown > 0 && (
        <Button appearance="subtle" icon={<PrintRegular />} aria-busy={printing} onClick={start}>
          {strings.print.button}
        </Button>
      )}
      {cut && <PrintCut rows={shown} />}
    </Row>
  );
}

/** Loads the next chunk of a list. Shows nothing at the end of the list. */
export function MoreButton({ list, more }: { list: Parts; more: string }) {
  if (!list.hasNextPage) return null;
  return (
    <Button aria-busy={list.isFetchingNextPage} onClick={() => !list.isFetchingNextPage && void list.fetchNextPage()}>
      {more}
    </Button>
  );
}
