import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { PageSearch } from './PageSearch.tsx';

const useStyles = makeStyles({
  filters: { display: 'flex', flexDirection: 'column', gap: tokens.spacingHorizontalM },
  search: { maxWidth: 'none' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '& > *, & select, & input, & .fui-Input, & .fui-Combobox': { minWidth: 0, width: '100%' },
    '& select, & input': { textOverflow: 'ellipsis' },
  },
});

/** The search of a list over the whole width, and below it the other filters, as many side by side as fit. */
export function FilterBar(props: {
  label: string;
  search: string;
  value: string;
  onSearch(text: string): void;
  /** Called on Enter in the search. It opens the only hit. */
  onEnter?(text: string): void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const { label, search, value, onSearch, onEnter, children } = props;
  return (
    <search className={styles.filters} aria-label={label}>
      <PageSearch className={styles.search} label={search} value={value} onSearch={onSearch} onEnter={onEnter} />
      <div className={styles.row}>{children}</div>
    </search>
  );
}

export interface Period {
  from: string;
  to: string;
}

/** Two days, each `YYYY-MM-DD` or empty. */
export function PeriodFields(props: {
  words: { from: string; to: string };
  period: Period;
  onPeriod(change: Partial<Period>): void;
}) {
  const { words, period, onPeriod } = props;
  return (
    <>
      <Field label={words.from}>
        <Input type="date" value={period.from} onChange={(_, data) => onPeriod({ from: data.value })} />
      </Field>
      <Field label={words.to}>
        <Input type="date" value={period.to} onChange={(_, data) => onPeriod({ to: data.value })} />
      </Field>
    </>
  );
}

/** A text to search for in one column. */
export function TextFilter(props: { label: string; hint: string; value: string; onChange(value: string): void }) {
  const { label, hint, value, onChange } = props;
  return (
    <Field label={label}>
      <Input placeholder={hint} value={value} onChange={(_, data) => onChange(data.value)} />
    </Field>
  );
}
