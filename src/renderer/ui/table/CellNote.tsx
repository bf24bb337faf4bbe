import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  note: {
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'normal',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

/** Long text of a table cell, small and gray, on as many lines as it needs. */
export function CellNote({ children }: { children: ReactNode }) {
  return <span className={useStyles().note}>{children}</span>;
}
