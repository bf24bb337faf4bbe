import { makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXL,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    minWidth: 0,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
  },
  filling: { flexGrow: 1 },
});

/** A section of a page, with an optional heading. `filling` takes the remaining height of the page. */
export function Panel(props: { title?: string; filling?: boolean; children: ReactNode }) {
  const { title, filling, children } = props;
  const styles = useStyles();
  return (
    <section className={mergeClasses(styles.panel, filling && styles.filling)} aria-label={title}>
      {title !== undefined && <Subtitle2 as="h2">{title}</Subtitle2>}
      {children}
    </section>
  );
}
