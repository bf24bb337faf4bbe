import { makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { usePromptStyles } from './usePromptStyles.ts';

const useStyles = makeStyles({
  icon: {
    display: 'flex',
    fontSize: '64px',
    color: tokens.colorBrandForeground1,
    animationName: { '50%': { opacity: 0.35 } },
    animationDuration: '1.4s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
  },
});

interface Props {
  icon: ReactNode;
  title: string;
  hint: string;
  children?: ReactNode;
}

/** Asks for an action at the key. `children` appear below the text. */
export function HandsOnPrompt({ icon, title, hint, children }: Props) {
  const styles = useStyles();
  const prompt = usePromptStyles();
  return (
    <div className={prompt.prompt} role="alert">
      <span className={styles.icon}>{icon}</span>
      <Subtitle1 align="center">{title}</Subtitle1>
      <Text className={prompt.hint}>{hint}</Text>
      {children}
    </div>
  );
}
