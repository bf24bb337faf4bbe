import { makeStyles, Text, Title1, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';

const useStyles = makeStyles({
  card: {
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    width: '100%',
    maxWidth: '600px',
    padding: tokens.spacingHorizontalXXXL,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
    outlineStyle: 'none',
  },
  icon: { display: 'flex', justifyContent: 'center', fontSize: '72px', color: tokens.colorBrandForeground1 },
  title: { textAlign: 'center' },
  hint: { textAlign: 'center', color: tokens.colorNeutralForeground2 },
});

interface Props {
  icon?: ReactNode;
  title: string;
  hint?: string;
  children?: ReactNode;
}

/** One task, in the middle of the window. It takes the focus, so that a screen reader reads it out. */
export function Card({ icon, title, hint, children }: Props) {
  const styles = useStyles();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    // If a field already has the focus, it keeps it.
    if (!element.current?.contains(document.activeElement)) element.current?.focus();
  }, []);
  return (
    <section ref={element} tabIndex={-1} className={styles.card} aria-label={title}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <Title1 as="h1" className={styles.title}>
        {title}
      </Title1>
      {hint !== undefined && (
        <Text size={400} className={styles.hint}>
          {hint}
        </Text>
      )}
      {children}
    </section>
  );
}
