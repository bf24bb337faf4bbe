import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
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
