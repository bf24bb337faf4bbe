import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  icon: { fontSize: '48px', color: tokens.colorNeutralForeground4 },
  hint: { maxWidth: '440px', color: tokens.colorNeutralForeground3 },
});

/** Shows that a list is empty, and how to fill it. */
export function EmptyState(props: { Icon: FluentIcon; title: string; hint?: string; children?: ReactNode }) {
  const styles = useStyles();
  const { Icon, title, hint, children } = props;
  return (
    <div className={styles.empty}>
      <Icon className={styles.icon} />
      <Subtitle2>{title}</Subtitle2>
      {hint !== undefined && (
        <Text align="center" className={styles.hint}>
          {hint}
        </Text>
      )}
      {children}
    </div>
  );
}
