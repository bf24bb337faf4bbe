import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Fragment, type ReactNode } from 'react';
import { strings } from '../../strings.ts';

export interface Fact {
  label: string;
  value: ReactNode;
  /** An id or an address: in a fixed-width font, with line breaks anywhere. */
  code?: boolean;
}

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(140px, max-content) 1fr',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  label: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

/** Names and values, one pair per line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value, code }) => (
        <Fragment key={label}>
          <dt className={styles.label}>{label}</dt>
          <dd className={mergeClasses(styles.value, code && styles.code)}>{value || strings.none}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
