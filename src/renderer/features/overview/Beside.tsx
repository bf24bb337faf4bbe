import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    // Below each other, if a table beside its chart would break words.
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media print': { display: 'block' },
  },
});

/** A part of the overview: a chart, and beside it the table with the same numbers. */
export function Beside(props: { title: string; hint?: string | undefined; chart?: ReactNode; children: ReactNode }) {
  const styles = useStyles();
  const { title, hint, chart, children } = props;
  return (
    <Panel title={title}>
      {hint !== undefined && <QuietText size={200}>{hint}</QuietText>}
      {chart === undefined ? (
        children
      ) : (
        <div className={styles.pair}>
          {chart}
          <div>{children}</div>
        </div>
      )}
    </Panel>
  );
}
