import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { type ReactNode, useCallback, useState } from 'react';
import { strings } from '../strings.ts';
import { MOST_PRINTED, printDrawn, usePrintList } from './print.ts';

/** A list that is read in parts, as TanStack Query's useInfiniteQuery has it. */
interface Parts {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): Promise<Pick<Parts, 'hasNextPage'> & { readonly isError: boolean }>;
}

const useStyles = makeStyles({
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalL },
});

/**
 * The end of a list: its next part on demand, and **Print**, which loads all parts first. Neither button is disabled meanwhile: it
 * would lose the focus.
 * @param shown how many rows are loaded
 * @param more the words of the button for the next part
 */
export function ListFoot(props: { list: Parts; shown: number; more: string; children?: ReactNode }) {
  const styles = useStyles();
  const { list, shown, more, children } = props;
  const [printing, setPrinting] = useState(false);
  const [cut, setCut] = useState(false);
  const print = useCallback(async () => {
    setPrinting(true);
    let state: Awaited<ReturnType<Parts['fetchNextPage']>> = { hasNextPage: list.hasNextPage, isError: false };
    // Parts have a hundred rows or fewer.
    for (let parts = 0; state.hasNextPage && !state.isError && parts < MOST_PRINTED / 100; parts++) {
      state = await list.fetchNextPage();
    }
    setCut(state.hasNextPage);
    setPrinting(false);
    await printDrawn();
  }, [list]);
  const start = useCallback(() => {
    if (!printing) void print();
  }, [print, printing]);
  usePrintList(start);
  return (
    <div className={styles.foot}>
      {list.hasNextPage && (
        <Button
          aria-busy={list.isFetchingNextPage}
          onClick={() => !list.isFetchingNextPage && void list.fetchNextPage()}
        >
          {more}
        </Button>
      )}
      {children}
      {shown > 0 && (
        <Button appearance="subtle" icon={<PrintRegular />} aria-busy={printing} onClick={start}>
          {strings.print.button}
        </Button>
      )}
      {cut && (
        <MessageBar intent="warning">
          <MessageBarBody>{strings.print.cut(shown)}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
