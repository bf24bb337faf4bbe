import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  stack: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    paddingBlock: tokens.spacingVerticalXS,
  },
});

/** Places several items in a table cell, one below the other. */
export function CellStack({ children }: { children: ReactNode }) {
  return <div className={useStyles().stack}>{children}</div>;
}
