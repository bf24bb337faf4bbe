import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { HTMLAttributes } from 'react';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center' },
  small: { gap: tokens.spacingHorizontalS },
  medium: { gap: tokens.spacingHorizontalM },
  large: { gap: tokens.spacingHorizontalL },
  oneLine: { flexWrap: 'nowrap' },
});

interface Props extends HTMLAttributes<HTMLDivElement> {
  gap?: 'small' | 'medium' | 'large';
  /** Keeps the children on one line, for example a text beside its icon. The text wraps instead. */
  oneLine?: boolean;
}

/** Places its children side by side, and on further lines if there is too little room. */
export function Row({ gap = 'medium', oneLine = false, className, ...div }: Props) {
  const styles = useStyles();
  return <div className={mergeClasses(styles.row, styles[gap], oneLine && styles.oneLine, className)} {...div} />;
}
