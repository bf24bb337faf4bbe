import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  small: { gap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalM },
  medium: { gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  marked: { border: `1px solid ${tokens.colorBrandStroke1}` },
});

/** One of several similar items on a panel. `marked` is the current one. */
export function Card(props: { label: string; size?: 'small' | 'medium'; marked?: boolean; children: ReactNode }) {
  const styles = useStyles();
  const { label, size = 'medium', marked = false, children } = props;
  return (
    <section className={mergeClasses(styles.card, styles[size], marked && styles.marked)} aria-label={label}>
      {children}
    </section>
  );
}
