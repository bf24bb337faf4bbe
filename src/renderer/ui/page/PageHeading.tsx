import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { usePageTitle } from './useWindowTitle.ts';

const useStyles = makeStyles({
  heading: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  subtitle: { color: tokens.colorNeutralForeground3 },
});

/** The only h1 of a page, with a line below it. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  const styles = useStyles();
  usePageTitle(title);
  return (
    <div className={styles.heading}>
      <Title2 as="h1">{title}</Title2>
      {children !== undefined && (
        <Text data-frame="" className={styles.subtitle}>
          {children}
        </Text>
      )}
    </div>
  );
}
